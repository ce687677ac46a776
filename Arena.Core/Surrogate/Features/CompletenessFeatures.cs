namespace Arena.Core.Surrogate.Features;

/// <summary>Whether the response is empty or cut off.</summary>
internal static class CompletenessFeatures
{
    public static IEnumerable<Feature> All { get; } =
    [
        Of("empty", "1 where there is nothing but white space", t => t.IsEmpty),
        Of("cut_off", "1 where the last line ends in a letter or a comma and is neither heading, list item, table nor code", IsCutOff),
        Of("open_fence", "1 where the text ends inside a code block", t => t.Lines.IsFenceOpen),
        Of("ends_in_colon", "1 where the last character is a colon", t => t.Text.AsSpan().TrimEnd() is [.., ':' or '：']),
        Of("ends_in_question", "1 where the last character is a question mark", t => t.Text.AsSpan().TrimEnd() is [.., '?' or '？' or '؟']),
        Of("unbalanced", "1 where opening and closing brackets differ in number", IsUnbalanced),
    ];

    private static Feature Of(string name, string definition, Func<TextProfile, bool> measure) =>
        new("completeness." + name, FeatureFamily.Completeness, definition, 0, 1, FeatureCost.Scan, "own", input => measure(input.Text) ? 1 : 0);

    private static bool IsCutOff(TextProfile text)
    {
        var all = text.Text.AsSpan().TrimEnd();
        if (all.IsEmpty || text.Lines.IsFenceOpen || text.SentenceLengths.Count < 2)
        {
            return false;
        }

        var line = all[(all.LastIndexOf('\n') + 1)..].TrimStart();
        return (char.IsLetter(all[^1]) || all[^1] is ',' or '，' or '、' or ';' or '-') && line[0] is not ('#' or '-' or '*' or '|' or '>' or '+' or '•') && !char.IsDigit(line[0]);
    }

    private static bool IsUnbalanced(TextProfile text)
    {
        var open = 0;
        foreach (var c in text.Text)
        {
            open += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
        }

        return open != 0;
    }
}
