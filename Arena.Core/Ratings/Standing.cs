namespace Arena.Core.Ratings;

/// <summary>What kind of number stands beside a contestant.</summary>
public enum Standing
{
    /// <summary>A finite estimate.</summary>
    Rated = 0,

    /// <summary>It took every point from the group that it met, so its strength has a lower bound only.</summary>
    NeverLost = 1,

    /// <summary>It took no point from the group that it met, so its strength has an upper bound only.</summary>
    NeverWon = 2,

    /// <summary>It cannot be compared with anybody: there is neither an estimate nor a bound.</summary>
    Unrated = 3,
}
