using System.Collections.Concurrent;
using Lingua;

namespace Arena.Core.Surrogate.Features;

/// <summary>
/// Tells languages apart by the trigrams of a text's beginning, with SearchPioneer.Lingua in its fast mode. A language is told from English and from 23
/// others that are much written; those that nobody asks for cost nothing. Models load when first used. Safe for use from several threads.
/// </summary>
public sealed class LanguageModel
{
    /// <summary>Characters of a text that are looked at: the time grows with them, and the answer hardly changes.</summary>
    internal const int Beginning = 120;

    private static readonly Language[] Common =
    [
        Language.Arabic, Language.Bengali, Language.Chinese, Language.Dutch, Language.English, Language.Finnish, Language.French, Language.German,
        Language.Hindi, Language.Indonesian, Language.Italian, Language.Japanese, Language.Korean, Language.Persian, Language.Polish, Language.Portuguese,
        Language.Russian, Language.Spanish, Language.Swahili, Language.Swedish, Language.Thai, Language.Turkish, Language.Ukrainian, Language.Vietnamese,
    ];

    private readonly ConcurrentDictionary<Language, Lazy<LanguageDetector>> _detectors = [];
    private readonly Dictionary<string, Language> _byCode;

    /// <summary>Sets the model up.</summary>
    public LanguageModel() => _byCode = Enum.GetValues<Language>()
        .Where(language => language != Language.Unknown)
        .ToDictionary(language => language.IsoCode6391().ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The probabilities that a text is in a language, and that it is in English, against the others.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">An ISO 639-1 code such as <c>en</c>, also with a region behind it.</param>
    /// <returns>Both in [0, 1]; NaN where there is no model of the language or the text has no letters.</returns>
    public (double Asked, double English) Probabilities(TextProfile text, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(language);
        if (text.Letters == 0 || !_byCode.TryGetValue(language.Split('-', '_')[0], out var asked))
        {
            return (double.NaN, double.NaN);
        }

        // All common languages share the detector of English, which is among them.
        var detector = _detectors.GetOrAdd(Common.Contains(asked) ? Language.English : asked, extra => new(() =>
            LanguageDetectorBuilder.FromLanguages([.. Common.Append(extra).Distinct()]).WithLowAccuracyMode().Build()));
        var beginning = text.Text.Length <= Beginning ? text.Text : text.Text[..Beginning];
        var probabilities = detector.Value.ComputeLanguageConfidenceValues(beginning);
        return (probabilities.GetValueOrDefault(asked), probabilities.GetValueOrDefault(Language.English));
    }
}
