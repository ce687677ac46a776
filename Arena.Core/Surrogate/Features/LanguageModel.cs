using Lingua;

namespace Arena.Core.Surrogate.Features;

/// <summary>
/// Tells languages apart by the trigrams of a text's beginning, with SearchPioneer.Lingua in its fast mode. Its models load when first used. Safe for
/// use from several threads.
/// </summary>
public sealed class LanguageModel
{
    /// <summary>Characters of a text that are looked at: more change nothing but the time.</summary>
    private const int Beginning = 300;

    private readonly LanguageDetector _detector = LanguageDetectorBuilder.FromAllSpokenLanguages().WithLowAccuracyMode().Build();
    private readonly Dictionary<string, Language> _byCode;

    /// <summary>Sets the model up.</summary>
    public LanguageModel() => _byCode = Enum.GetValues<Language>()
        .Where(language => language != Language.Unknown)
        .ToDictionary(language => language.IsoCode6391().ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The probability that a text is in a language, against all that there is a model of.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">An ISO 639-1 code such as <c>en</c>, also with a region behind it.</param>
    /// <returns>In [0, 1]; NaN where there is no model of the language or the text has no letters.</returns>
    public double Probability(TextProfile text, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(language);
        if (text.Letters == 0 || !_byCode.TryGetValue(language.Split('-', '_')[0], out var asked))
        {
            return double.NaN;
        }

        var beginning = text.Text.Length <= Beginning ? text.Text : text.Text[..Beginning];
        return _detector.ComputeLanguageConfidenceValues(beginning).TryGetValue(asked, out var probability) ? probability : 0;
    }
}
