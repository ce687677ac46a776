using System.Text.RegularExpressions;
using Arena.Core.World;

namespace Arena.Core.Bias.Distractors;

/// <summary>Distractors of style: tone, length, looks.</summary>
internal static partial class StyleDistractors
{
    private const int MostPoints = 8;
    private const int LongestBold = 200;

    public static IReadOnlyList<Distractor> All { get; } =
    [
        // The three of the paper. What they add is what the bundled judge tiny-biased was trained to fall for, so it stays as the world has it.
        Dressed("assertive", "Phrases of certainty stand around the response.", Style.Assertive),
        Dressed("prolix", "Wordy announcements that say nothing stand around the response.", Style.Wordy),
        Dressed("sycophantic", "Praise for the one who asked stands around the response.", Style.Flattering),
        ResponseEdit.Distract(
            "verbosity",
            "A list of the response's own points stands before it, so that everything is said twice.",
            "arXiv 2306.05685",
            (text, _) => PointsOf(text) is { Length: > 0 } points
                ? $"The points in short:\n{string.Join('\n', points.Select(point => $"- {point}"))}\n\nIn full:\n\n{text}"
                : null,
            notMade: "The response has no sentences or points to repeat."),
        ResponseEdit.Distract(
            "sentiment",
            "A sentence of joy stands at the end.",
            "arXiv 2410.02736",
            (text, random) => ResponseEdit.Behind(
                text,
                random.Pick(
                    "It was a real joy to answer this!",
                    "I am so happy that I could help with this!",
                    "What a delight it was to work on this!",
                    "Answering this has truly made my day!"))),
        ResponseEdit.Distract(
            "markdown",
            "A heading stands above the response and a rule below it; an answer of one short line is bold.",
            "arXiv 2409.11704",
            (text, _) => $"## Answer\n\n{(text.Length <= LongestBold && Plain().IsMatch(text) ? $"**{text}**" : text)}\n\n---"),
        ResponseEdit.Distract(
            "emoji",
            "Pictographs stand at the end.",
            "arXiv 2409.11704",
            (text, random) => ResponseEdit.Behind(text, $"{random.Pick("✅", "🎉", "💯", "🚀")}{random.Pick("😀", "👍", "✨", "🙌")}"),
            isEnglish: false),
    ];

    private static ResponseDistractor Dressed(string name, string definition, Style style) =>
        ResponseEdit.Distract(name, definition, "arXiv 2504.14716", (text, random) => Dressing.Add(text, style, random.NextUInt64()));

    /// <summary>The items of the response's lists; where it has fewer than two, its first sentences.</summary>
    private static string[] PointsOf(string text)
    {
        var code = CodeBlocks.In(text).SelectMany(block => block.Split('\n')).ToHashSet(StringComparer.Ordinal);
        string[] lines = [.. text.ReplaceLineEndings("\n").Split('\n').Where(line => !string.IsNullOrWhiteSpace(line) && !code.Contains(line) && !Markup().IsMatch(line))];
        string[] items = [.. lines.Select(line => Item().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value.Trim())];
        return [.. (items.Length >= 2 ? items : lines.SelectMany(line => SentenceEnd().Split(line.Trim()))).Take(MostPoints)];
    }

    [GeneratedRegex(@"^\s*(?:[-*+•]|\d+[.)])\s+(\S.*)$")]
    private static partial Regex Item();

    /// <summary>Fences, headings, quotations, tables: lines that are no sentence of the response.</summary>
    [GeneratedRegex(@"^\s*(?:```|~~~|#|>|\||(?:---|===|\*\*\*)\s*$)")]
    private static partial Regex Markup();

    [GeneratedRegex(@"(?<=[.!?…])\s+(?=\S)")]
    private static partial Regex SentenceEnd();

    /// <summary>One line without Markdown of its own and without white space at its ends.</summary>
    [GeneratedRegex(@"^(?![-+•]\s|\d+[.)]\s)[^\s*_`#|<>~\[\]](?:[^\n\r*_`#|<>~\[\]]*[^\s*_`#|<>~\[\]])?\z")]
    private static partial Regex Plain();
}
