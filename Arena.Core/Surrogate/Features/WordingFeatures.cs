using static Arena.Core.Surrogate.Features.StructureFeatures;

namespace Arena.Core.Surrogate.Features;

/// <summary>How varied the words are, how hard they are to read, how much is said again.</summary>
internal static class WordingFeatures
{
    private const int Window = 50;

    public static IEnumerable<Feature> All { get; } =
    [
        Of("distinct_share", "different words a word", 0, 1, FeatureCost.Overlap, "type–token ratio", t => Ratio(t.Grams(1).Distinct, t.Words.Length)),
        Of("moving_distinct_share", "mean of different words a word over all windows of 50 words", 0, 1, FeatureCost.Overlap, "Covington and McFall 2010, MATTR", MovingDistinctShare),
        Of("once_share", "words that occur once, a different word", 0, 1, FeatureCost.Overlap, "hapax legomena", OnceShare),
        Of("entropy", "entropy of the words, in nats", 0, double.PositiveInfinity, FeatureCost.Overlap, "Shannon 1948", Entropy),
        Of("repeated_pairs", "pairs of neighbouring words that stood before, a pair", 0, 1, FeatureCost.Overlap, "Li et al. 2016, distinct-2, turned round", t => Repeated(t.Grams(2))),
        Of("repeated_fours", "runs of four words that stood before, a run", 0, 1, FeatureCost.Overlap, "Welleck et al. 2020, rep-4", t => Repeated(t.Grams(4))),
        Of("repeated_lines", "lines of ten characters or more that stood before, a line", 0, 1, FeatureCost.Scan, "own", t => Ratio(t.Lines.Repeated, t.Lines.Count)),
        Of("word_length", "characters a word", 1, double.PositiveInfinity, FeatureCost.Scan, "own", t => Ratio(t.WordLetters, t.Words.Length)),
        Of("long_words", "words of more than six characters, a word", 0, 1, FeatureCost.Scan, "Björnsson 1968, LIX", t => Ratio(t.LongWords, t.Words.Length)),
        Of("sentence_words", "words a sentence", 1, double.PositiveInfinity, FeatureCost.Scan, "own", t => Ratio(t.Words.Length, t.SentenceLengths.Count)),
        Of("sentence_spread", "standard deviation of words a sentence over their mean", 0, double.PositiveInfinity, FeatureCost.Scan, "own", SentenceSpread),
        Of(
            "reading_ease", "206.835 − 1.015 words a sentence − 84.6 syllables a word", double.NegativeInfinity, 206.835, FeatureCost.Scan, "Flesch 1948",
            t => 206.835 - (1.015 * Ratio(t.Words.Length, t.SentenceLengths.Count)) - (84.6 * Ratio(t.Syllables, t.Words.Length))),
        Of(
            "readability_index", "4.71 characters a word + 0.5 words a sentence − 21.43", double.NegativeInfinity, double.PositiveInfinity, FeatureCost.Scan, "Senter and Smith 1967, ARI",
            t => (4.71 * Ratio(t.WordLetters, t.Words.Length)) + (0.5 * Ratio(t.Words.Length, t.SentenceLengths.Count)) - 21.43),
    ];

    private static Feature Of(string name, string definition, double least, double most, FeatureCost cost, string source, Func<TextProfile, double> measure) =>
        new("wording." + name, FeatureFamily.Wording, definition, least, most, cost, source, input => measure(input.Text));

    private static double Repeated(WordBag grams) => Ratio(grams.Total - grams.Distinct, grams.Total);

    private static double OnceShare(TextProfile text)
    {
        var bag = text.Grams(1);
        var once = 0;
        foreach (var count in bag.Counts)
        {
            once += count == 1 ? 1 : 0;
        }

        return Ratio(once, bag.Distinct);
    }

    private static double Entropy(TextProfile text)
    {
        var bag = text.Grams(1);
        if (bag.Total == 0)
        {
            return double.NaN;
        }

        var sum = 0.0;
        foreach (var count in bag.Counts)
        {
            sum += count * Math.Log(count);
        }

        return Math.Max(0, Math.Log(bag.Total) - (sum / bag.Total));
    }

    private static double MovingDistinctShare(TextProfile text)
    {
        var words = text.Words;
        if (words.Length <= Window)
        {
            return Ratio(text.Grams(1).Distinct, words.Length);
        }

        // A word adds one to every window that holds it and in which it is the first of its kind.
        var last = new Dictionary<ulong, int>(words.Length);
        var sum = 0L;
        for (var i = 0; i < words.Length; i++)
        {
            var firstWindow = Math.Max(0, i - Window + 1);
            if (last.TryGetValue(words[i], out var before))
            {
                firstWindow = Math.Max(firstWindow, before + 1);
            }

            var lastWindow = Math.Min(i, words.Length - Window);
            sum += Math.Max(0, lastWindow - firstWindow + 1);
            last[words[i]] = i;
        }

        return (double)sum / (words.Length - Window + 1) / Window;
    }

    private static double SentenceSpread(TextProfile text)
    {
        var lengths = text.SentenceLengths;
        if (lengths.Count < 2)
        {
            return double.NaN;
        }

        var mean = lengths.Average();
        return Math.Sqrt(lengths.Sum(length => (length - mean) * (length - mean)) / lengths.Count) / mean;
    }
}
