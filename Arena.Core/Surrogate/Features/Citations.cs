namespace Arena.Core.Surrogate.Features;

/// <summary>The passages that a response cites by their ids in brackets: <c>[12#3]</c>, or several, <c>[doc1, doc2]</c>.</summary>
/// <param name="Ids">Ids that were cited, in the order of their first citation, also those that no passage has.</param>
/// <param name="Sentences">Sentences, or lines without one, that have words.</param>
/// <param name="Cited">Sentences with a citation of a passage that there is.</param>
/// <param name="Support">
/// The mean over pairs of a sentence and a passage that it cites of the share of the sentence's different words that stand in the passage; NaN where
/// nothing is cited.
/// </param>
public sealed record Citations(IReadOnlyList<string> Ids, int Sentences, int Cited, double Support)
{
    private const int LongestBracket = 200;

    /// <summary>Reads the citations of a response.</summary>
    /// <param name="text">The response.</param>
    /// <param name="prompt">The prompt with its passages.</param>
    public static Citations Of(string text, PromptView prompt)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(prompt);
        var passages = prompt.Passages.GroupBy(p => p.Passage.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Text, StringComparer.Ordinal);
        var ids = new List<string>();
        var (sentences, cited, pairs, support) = (0, 0, 0, 0.0);
        foreach (var sentence in SentencesOf(text))
        {
            var here = IdsOf(sentence, out var plain);
            ids.AddRange(here.Except(ids, StringComparer.Ordinal).ToList());
            var words = new TextProfile(plain).Grams(1);
            if (words.Distinct == 0)
            {
                continue;
            }

            sentences++;
            var known = here.Where(passages.ContainsKey).Distinct(StringComparer.Ordinal).ToList();
            cited += known.Count > 0 ? 1 : 0;
            foreach (var id in known)
            {
                pairs++;
                support += (double)words.CommonDistinct(passages[id].Grams(1)) / words.Distinct;
            }
        }

        return new(ids, sentences, cited, pairs > 0 ? support / pairs : double.NaN);
    }

    /// <summary>Sentences with the citations behind their full stop: "It is so. [3] Then" is "It is so. [3]" and "Then".</summary>
    private static IEnumerable<string> SentencesOf(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isEnd = text[i] is '\n' or '。' or '।' || (text[i] is '.' or '!' or '?' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]) || text[i + 1] == '['));
            if (!isEnd)
            {
                continue;
            }

            var end = i + 1;
            while (end < text.Length)
            {
                var next = end;
                while (next < text.Length && text[next] == ' ')
                {
                    next++;
                }

                if (next >= text.Length || text[next] != '[' || text.IndexOf(']', next) is not (>= 0 and var close))
                {
                    break;
                }

                end = close + 1;
            }

            yield return text[start..end];
            start = end;
            i = Math.Max(i, end - 1);
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static List<string> IdsOf(string sentence, out string plain)
    {
        var ids = new List<string>();
        var kept = new System.Text.StringBuilder();
        var at = 0;
        while (sentence.IndexOf('[', at) is >= 0 and var open && sentence.IndexOf(']', open) is > 0 and var close)
        {
            kept.Append(sentence, at, open - at).Append(' ');
            if (close - open <= LongestBracket)
            {
                ids.AddRange(sentence[(open + 1)..close].Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            }

            at = close + 1;
        }

        plain = kept.Append(sentence, at, sentence.Length - at).ToString();
        return ids;
    }
}
