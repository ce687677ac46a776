namespace Arena.Core.Bias.Distractors;

/// <summary>Where the judge sees the marked response.</summary>
public enum MarkedPlace
{
    /// <summary>By itself.</summary>
    Alone = 0,

    /// <summary>First of two.</summary>
    First = 1,

    /// <summary>Second of two.</summary>
    Second = 2,
}
