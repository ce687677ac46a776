using Arena.Core.Statistics;

namespace Arena.Core.Bias;

/// <summary>
/// Which protocol to take: the first of these in which the two differ by more than chance, on the same items: right verdicts with distractors on, excess of
/// flips, right verdicts as they are, ties. What speaks the other way is said as well.
/// </summary>
internal static class AuditAdvice
{
    public static ProtocolAdvice Of(
        IReadOnlyList<FlipTrial> trials,
        IReadOnlyList<BaselinePair> baseline,
        IReadOnlyList<DistractorRow> rows,
        IReadOnlyList<ProtocolBaseline> baselines,
        IReadOnlyList<ProtocolComparison> comparisons,
        MatchedMargins margins,
        AuditOptions options)
    {
        if (baselines.Count < 2)
        {
            return new(null, OfOne(rows, baselines));
        }

        var findings = new List<Finding?>
        {
            RightWithDistractors(trials, margins, options),
            Flips(comparisons),
            RightAsTheyAre(baseline, options),
            Ties(baseline, options),
        }.OfType<Finding>().ToList();
        var strengths = string.Join(" and ", baselines.Select(of => $"{Figure.Of(of.Strength.Value)} {Figure.Of(of.Protocol)}"));
        var tail = $" Mean preference strength: {strengths}, in the units of each.";
        var decided = findings.FirstOrDefault(finding => finding.Better is not null);
        if (decided is null)
        {
            return new(null, findings.Count == 0
                ? "No pair was read by both protocols, so there is nothing to choose by."
                : "The figures favour neither protocol: " + string.Join("; ", findings.Select(finding => finding.Text)) + "." + tail);
        }

        var against = findings.Where(finding => finding.Better is { } better && better != decided.Better).Select(finding => finding.Text).ToList();
        var along = findings.Where(finding => finding != decided && finding.Better == decided.Better).Select(finding => finding.Text).ToList();
        return new(
            decided.Better,
            $"Take {Figure.Of(decided.Better!.Value)}: {decided.Text}."
                + (along.Count > 0 ? $" Also: {string.Join("; ", along)}." : "")
                + (against.Count > 0 ? $" Against it: {string.Join("; ", against)}." : "")
                + tail);
    }

    private static string OfOne(IReadOnlyList<DistractorRow> rows, IReadOnlyList<ProtocolBaseline> baselines)
    {
        if (baselines.Count == 0)
        {
            return "Nothing was read, so there is nothing to choose by.";
        }

        var detected = rows.Count(row => row.Verdict == AuditVerdict.Detected);
        var found = rows.Count == 0 ? "no distractor was tried" : $"{detected} of {rows.Count} distractors were detected";
        return $"Only {Figure.Of(baselines[0].Protocol)} was audited, so the protocols cannot be set against each other; {found}.";
    }

    private static Finding? RightWithDistractors(IReadOnlyList<FlipTrial> trials, MatchedMargins margins, AuditOptions options)
    {
        var read = trials.Where(trial => !trial.IsPlacebo && trial.IsMarkedBetter is not null && FlipCounting.IsRead(trial)).ToLookup(trial => trial.Protocol);
        var pointwise = read[Protocol.Pointwise].ToDictionary(trial => (trial.Distractor, trial.Item), trial => Points(trial));
        var both = read[Protocol.Pairwise]
            .Where(trial => pointwise.ContainsKey((trial.Distractor, trial.Item)))
            .Select(trial => (trial.PromptId, Pairwise: Points(trial), Pointwise: pointwise[(trial.Distractor, trial.Item)]))
            .ToList();
        return Right(both, "with distractors on, at equal shares of ties,", options);

        double Points(FlipTrial trial) => Audit.Points(trial.After!, trial.IsMarkedBetter!.Value, margins.Of(trial.Protocol));
    }

    private static Finding? RightAsTheyAre(IReadOnlyList<BaselinePair> baseline, AuditOptions options)
    {
        var both = Both(baseline.Where(pair => pair.IsFirstBetter is not null))
            .Select(pair => (
                pair.Pairwise.PromptId,
                Audit.Points(pair.Pairwise.Reading, pair.Pairwise.IsFirstBetter!.Value, options.PairwiseMargin),
                Audit.Points(pair.Pointwise.Reading, pair.Pointwise.IsFirstBetter!.Value, options.PointwiseMargin)))
            .ToList();
        return Right(both, "on the pairs as they are", options);
    }

    private static Finding? Right(List<(string PromptId, double Pairwise, double Pointwise)> both, string where, AuditOptions options)
    {
        if (both.Count == 0)
        {
            return null;
        }

        var clusters = new PromptClusters<(string PromptId, double Pairwise, double Pointwise)>(both, item => item.PromptId, options.Level);
        var difference = clusters.Mean(item => item.Pairwise - item.Pointwise);
        return new(
            Better(difference, isMoreBetter: true),
            $"{where} it is right in {Figure.Of(both.Average(item => item.Pairwise))} of {both.Count} pairwise and in {Figure.Of(both.Average(item => item.Pointwise))} of the same pointwise (difference {Figure.Of(difference)})");
    }

    private static Finding? Flips(IReadOnlyList<ProtocolComparison> comparisons)
    {
        if (comparisons.Count == 0 || double.IsNaN(comparisons[^1].ExcessDifference.Value))
        {
            return null;
        }

        var all = comparisons[^1];
        return new(
            Better(all.ExcessDifference, isMoreBetter: false),
            $"net of placebo, pairwise flips less pointwise flips are {Figure.Of(all.ExcessDifference)} of the {all.Items} items that could flip under both");
    }

    private static Finding? Ties(IReadOnlyList<BaselinePair> baseline, AuditOptions options)
    {
        var both = Both(baseline).ToList();
        if (both.Count == 0)
        {
            return null;
        }

        var clusters = new PromptClusters<(BaselinePair Pairwise, BaselinePair Pointwise)>(both, pair => pair.Pairwise.PromptId, options.Level);
        var difference = clusters.Difference(pair => IsTie(pair.Pairwise, options.PairwiseMargin), pair => IsTie(pair.Pointwise, options.PointwiseMargin));
        return new(
            Better(difference, isMoreBetter: false),
            $"{Figure.Of(Share(pair => pair.Pairwise, options.PairwiseMargin))} of {both.Count} pairs tie pairwise and {Figure.Of(Share(pair => pair.Pointwise, options.PointwiseMargin))} pointwise");

        double Share(Func<(BaselinePair Pairwise, BaselinePair Pointwise), BaselinePair> of, double margin) =>
            both.Count(pair => IsTie(of(pair), margin)) / (double)both.Count;
    }

    private static bool IsTie(BaselinePair pair, double margin) => pair.Reading.Outcome(margin) == PairOutcome.Tie;

    /// <summary>The pairs that both protocols read.</summary>
    private static IEnumerable<(BaselinePair Pairwise, BaselinePair Pointwise)> Both(IEnumerable<BaselinePair> baseline)
    {
        var read = baseline.Where(pair => !pair.Reading.IsFailed).ToLookup(pair => pair.Reading.Protocol);
        var pointwise = read[Protocol.Pointwise].ToDictionary(pair => pair.Item);
        return read[Protocol.Pairwise].Where(pair => pointwise.ContainsKey(pair.Item)).Select(pair => (pair, pointwise[pair.Item]));
    }

    /// <summary>The protocol that is better by a difference, pairwise less pointwise; null where its interval holds 0, or there is none.</summary>
    private static Protocol? Better(IntervalEstimate difference, bool isMoreBetter) =>
        difference.Interval.Lower > 0 ? (isMoreBetter ? Protocol.Pairwise : Protocol.Pointwise)
        : difference.Interval.Upper < 0 ? (isMoreBetter ? Protocol.Pointwise : Protocol.Pairwise)
        : null;

    private sealed record Finding(Protocol? Better, string Text);
}
