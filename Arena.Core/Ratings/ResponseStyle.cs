using System.Text.RegularExpressions;

namespace Arena.Core.Ratings;

/// <summary>
/// What can be counted of a response's style. Markdown is counted outside code blocks, by the kinds that Arena-Hard's style control has
/// (Li et al. 2024): headings, list items, and bold stretches.
/// </summary>
/// <param name="Length">Characters (Unicode code points) of all turns.</param>
/// <param name="Headers">Lines that are headings.</param>
/// <param name="Lists">Lines that are list items, with a number or a bullet.</param>
/// <param name="Bold">Stretches in bold.</param>
public readonly partial record struct ResponseStyle(int Length, int Headers, int Lists, int Bold)
{
    /// <summary>The names of the styles, in the order of the parameters.</summary>
    public static IReadOnlyList<string> Names { get; } = ["length", "headers", "lists", "bold"];

    /// <summary>Counts a response.</summary>
    /// <param name="response">The response.</param>
    public static ResponseStyle Of(Response response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var (length, headers, lists, bold) = (0, 0, 0, 0);
        foreach (var turn in response.Turns)
        {
            var plain = CodeBlock().Replace(turn, "");
            length += LengthOf(turn);
            headers += Header().Count(plain);
            lists += ListItem().Count(plain);
            bold += Stretch().Count(plain);
        }

        return new(length, headers, lists, bold);
    }

    /// <summary>Covariates of a battle, first minus second, one for each of <see cref="Names"/>.</summary>
    /// <param name="first">Style of the response shown first.</param>
    /// <param name="second">Style of the other.</param>
    public static double[] Difference(in ResponseStyle first, in ResponseStyle second) =>
    [
        RelativeDifference(first.Length, second.Length),
        RelativeDifference(first.Headers, second.Headers),
        RelativeDifference(first.Lists, second.Lists),
        RelativeDifference(first.Bold, second.Bold),
    ];

    /// <summary>The difference of two counts as a share of their sum, in [−1, 1], so that 10 words against 20 weigh as 100 against 200 do; 0 of two zeros.</summary>
    /// <param name="a">A count, 0 or more.</param>
    /// <param name="b">Another.</param>
    public static double RelativeDifference(double a, double b) => a + b > 0 ? (a - b) / (a + b) : 0;

    private static int LengthOf(string text)
    {
        var length = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            length -= char.IsSurrogatePair(text[i - 1], text[i]) ? 1 : 0;
        }

        return length;
    }

    [GeneratedRegex("```[^`]*```")]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^#{1,6}\s", RegexOptions.Multiline)]
    private static partial Regex Header();

    [GeneratedRegex(@"^[ \t]*(?:[0-9]+\.|[-*+])\s", RegexOptions.Multiline)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\*\*[^*\n]+\*\*|__[^_\n]+__")]
    private static partial Regex Stretch();
}
