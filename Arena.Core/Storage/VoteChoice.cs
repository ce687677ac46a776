namespace Arena.Core.Storage;

/// <summary>What a voter said of two responses side by side.</summary>
public enum VoteChoice
{
    /// <summary>The one shown left, or first, is better.</summary>
    Left = 0,

    /// <summary>The one shown right, or second, is better.</summary>
    Right = 1,

    /// <summary>They are equally good.</summary>
    Tie = 2,

    /// <summary>Both are bad. Ratings see a tie; the store remembers which of the two it was.</summary>
    BothBad = 3,
}
