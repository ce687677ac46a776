using System.Collections.Concurrent;
using System.Text;
using Lingua;

namespace Arena.Core.Surrogate.Features;

/// <summary>
/// Tells languages apart by the trigrams of a text's beginning, with SearchPioneer.Lingua in its fast mode. A language is told from English and from 23
/// others that are much written; those that nobody asks for cost nothing. Models load when first used. Chinese, Japanese and Korean have no trigrams there
/// and are told by their scripts. Safe for use from several threads.
/// </summary>
public sealed class LanguageModel
{
    /// <summary>Characters of a text that are looked at: the time grows with them, and the answer hardly changes.</summary>
    internal const int Beginning = 120;

    private static readonly Language[] Common =
    [
        Language.Arabic, Language.Bengali, Language.Dutch, Language.English, Language.Finnish, Language.French, Language.German,
        Language.Hindi, Language.Indonesian, Language.Italian, Language.Persian, Language.Polish, Language.Portuguese,
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

        var beginning = text.Text.Length <= Beginning ? text.Text : text.Text[..Beginning];
        var (han, kana, hangul) = EastAsianShares(beginning);
        var rest = 1 - han - kana - hangul;
        if (asked is Language.Chinese or Language.Japanese or Language.Korean)
        {
            var share = asked == Language.Korean ? hangul : asked == Language.Japanese ? (kana > 0 ? kana + han : 0) : kana > 0 ? 0 : han;
            return (share, rest > 0 ? rest * Detect(Language.English, beginning).English : 0);
        }

        var (probability, english) = rest > 0 ? Detect(asked, beginning) : (0, 0);
        return (rest * probability, rest * english);
    }

    private (double Asked, double English) Detect(Language asked, string beginning)
    {
        // All common languages share the detector of English, which is among them.
        var detector = _detectors.GetOrAdd(Common.Contains(asked) ? Language.English : asked, extra => new(() =>
            LanguageDetectorBuilder.FromLanguages([.. Common.Append(extra).Distinct()]).WithLowAccuracyMode().Build()));
        var probabilities = detector.Value.ComputeLanguageConfidenceValues(beginning);
        return (probabilities.GetValueOrDefault(asked), probabilities.GetValueOrDefault(Language.English));
    }

    /// <summary>What shares of the letters are Han, Japanese syllables, and Korean.</summary>
    private static (double Han, double Kana, double Hangul) EastAsianShares(string text)
    {
        double letters = 0, han = 0, kana = 0, hangul = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            letters += Rune.IsLetter(rune) ? 1 : 0;
            han += rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) ? 1 : 0;
            kana += rune.Value is >= 0x3041 and <= 0x30FF && Rune.IsLetter(rune) ? 1 : 0;
            hangul += rune.Value is (>= 0x1100 and <= 0x11FF) or (>= 0x3130 and <= 0x318F) or (>= 0xAC00 and <= 0xD7AF) ? 1 : 0;
        }

        return letters == 0 ? (0, 0, 0) : (han / letters, kana / letters, hangul / letters);
    }
}
