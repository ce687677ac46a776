using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Features;

/// <summary>
/// What the responses to one prompt have in common. A response is measured against the others: its own words are taken out first, so that no text
/// agrees with itself. Costs the number of words, not of pairs of responses. Immutable.
/// </summary>
public sealed class ConsensusPool
{
    private readonly Counts _words;
    private readonly Counts _pairs;
    private readonly Counts _numbers;
    private readonly double[] _lengths;

    /// <summary>Pools responses.</summary>
    /// <param name="responses">The responses, two or more.</param>
    public ConsensusPool(IReadOnlyList<TextProfile> responses)
    {
        ArgumentNullException.ThrowIfNull(responses);
        ArgumentOutOfRangeException.ThrowIfLessThan(responses.Count, 2);
        Others = responses.Count - 1;
        _words = new(responses.Select(text => text.Grams(1)));
        _pairs = new(responses.Select(text => text.Grams(2)));
        _numbers = new(responses.Select(text => text.Numbers));
        _lengths = [.. responses.Select(text => (double)text.Words.Length).Order()];
    }

    /// <summary>How many other responses each is measured against.</summary>
    public int Others { get; }

    /// <summary>The mean, over a text's different words, of the share of other responses that use the word.</summary>
    /// <param name="text">One of the pooled texts.</param>
    /// <returns>In [0, 1]; NaN of a text without words.</returns>
    public double WordAgreement(TextProfile text) => _words.Agreement(text.Grams(1), Others);

    /// <summary>As <see cref="WordAgreement"/>, of pairs of neighbouring words.</summary>
    /// <param name="text">One of the pooled texts.</param>
    public double PairAgreement(TextProfile text) => _pairs.Agreement(text.Grams(2), Others);

    /// <summary>As <see cref="WordAgreement"/>, of numbers.</summary>
    /// <param name="text">One of the pooled texts.</param>
    public double NumberAgreement(TextProfile text) => _numbers.Agreement(text.Numbers, Others);

    /// <summary>Of all that the others say, word by word, the share whose word the text has too.</summary>
    /// <param name="text">One of the pooled texts.</param>
    /// <returns>In [0, 1]; NaN where the others have no words.</returns>
    public double WordCoverage(TextProfile text) => _words.Coverage(text.Grams(1));

    /// <summary>As <see cref="WordCoverage"/>, of pairs of neighbouring words.</summary>
    /// <param name="text">One of the pooled texts.</param>
    public double PairCoverage(TextProfile text) => _pairs.Coverage(text.Grams(2));

    /// <summary>The share of a text's different words that no other response uses.</summary>
    /// <param name="text">One of the pooled texts.</param>
    /// <returns>In [0, 1]; NaN of a text without words.</returns>
    public double Novelty(TextProfile text) => _words.Novelty(text.Grams(1));

    /// <summary>log((1 + words) / (1 + m)), where m is the median length of all pooled texts.</summary>
    /// <param name="text">One of the pooled texts.</param>
    public double RelativeLength(TextProfile text) => Math.Log((1.0 + text.Words.Length) / (1 + Quantile.OfSorted(_lengths, 0.5)));

    /// <summary>The share of the other responses that have fewer words; as many count half.</summary>
    /// <param name="text">One of the pooled texts.</param>
    public double LengthRank(TextProfile text)
    {
        var (shorter, equal) = (0, -1);
        foreach (var length in _lengths)
        {
            shorter += length < text.Words.Length ? 1 : 0;
            equal += length == text.Words.Length ? 1 : 0;
        }

        return (shorter + (equal / 2.0)) / Others;
    }

    /// <summary>In how many texts each word stands.</summary>
    private sealed class Counts
    {
        private readonly Dictionary<ulong, int> _texts = [];
        private readonly long _all;

        public Counts(IEnumerable<WordBag> bags)
        {
            foreach (var bag in bags)
            {
                _all += bag.Distinct;
                foreach (var key in bag.Keys)
                {
                    _texts[key] = _texts.GetValueOrDefault(key) + 1;
                }
            }
        }

        public double Agreement(WordBag bag, int others) => bag.Distinct == 0 ? double.NaN : (double)InOthers(bag) / bag.Distinct / others;

        public double Coverage(WordBag bag) => _all - bag.Distinct is > 0 and var said ? (double)InOthers(bag) / said : double.NaN;

        public double Novelty(WordBag bag)
        {
            var alone = 0;
            foreach (var key in bag.Keys)
            {
                alone += _texts[key] == 1 ? 1 : 0;
            }

            return bag.Distinct == 0 ? double.NaN : (double)alone / bag.Distinct;
        }

        private long InOthers(WordBag bag)
        {
            var sum = 0L;
            foreach (var key in bag.Keys)
            {
                sum += _texts[key] - 1;
            }

            return sum;
        }
    }
}
