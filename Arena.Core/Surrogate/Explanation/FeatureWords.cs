using System.Globalization;
using Arena.Core.Surrogate.Features;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>Names and values of features as people read them.</summary>
public static class FeatureWords
{
    private const string Count = "log(1 + ";
    private const string Ratio = "log((";

    private static readonly Dictionary<string, Feature> Known = FeatureRegistry.All.Features.ToDictionary(feature => feature.Name, StringComparer.Ordinal);

    /// <summary>A feature in short: "words", or "recall (reference)" where the name alone says too little.</summary>
    /// <param name="feature">Its name in the registry.</param>
    public static string Label(string feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        var parts = feature.Split('.', 2);
        var name = parts[^1].Replace('_', ' ');
        return parts.Length == 1 || parts[0] == "structure" ? name : $"{name} ({parts[0]})";
    }

    /// <summary>What is measured, in a sentence; of counts without the logarithm. The name where the registry does not know it.</summary>
    /// <param name="feature">Its name in the registry.</param>
    public static string Definition(string feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        var definition = Known.TryGetValue(feature, out var known) ? known.Definition : feature;
        return ScaleOf(feature) == FeatureScale.Count ? definition[Count.Length..^1] : definition;
    }

    /// <summary>The family; the part before the point where the registry does not know the feature.</summary>
    /// <param name="feature">Its name in the registry.</param>
    public static string Family(string feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return Known.TryGetValue(feature, out var known) ? known.Family.ToString().ToLowerInvariant() : feature.Split('.')[0];
    }

    /// <summary>How its values read.</summary>
    /// <param name="feature">Its name in the registry.</param>
    public static FeatureScale ScaleOf(string feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return !Known.TryGetValue(feature, out var known) ? FeatureScale.Plain
            : known.Definition.StartsWith(Count, StringComparison.Ordinal) && known.Definition.EndsWith(')') ? FeatureScale.Count
            : known.Definition.StartsWith(Ratio, StringComparison.Ordinal) ? FeatureScale.Ratio
            : FeatureScale.Plain;
    }

    /// <summary>A value on its scale as it reads: e^v − 1 of counts, e^v of ratios.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="value">The value.</param>
    public static double Shown(FeatureScale scale, double value) => scale switch
    {
        FeatureScale.Count => Math.Exp(value) - 1,
        FeatureScale.Ratio => Math.Exp(value),
        _ => value,
    };

    /// <summary>The inverse of <see cref="Shown"/>.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="shown">The value as it reads.</param>
    public static double Stored(FeatureScale scale, double shown) => scale switch
    {
        FeatureScale.Count => Math.Log(1 + shown),
        FeatureScale.Ratio => Math.Log(shown),
        _ => shown,
    };

    /// <summary>A value as it reads, with as many digits as tell it apart.</summary>
    /// <param name="feature">The feature's name in the registry.</param>
    /// <param name="value">The value.</param>
    public static string Value(string feature, double value)
    {
        var scale = ScaleOf(feature);
        var shown = Shown(scale, value);
        var text = (Math.Abs(shown) >= 10 || (scale == FeatureScale.Count && Math.Abs(shown - Math.Round(shown)) < 1e-6)
            ? Math.Round(shown).ToString("0", CultureInfo.InvariantCulture)
            : shown.ToString(Math.Abs(shown) >= 1 ? "0.#" : "0.###", CultureInfo.InvariantCulture)).Replace('-', '−');
        return scale == FeatureScale.Ratio ? $"{text} times" : text;
    }
}
