namespace Arena.Core.Surrogate.Features;

/// <summary>Length, and what Markdown shows.</summary>
internal static class StructureFeatures
{
    private const string Lengths = "Dubois et al. 2024, length-controlled AlpacaEval";
    private const string Markdown = "Li et al. 2024, style control of Arena-Hard";

    public static IEnumerable<Feature> All { get; } =
    [
        Of("characters", "log(1 + characters)", double.PositiveInfinity, Lengths, t => Math.Log(1.0 + t.Characters)),
        Of("words", "log(1 + words)", double.PositiveInfinity, Lengths, t => Math.Log(1.0 + t.Words.Length)),
        Of("sentences", "log(1 + sentences)", double.PositiveInfinity, Lengths, t => Math.Log(1.0 + t.SentenceLengths.Count)),
        Of("paragraphs", "log(1 + runs of lines between blank lines)", double.PositiveInfinity, Lengths, t => Math.Log(1.0 + t.Lines.Paragraphs)),
        Of("lines", "log(1 + lines that are not blank)", double.PositiveInfinity, Lengths, t => Math.Log(1.0 + t.Lines.Count)),
        Of("paragraph_words", "log(1 + words a paragraph)", double.PositiveInfinity, "own", t => Math.Log(1 + Ratio(t.Words.Length, t.Lines.Paragraphs))),
        Style("headers", "log(1 + headings)", s => s.Headers),
        Style("lists", "log(1 + list items)", s => s.Lists),
        Style("bold", "log(1 + stretches in bold)", s => s.Bold),
        Of("numbered_share", "numbered list items a line", 1, Markdown, t => Ratio(t.Lines.Numbered, t.Lines.Count)),
        Of("bulleted_share", "bulleted list items a line", 1, Markdown, t => Ratio(t.Lines.Bulleted, t.Lines.Count)),
        Of("code_blocks", "log(1 + fenced code blocks)", double.PositiveInfinity, "own", t => Math.Log(1.0 + t.Lines.CodeBlocks)),
        Of("code_share", "lines in code blocks a line", 1, "own", t => Ratio(t.Lines.CodeLines, t.Lines.Count)),
        Of("table_rows", "log(1 + rows of tables)", double.PositiveInfinity, "own", t => Math.Log(1.0 + t.Lines.TableRows)),
        Of("quoted_share", "quoted lines a line", 1, "own", t => Ratio(t.Lines.Quoted, t.Lines.Count)),
        Of("questions", "question marks a sentence", double.PositiveInfinity, "own", t => Ratio(t.Questions, t.SentenceLengths.Count)),
        Of("exclamations", "exclamation marks a sentence", double.PositiveInfinity, "own", t => Ratio(t.Exclamations, t.SentenceLengths.Count)),
        Of("uppercase_share", "letters in upper case a letter", 1, "own", t => Ratio(t.Uppercase, t.Letters)),
        Of("digit_share", "digits a character", 1, "own", t => Ratio(t.Digits, t.Characters)),
        Of("punctuation_share", "punctuation and symbols a character", 1, "own", t => Ratio(t.Punctuation, t.Characters)),
        Of("outside_ascii_share", "letters and symbols outside ASCII a character", 1, "own", t => Ratio(t.OutsideAscii, t.Characters)),
        Of("names", "words capitalised inside a sentence, a word", 1, "own", t => Ratio(t.Names.Total, t.Words.Length)),
        Of("numbers", "numbers a word", 1, "own", t => Ratio(t.Numbers.Total, t.Words.Length)),
    ];

    /// <summary>A ratio; NaN where there is nothing to divide by.</summary>
    internal static double Ratio(double part, double whole) => whole > 0 ? part / whole : double.NaN;

    private static Feature Of(string name, string definition, double most, string source, Func<TextProfile, double> measure) =>
        new("structure." + name, FeatureFamily.Structure, definition, 0, most, FeatureCost.Scan, source, input => measure(input.Text));

    private static Feature Style(string name, string definition, Func<Ratings.ResponseStyle, int> count) =>
        new("structure." + name, FeatureFamily.Structure, definition, 0, double.PositiveInfinity, FeatureCost.Scan, Markdown, input => Math.Log(1.0 + count(input.Style)));
}
