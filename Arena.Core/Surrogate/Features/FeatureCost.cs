namespace Arena.Core.Surrogate.Features;

/// <summary>What a feature costs beside the one pass over the text that all share.</summary>
public enum FeatureCost
{
    /// <summary>Next to nothing: a ratio of counts that the pass has made.</summary>
    Scan = 0,

    /// <summary>Sorting the words or n-grams of a text, or meeting those of two: some microseconds.</summary>
    Overlap = 1,

    /// <summary>A model of languages: some hundred microseconds.</summary>
    LanguageModel = 2,
}
