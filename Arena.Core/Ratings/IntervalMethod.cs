namespace Arena.Core.Ratings;

/// <summary>Where intervals come from.</summary>
public enum IntervalMethod
{
    /// <summary>No intervals.</summary>
    None = 0,

    /// <summary>Cluster-robust sandwich covariance. For likelihood models (Bradley–Terry, Davidson, Rao–Kupper).</summary>
    Sandwich = 1,

    /// <summary>Cluster bootstrap with percentile intervals. For every model but Elo.</summary>
    Bootstrap = 2,
}
