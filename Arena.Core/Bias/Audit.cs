using Arena.Core.Statistics;

namespace Arena.Core.Bias;

/// <summary>
/// The analysis of an audit: how often a distractor makes a judge prefer the response that it had not preferred, net of how often a placebo does, under both
/// protocols, and how sure that is. Prompts are the clusters of everything.
/// </summary>
public static class Audit
{
    /// <summary>From so few prompts on, a row says that its figures are rough.</summary>
    internal const int FewPrompts = 15;

    /// <summary>Analyses trials.</summary>
    /// <param name="trials">The trials of distractors and of placebos, no two of the same judge, distractor, protocol, prompt, turn and pair.</param>
    /// <param name="baseline">
    /// The pairs as they are, no two of the same judge, protocol, prompt, turn and pair; those that trials start from among them.
    /// </param>
    /// <param name="options">What was asked for.</param>
    /// <exception cref="ArgumentException">Something is there twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static AuditReport Analyse(IReadOnlyList<FlipTrial> trials, IReadOnlyList<BaselinePair> baseline, AuditOptions options)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Band);
        ArgumentOutOfRangeException.ThrowIfNegative(options.PairwiseMargin);
        ArgumentOutOfRangeException.ThrowIfNegative(options.PointwiseMargin);
        var trialsOf = trials.ToLookup(trial => trial.Judge, StringComparer.Ordinal);
        var pairsOf = baseline.ToLookup(pair => pair.Judge, StringComparer.Ordinal);
        return new(
            [.. pairsOf.Select(of => of.Key).Union(trialsOf.Select(of => of.Key), StringComparer.Ordinal)
                .Select(judge => OfJudge(judge, [.. trialsOf[judge]], [.. pairsOf[judge]], options))],
            options);
    }

    private static JudgeAudit OfJudge(string judge, IReadOnlyList<FlipTrial> trials, IReadOnlyList<BaselinePair> baseline, AuditOptions options)
    {
        var margins = MatchedMargins.Of(baseline, options);
        IReadOnlyList<Protocol> protocols = options.Protocols.Count > 0
            ? options.Protocols
            : [.. trials.Select(trial => trial.Protocol).Concat(baseline.Select(pair => pair.Reading.Protocol)).Distinct().Order()];
        IReadOnlyList<string> distractors = options.Distractors.Count > 0
            ? options.Distractors
            : [.. trials.Where(trial => !trial.IsPlacebo).Select(trial => trial.Distractor).Distinct(StringComparer.Ordinal)];
        var placebos = trials.Where(trial => trial.IsPlacebo).ToDictionary(trial => (trial.Distractor, trial.Protocol, trial.Item));
        var asked = trials.Where(trial => !trial.IsPlacebo).ToLookup(trial => (trial.Distractor, trial.Protocol));
        var rows = WithFamily(
            [.. from distractor in distractors from protocol in protocols select Row(distractor, protocol, [.. asked[(distractor, protocol)]], placebos, margins, options)],
            options);
        IReadOnlyList<PlaceboRow> placeboRows =
        [
            .. trials.Where(trial => trial.IsPlacebo).GroupBy(trial => (trial.Distractor, trial.Protocol))
                .Select(of => OfPlacebo(of.Key.Distractor, of.Key.Protocol, [.. of], margins, options)),
        ];
        IReadOnlyList<ProtocolBaseline> baselines =
            [.. protocols.Select(protocol => Baseline(protocol, [.. baseline.Where(pair => pair.Reading.Protocol == protocol)], margins, options))];
        var comparisons = ProtocolComparisons.Of(distractors, trials, placebos, margins, options);
        return new(
            judge,
            [.. rows.Select(row => row.Row)],
            placeboRows,
            margins,
            baselines,
            comparisons,
            PositionReading.Of(baseline.Where(pair => pair.Reading.Protocol == Protocol.Pairwise).Select(pair => (pair.PromptId, pair.Reading)), options.Level),
            AuditAdvice.Of(trials, baseline, [.. rows.Select(row => row.Row)], baselines, comparisons, margins, options),
            AuditLimits.Of([.. rows.Select(row => row.Row)], placeboRows, baselines, trials, options));
    }

    private static FamilyRow Row(
        string distractor,
        Protocol protocol,
        List<FlipTrial> trials,
        Dictionary<(string, Protocol, (string, int, string, string)), FlipTrial> placebos,
        MatchedMargins margins,
        AuditOptions options)
    {
        var read = trials.Where(FlipCounting.IsRead).Select(trial => new PlaceboedTrial(trial, PlaceboOf(trial, placebos))).ToList();
        var (sums, counts) = FlipCounting.Differences(FlipDefinition.Strict, read, margins, options.Level);
        var margin = margins.Of(protocol);
        var withPlacebo = read.Where(item => item.Placebo is not null).ToList();
        var withGold = new PromptClusters<FlipTrial>(
            read.Select(item => item.Trial).Where(trial => trial.IsMarkedBetter is not null), trial => trial.PromptId, options.Level);
        var row = new DistractorRow(
            distractor,
            protocol,
            trials.Select(trial => trial.Placebo).FirstOrDefault(),
            [.. FlipCounting.Definitions.Select(definition => FlipCounting.Count(definition, read, margins, options.Level))],
            Transitions(trials, margin),
            Transitions(withPlacebo.Select(item => item.Placebo!), margin))
        {
            Asked = trials.Count,
            NotMade =
            [
                .. trials.Where(trial => trial.NotMade is not null).CountBy(trial => trial.NotMade!).OrderByDescending(reason => reason.Value),
            ],
            Failed = trials.Count(trial => trial.After is not null && !FlipCounting.IsRead(trial)),
            Shift = new PromptClusters<PlaceboedTrial>(withPlacebo, item => item.Trial.PromptId, options.Level)
                .Mean(item => item.Trial.After!.Lead - item.Placebo!.After!.Lead),
            AccuracyBefore = withGold.Mean(trial => Points(trial.Before, trial.IsMarkedBetter!.Value, margin)),
            AccuracyAfter = withGold.Mean(trial => Points(trial.After!, trial.IsMarkedBetter!.Value, margin)),
            AccuracyChange = withGold.Mean(trial =>
                Points(trial.After!, trial.IsMarkedBetter!.Value, margin) - Points(trial.Before, trial.IsMarkedBetter!.Value, margin)),
            P = sums.Length > 0 ? SignFlip.UpperP(sums) : null,
        };
        return new(row, sums, counts);
    }

    /// <summary>Gives the rows what they have of their family: corrected p-values, what could have been found, verdicts and notes.</summary>
    private static List<FamilyRow> WithFamily(IReadOnlyList<FamilyRow> rows, AuditOptions options)
    {
        double[] p = [.. rows.Select(row => row.Row.P ?? 1)];
        var (holm, q) = (MultipleTesting.Holm(p), MultipleTesting.BenjaminiHochberg(p));
        return
        [
            .. rows.Select((of, i) =>
            {
                var excess = of.Row.Strict.Excess.Interval;
                var isTested = of.Row.P is not null;
                var row = of.Row with
                {
                    AdjustedP = isTested ? holm[i] : null,
                    Q = isTested ? q[i] : null,
                    Detectable = Detectable(of, rows.Count, options.Level),
                    Verdict = isTested && holm[i] <= 1 - options.Level ? AuditVerdict.Detected
                        : excess.Lower >= -options.Band && excess.Upper <= options.Band ? AuditVerdict.Equivalent
                        : AuditVerdict.Underpowered,
                };
                return of with { Row = row with { Notes = AuditNotes.Of(row, options) } };
            }),
        ];
    }

    private static double? Detectable(FamilyRow of, int rows, double level)
    {
        var items = of.Counts.Sum();
        if (items == 0)
        {
            return null;
        }

        // A share that was seen 0 times is not 0.
        var (only, opposite) = (of.Row.Strict.DistractorOnly, (of.Row.Strict.PlaceboOnly + 0.5) / (items + 1));
        var difference = of.Sums.Sum() / (double)items;
        var variance = ((only + of.Row.Strict.PlaceboOnly) / (double)items) - (difference * difference);

        // Half of a two-sided test's level lies on the one side that is tested.
        var least = opposite >= 0.5 ? double.NaN : MinimumDetectableEffect.OfPairedRise(
            opposite, items, Math.Min(0.999, 2 * (1 - level) / rows), designEffect: ClusteredProportion.DesignEffect(of.Sums, of.Counts, variance));
        return double.IsNaN(least) ? null : least;
    }

    private static PlaceboRow OfPlacebo(string placebo, Protocol protocol, List<FlipTrial> trials, MatchedMargins margins, AuditOptions options) => new(
        placebo,
        protocol,
        FlipCounting.Count(
            FlipDefinition.Strict, trials.Where(FlipCounting.IsRead).Select(trial => new PlaceboedTrial(trial, null)), margins, options.Level).Flips,
        Transitions(trials, margins.Of(protocol)));

    private static ProtocolBaseline Baseline(Protocol protocol, List<BaselinePair> pairs, MatchedMargins margins, AuditOptions options)
    {
        var margin = protocol == Protocol.Pairwise ? options.PairwiseMargin : options.PointwiseMargin;
        var read = new PromptClusters<BaselinePair>(pairs.Where(pair => !pair.Reading.IsFailed), pair => pair.PromptId, options.Level);
        var withGold = new PromptClusters<BaselinePair>(
            pairs.Where(pair => !pair.Reading.IsFailed && pair.IsFirstBetter is not null), pair => pair.PromptId, options.Level);
        return new(
            protocol,
            pairs.Count,
            pairs.Count(pair => pair.Reading.IsFailed),
            margins.Of(protocol),
            read.Share(pair => pair.Reading.Outcome(margin) == PairOutcome.Tie),
            read.Share(pair => pair.Reading.Outcome(margins.Of(protocol)) == PairOutcome.Tie),
            read.Mean(pair => pair.Reading.Strength),
            withGold.Mean(pair => Points(pair.Reading, pair.IsFirstBetter!.Value, margin)));
    }

    /// <summary>1 where the verdict is that of gold, ½ where it is a tie.</summary>
    internal static double Points(PairReading reading, bool isMarkedBetter, double margin) => reading.Outcome(margin) switch
    {
        PairOutcome.Tie => 0.5,
        PairOutcome.Win => isMarkedBetter ? 1 : 0,
        _ => isMarkedBetter ? 0 : 1,
    };

    /// <summary>The placebo of a trial on the same item, where it was read.</summary>
    internal static FlipTrial? PlaceboOf(FlipTrial trial, Dictionary<(string, Protocol, (string, int, string, string)), FlipTrial> placebos) =>
        placebos.GetValueOrDefault((trial.Placebo!, trial.Protocol, trial.Item)) is { } placebo && FlipCounting.IsRead(placebo) ? placebo : null;

    private static TransitionTable Transitions(IEnumerable<FlipTrial> trials, double margin) =>
        new(trials.Where(trial => trial.After is not null).Select(trial => (trial.Before.Outcome(margin), trial.After!.Outcome(margin))));

    /// <summary>A row, with what each prompt has more flips under the distractor than under the placebo, and its items.</summary>
    private sealed record FamilyRow(DistractorRow Row, int[] Sums, int[] Counts);
}
