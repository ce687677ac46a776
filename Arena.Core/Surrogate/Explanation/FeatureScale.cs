namespace Arena.Core.Surrogate.Explanation;

/// <summary>How a feature's values read.</summary>
public enum FeatureScale
{
    /// <summary>As they are.</summary>
    Plain = 0,

    /// <summary>They are log(1 + count): e^v − 1 is the count.</summary>
    Count = 1,

    /// <summary>They are logarithms of ratios: e^v is the ratio.</summary>
    Ratio = 2,
}
