using System.Text.RegularExpressions;

namespace Arena.Core.Bias.Distractors;

/// <summary>What changes nothing that anyone could mind, and what a judge's own noise is measured by.</summary>
internal static partial class PlaceboDistractors
{
    public static IReadOnlyList<ResponseDistractor> All { get; } =
    [
        new(
            DistractorRegistry.SameAgain,
            "The very same request, asked again in another batch.",
            "this project",
            (_, response, _) => Distraction.Made(response.Turns)),
        new(
            DistractorRegistry.NeutralEdit,
            "Spacing between sentences and at the end is changed; no word is.",
            "this project",
            (_, response, _) => ResponseEdit.LastTurn(response, text => Distraction.Made([Respace(text)]))),
    ];

    private static string Respace(string text)
    {
        var spaced = CodeBlocks.In(text).Count > 0 ? text : Gap().Replace(text, "  ");
        return !text.EndsWith('\n') ? $"{spaced}\n" : spaced != text ? spaced : $"{text} ";
    }

    /// <summary>A single space behind a sentence.</summary>
    [GeneratedRegex(@"(?<=\w[.!?]) (?=\S)")]
    private static partial Regex Gap();
}
