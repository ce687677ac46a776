using Arena.Core.Judging;
using Arena.Core.Statistics;

namespace Arena.Core.Bias.Recorded;

/// <summary>Holds recorded judgments against gold labels.</summary>
internal sealed class GoldAudit
{
    private readonly Dictionary<string, (Battle Pair, string? Subset)> _gold = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Judge, Protocol Protocol), List<Item>> _items = [];

    /// <summary>Takes up a record: the gold label of an item, or a judge's two judgments on it.</summary>
    public void Add(ImportRecord record)
    {
        foreach (var vote in record.Votes)
        {
            _gold[vote.Cluster!] = (vote, vote.Category);
        }

        if (record.Judgments.Count == 0)
        {
            return;
        }

        if (record.Judgments.Count != 2)
        {
            throw record.Refuse("it is not the two judgments that LLMBar has of an item.");
        }

        var key = (record.Judgments[0].Judge, record.Judgments[0].Protocol);
        if (!_items.TryGetValue(key, out var items))
        {
            _items[key] = items = [];
        }

        items.Add(new(record.Judgments[0], record.Judgments[1]));
    }

    public IReadOnlyList<GoldRecord> Judges(double level) =>
    [
        .. _items.OrderBy(of => of.Key.Judge, StringComparer.Ordinal).Select(of => Record(of.Key.Judge, of.Key.Protocol, null, of.Value, level) with
        {
            Subsets =
            [
                .. of.Value.GroupBy(item => _gold[item.PromptId].Subset).Where(subset => subset.Key is not null)
                    .Select(subset => Record(of.Key.Judge, of.Key.Protocol, subset.Key, [.. subset], level)),
            ],
        }),
    ];

    /// <summary>Every pairwise strategy of a model against each of its rating strategies.</summary>
    public IReadOnlyList<StrategyComparison> Strategies(double level)
    {
        var judges = _items.OrderBy(of => of.Key.Judge, StringComparer.Ordinal).ToLookup(of => ModelOf(of.Key.Judge), StringComparer.Ordinal);
        return [.. judges.SelectMany(model => WithHolm(
            [
                .. from pointwise in model
                   where pointwise.Key.Protocol == Protocol.Pointwise
                   from pairwise in model
                   where pairwise.Key.Protocol == Protocol.Pairwise
                   select Compare(pairwise.Key.Judge, pairwise.Value, pointwise.Key.Judge, pointwise.Value, level),
            ]))];
    }

    private static IEnumerable<StrategyComparison> WithHolm(IReadOnlyList<StrategyComparison> comparisons)
    {
        var adjusted = MultipleTesting.Holm([.. comparisons.Select(comparison => comparison.ExactP)]);
        return comparisons.Select((comparison, i) => comparison with { AdjustedP = adjusted[i] });
    }

    private static string ModelOf(string judge) => judge.LastIndexOf('/') is > 0 and var end ? judge[..end] : judge;

    private StrategyComparison Compare(string pairwise, List<Item> pairwiseItems, string pointwise, List<Item> pointwiseItems, double level)
    {
        var ratings = pointwiseItems.ToDictionary(item => item.PromptId, IsRight, StringComparer.Ordinal);
        var both = new PromptClusters<(string PromptId, bool Pairwise, bool Pointwise)>(
            pairwiseItems.Where(item => ratings.ContainsKey(item.PromptId)).Select(item => (item.PromptId, IsRight(item), ratings[item.PromptId])),
            item => item.PromptId,
            level);
        var (b, c) = (both.Count(item => item.Pairwise && !item.Pointwise), both.Count(item => item.Pointwise && !item.Pairwise));
        return new(
            pairwise, pointwise, both.Items, b, c, McNemar.ExactP(b, c), McNemar.MidP(b, c), double.NaN, both.Difference(item => item.Pairwise, item => item.Pointwise));
    }

    private GoldRecord Record(string judge, Protocol protocol, string? subset, List<Item> items, double level)
    {
        var clusters = new PromptClusters<Item>(items, item => item.PromptId, level);
        return new(
            judge,
            protocol,
            subset,
            items.Count,
            items.Count(item => item.Reading.IsFailed),
            ClusteredShare.Score(items.Select(item => (Points(item), 2)), level),
            clusters.Share(IsRight),
            clusters.Share(item => item.Reading is { IsFailed: false, Lead: 0 } && item.Reading is { ShownFirst: null or PairOutcome.Tie, ShownSecond: null or PairOutcome.Tie }),
            PositionReading.Of(items.Select(item => (item.PromptId, item.Reading)), level));
    }

    private bool IsRight(Item item) => Points(item) == 2;

    /// <summary>Pairwise: in how many of the two orders the better response won. Pointwise: 2 where its score is higher, 1 where they are equal.</summary>
    private int Points(Item item)
    {
        var gold = _gold[item.PromptId].Pair;
        var better = gold.Outcome > 0.5 ? gold.First : gold.Second;
        return item.First.Protocol == Protocol.Pairwise ? Wins(item.First) + Wins(item.Second)
            : item.Reading.IsFailed ? 0
            : item.Reading.Lead == 0 ? 1
            : item.Reading.Lead > 0 == (item.First.First == better) ? 2 : 0;

        int Wins(Judgment order) => order.Verdict switch
        {
            Verdict.FirstWins => order.First == better ? 1 : 0,
            Verdict.SecondWins => order.Second == better ? 1 : 0,
            _ => 0,
        };
    }

    /// <summary>A judge's two judgments on an item.</summary>
    private sealed record Item(Judgment First, Judgment Second)
    {
        public string PromptId => First.PromptId;

        public PairReading Reading { get; } =
            First.Protocol == Protocol.Pairwise ? PairReading.OfOrders(First, Second) : PairReading.OfScores(First, Second);
    }
}
