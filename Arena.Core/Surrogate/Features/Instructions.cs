using System.Globalization;
using System.Text.RegularExpressions;

namespace Arena.Core.Surrogate.Features;

/// <summary>
/// The form of answer that a prompt asks for, as far as English set wordings tell; null or false is "not asked". In the manner of IFEval's
/// verifiable instructions (Zhou et al., arXiv 2311.07911), read from free text, so it misses some and mistakes some.
/// </summary>
/// <param name="Items">How many items of a list.</param>
/// <param name="MostWords">At most so many words.</param>
/// <param name="LeastWords">At least so many words.</param>
/// <param name="Sentences">So many sentences.</param>
/// <param name="IsList">A list.</param>
/// <param name="IsTable">A table.</param>
/// <param name="IsCode">Program code.</param>
/// <param name="IsJson">JSON.</param>
public sealed partial record Instructions(int? Items, int? MostWords, int? LeastWords, int? Sentences, bool IsList, bool IsTable, bool IsCode, bool IsJson)
{
    /// <summary>How far a limit of words may be passed: writers, and judges, do not count.</summary>
    private const double Tolerance = 1.1;

    private static readonly string[] Numerals =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"];

    /// <summary>Reads what a prompt asks for.</summary>
    /// <param name="prompt">The prompt's text.</param>
    public static Instructions Of(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return new(
            Number(ItemsAsked().Match(prompt)),
            Number(WordsAtMost().Match(prompt)),
            Number(WordsAtLeast().Match(prompt)),
            Number(SentencesAsked().Match(prompt)),
            ListAsked().IsMatch(prompt),
            TableAsked().IsMatch(prompt),
            CodeAsked().IsMatch(prompt),
            JsonAsked().IsMatch(prompt));
    }

    /// <summary>Whether as many items were given as asked for.</summary>
    /// <param name="text">The response.</param>
    /// <returns>1 or 0; NaN where no number was asked for.</returns>
    public double ItemsGiven(TextProfile text) => Items is { } asked ? Is(text.Lines.Items == asked || text.Lines.Count == asked) : double.NaN;

    /// <summary>Whether the response is as long, in words and sentences, as asked for.</summary>
    /// <param name="text">The response.</param>
    /// <returns>The share of the limits that it keeps; NaN where none was asked for.</returns>
    public double LengthKept(TextProfile text) => Share(
        MostWords is { } most ? text.Words.Length <= most * Tolerance : null,
        LeastWords is { } least ? text.Words.Length >= least / Tolerance : null,
        Sentences is { } sentences ? text.SentenceLengths.Count == sentences : null);

    /// <summary>Whether the response has the form, of list, table, code and JSON, that was asked for.</summary>
    /// <param name="text">The response.</param>
    /// <returns>The share of the forms asked for; NaN where none was.</returns>
    public double FormGiven(TextProfile text) => Share(
        IsList ? text.Lines.Items > 1 : null,
        IsTable ? text.Lines.TableRows > 1 : null,
        IsCode ? text.Lines.CodeBlocks > 0 : null,
        IsJson ? text.Text.Contains('{', StringComparison.Ordinal) || text.Text.Contains('[', StringComparison.Ordinal) : null);

    private static double Share(params ReadOnlySpan<bool?> checks)
    {
        var (asked, kept) = (0, 0);
        foreach (var check in checks)
        {
            asked += check.HasValue ? 1 : 0;
            kept += check == true ? 1 : 0;
        }

        return asked > 0 ? (double)kept / asked : double.NaN;
    }

    private static double Is(bool value) => value ? 1 : 0;

    private static int? Number(Match match)
    {
        if (!match.Success)
        {
            return null;
        }

        var word = match.Groups["n"].Value;
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : Array.FindIndex(Numerals, numeral => numeral.Equals(word, StringComparison.OrdinalIgnoreCase)) is > 0 and var named ? named : null;
    }

    private const string N = @"(?<n>[0-9]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen)";

    [GeneratedRegex(@"\b(?:list|give|name|provide|write|suggest|generate|come up with|tell me|make|create|offer|recommend|brainstorm|find|share|identify)\b(?:\s+(?:me|us|of|a|the|list|top|at least|out))*\s+" + N + @"\s+(?!word|sentence|paragraph|line|page|minute|day|hour|year)[a-z]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ItemsAsked();

    [GeneratedRegex(@"\b(?:at most|no more than|less than|fewer than|under|within|maximum(?: of)?|up to|in|about|around|exactly)\s+(?:about |around )?" + N + @"\s*-?\s*words?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WordsAtMost();

    [GeneratedRegex(@"\b(?:at least|no less than|more than|minimum(?: of)?|over)\s+" + N + @"\s*-?\s*words?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WordsAtLeast();

    [GeneratedRegex(@"\b(?:in|exactly|with|write|a)\s+" + N + @"[\s-]+sentences?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SentencesAsked();

    [GeneratedRegex(@"\b(?:bullet(?:ed)? (?:points?|list)|numbered list|list of|make a list|as a list|step[- ]by[- ]step)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ListAsked();

    [GeneratedRegex(@"\b(?:in|as|into|make|create|generate|with|use) (?:a |an )?(?:[a-z]+ )?table\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TableAsked();

    [GeneratedRegex(@"\b(?:python|javascript|java|c\+\+|html|css|sql|bash|regex|typescript|rust|golang|php|ruby)\b|\bwrite (?:a |an |the |some )?(?:[a-z]+ )?(?:code|function|script|program|query)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CodeAsked();

    [GeneratedRegex(@"\bjson\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex JsonAsked();
}
