using Arena.Core.Statistics;

namespace Arena.Core.Bias;

/// <summary>Sets pairwise against pointwise on the same item and distractor.</summary>
internal static class ProtocolComparisons
{
    public static IReadOnlyList<ProtocolComparison> Of(
        IReadOnlyList<string> distractors,
        IReadOnlyList<FlipTrial> trials,
        Dictionary<(string, Protocol, (string, int, string, string)), FlipTrial> placebos,
        MatchedMargins margins,
        AuditOptions options)
    {
        var could = trials
            .Where(trial => !trial.IsPlacebo && FlipCounting.IsRead(trial) && FlipCounting.CouldFlip(FlipDefinition.Strict, trial, margins))
            .ToLookup(trial => trial.Protocol);
        var pointwise = could[Protocol.Pointwise].ToDictionary(trial => (trial.Distractor, trial.Item));
        var items = could[Protocol.Pairwise]
            .Where(trial => pointwise.ContainsKey((trial.Distractor, trial.Item)))
            .Select(trial => Item.Of(trial, pointwise[(trial.Distractor, trial.Item)], placebos, margins))
            .ToLookup(item => item.Distractor, StringComparer.Ordinal);
        var all = distractors.SelectMany(distractor => items[distractor]).ToList();
        return all.Count == 0 ? [] :
        [
            .. distractors.Where(items.Contains).Select(distractor => Compare(distractor, items[distractor], options)),
            Compare(null, all, options),
        ];
    }

    private static ProtocolComparison Compare(string? distractor, IEnumerable<Item> of, AuditOptions options)
    {
        var items = of.ToList();
        var clusters = new PromptClusters<Item>(items, item => item.PromptId, options.Level);
        var (pairwiseOnly, pointwiseOnly) = (clusters.Count(item => item is { Pairwise: true, Pointwise: false }), clusters.Count(item => item is { Pairwise: false, Pointwise: true }));
        return new(
            distractor,
            clusters.Items,
            clusters.Prompts,
            clusters.Count(item => item is { Pairwise: true, Pointwise: true }),
            pairwiseOnly,
            pointwiseOnly,
            McNemar.ExactP(pairwiseOnly, pointwiseOnly),
            McNemar.MidP(pairwiseOnly, pointwiseOnly),
            SignFlip.TwoSidedP(clusters.Sums(item => (item.Pairwise ? 1 : 0) - (item.Pointwise ? 1 : 0))),
            clusters.Difference(item => item.Pairwise, item => item.Pointwise),
            new PromptClusters<Item>(items.Where(item => item.ExcessDifference is not null), item => item.PromptId, options.Level)
                .Mean(item => item.ExcessDifference!.Value));
    }

    private sealed record Item(string Distractor, string PromptId, bool Pairwise, bool Pointwise, int? ExcessDifference)
    {
        public static Item Of(
            FlipTrial pairwise,
            FlipTrial pointwise,
            Dictionary<(string, Protocol, (string, int, string, string)), FlipTrial> placebos,
            MatchedMargins margins)
        {
            return new(pairwise.Distractor, pairwise.PromptId, IsFlip(pairwise), IsFlip(pointwise), Excess(pairwise) - Excess(pointwise));

            bool IsFlip(FlipTrial trial) => FlipCounting.IsFlip(FlipDefinition.Strict, trial, margins);

            int? Excess(FlipTrial trial) => Audit.PlaceboOf(trial, placebos) is { } placebo
                ? (IsFlip(trial) ? 1 : 0) - (IsFlip(placebo) ? 1 : 0)
                : null;
        }
    }
}
