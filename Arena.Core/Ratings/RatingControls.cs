namespace Arena.Core.Ratings;

/// <summary>What a fit holds constant besides the contestants themselves.</summary>
[Flags]
public enum RatingControls
{
    /// <summary>Nothing: the contestants alone explain the outcomes.</summary>
    None = 0,

    /// <summary>The advantage of the response shown first, one coefficient.</summary>
    Position = 1,

    /// <summary>The style covariates that the battles carry, one coefficient each.</summary>
    Style = 2,
}
