using Arena.Core.Statistics;
using Arena.Core.Surrogate.Scorers;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>
/// What an LLM judge rewards, as far as a surrogate that learned from its verdicts can tell: measured on contestants held out, every figure with its
/// interval over contestants and prompts. Immutable; the same data, options and seed always give the same.
/// </summary>
public sealed record SurrogateExplanation
{
    /// <summary>The options.</summary>
    public required ExplanationOptions Options { get; init; }

    /// <summary>Seed of all that was drawn.</summary>
    public required long Seed { get; init; }

    /// <summary>Number of responses.</summary>
    public required int Responses { get; init; }

    /// <summary>Number of responses that were permuted; all, or those to prompts drawn at random.</summary>
    public required int Permuted { get; init; }

    /// <summary>Number of contestants.</summary>
    public required int Contestants { get; init; }

    /// <summary>Number of prompts.</summary>
    public required int Prompts { get; init; }

    /// <summary>Number of folds.</summary>
    public required int Folds { get; init; }

    /// <summary>Mean outcome of the responses.</summary>
    public required double MeanOutcome { get; init; }

    /// <summary>The surrogate, on all features.</summary>
    public required HeldOutFit Full { get; init; }

    /// <summary>The additive model of the curves; its features were chosen for each fold from the other folds' rows.</summary>
    public required HeldOutFit Additive { get; init; }

    /// <summary>The surrogate on length alone, on style alone, and on all else; those of which there are features.</summary>
    public required IReadOnlyList<HeldOutFit> Alone { get; init; }

    /// <summary>Redundancy groups, in the order of <see cref="Groups"/>.</summary>
    public required IReadOnlyList<RedundancyGroup> Redundancy { get; init; }

    /// <summary>Importance of redundancy groups, by what AUC they cost.</summary>
    public required IReadOnlyList<FeatureImportance> Groups { get; init; }

    /// <summary>Importance of families, likewise.</summary>
    public required IReadOnlyList<FeatureImportance> Families { get; init; }

    /// <summary>Importance of single features, likewise. Features that say the same hide each other here.</summary>
    public required IReadOnlyList<FeatureImportance> Features { get; init; }

    /// <summary>The learned mask; null where the surrogate learned nothing that permutation could take away.</summary>
    public required LearnedMask? Mask { get; init; }

    /// <summary>Models that are about as good, and their range.</summary>
    public required RashomonSet Rashomon { get; init; }

    /// <summary>Curves of the representatives of the most important groups.</summary>
    public required IReadOnlyList<SplineCurve> Curves { get; init; }

    /// <summary>Features that are constant or missing throughout, and so are left out.</summary>
    public required IReadOnlyList<string> Constant { get; init; }

    /// <summary>Features that are the same for all responses to a prompt: the judge cannot reward them.</summary>
    public required IReadOnlyList<string> OfPromptsAlone { get; init; }

    /// <summary>Explains a judge.</summary>
    /// <param name="data">What it judged.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="seed">Seed of all that is drawn.</param>
    /// <param name="progress">Receives the share of the work done, in [0, 1].</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">There are fewer than three contestants, or no feature differs between responses to the same prompt.</exception>
    public static SurrogateExplanation Of(
        JudgedResponses data, ExplanationOptions? options = null, long seed = 1, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Of(ExplanationTable.Of(data), options ?? new(), seed, ExplanationRun.DefaultScorer(), progress, cancellationToken);
    }

    /// <summary>Explains what a scorer learns from a table.</summary>
    internal static SurrogateExplanation Of(
        ExplanationTable table, ExplanationOptions options, long seed, IScorer scorer, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var run = ExplanationRun.Of(table, options, seed, scorer, null, cancellationToken);
        progress?.Report(0.05);
        var groups = run.PermuteGroups(Part(0.05, 0.3), cancellationToken);
        var (families, features) = Smaller(run, groups, Part(0.3, 0.5), cancellationToken);
        var mask = Learn(run, groups, cancellationToken);
        progress?.Report(0.6);
        var chosen = Array.ConvertAll(run.SampleFolds, fold => ExplanationRun.Dearest(groups, fold.Training, options.Curves));
        var additive = run.Train("additive splines", fold => new AdditiveSplines(chosen[fold]), null, cancellationToken);
        var curves = CurveAnalysis.Of(table, [.. groups.Take(options.Curves).Select(group => group.Columns[0])], run.Draws, options.CurveReplicates, cancellationToken);
        progress?.Report(0.65);
        var apart = Apart(run, scorer, cancellationToken);
        progress?.Report(0.75);
        var rashomon = RashomonAnalysis.Of(
            run, [run.Full, additive, .. apart.Select(of => of.Model), .. Candidates(run, scorer, cancellationToken)], [.. groups.Take(options.Interacting)], cancellationToken);
        progress?.Report(1);
        return new()
        {
            Options = options,
            Seed = seed,
            Responses = table.Rows,
            Permuted = run.Sample.Rows,
            Contestants = table.Contestants,
            Prompts = table.PromptOf.Distinct().Count(),
            Folds = run.Folds.Length,
            MeanOutcome = table.Outcomes.Average(),
            Full = run.Fit(run.Full.Name, run.Columns.Length, run.Full),
            Additive = run.Fit(additive.Name, chosen.Max(columns => columns.Length), additive),
            Alone = [.. apart.Select(of => of.Fit)],
            Redundancy = [.. groups.Select(group => run.GroupOf(group.Name))],
            Groups = [.. groups.Select(group => group.Told(table, options.Level))],
            Families = families,
            Features = features,
            Mask = mask,
            Rashomon = rashomon,
            Curves = [.. curves.Select(of => of.Curve.Told(run.GroupOf(table.Columns[of.Column]), options.Level))],
            Constant = [.. Enumerable.Range(0, table.Columns.Count).Where(column => !table.Varies(column, Enumerable.Range(0, table.Rows))).Select(column => table.Columns[column])],
            OfPromptsAlone =
            [
                .. Enumerable.Range(0, table.Columns.Count)
                    .Where(column => !table.VariesWithinPrompts(column) && table.Varies(column, Enumerable.Range(0, table.Rows))).Select(column => table.Columns[column]),
            ],
        };

        Action<double>? Part(double from, double to) => progress is null ? null : share => progress.Report(from + (share * (to - from)));
    }

    /// <summary>Families and single features; what is a group by itself was permuted already.</summary>
    private static (FeatureImportance[] Families, FeatureImportance[] Features) Smaller(
        ExplanationRun run, PermutedColumns[] groups, Action<double>? progress, CancellationToken cancellationToken)
    {
        var table = run.Table;
        (string Name, int[] Columns)[] families =
            [.. run.Columns.GroupBy(column => FeatureWords.Family(table.Columns[column])).Select(family => (family.Key, family.ToArray()))];
        (string Name, int[] Columns)[] members = [.. groups.Where(group => group.Columns.Length > 1).SelectMany(group => group.Columns.Select(column => (table.Columns[column], new[] { column })))];
        var permuted = run.Permute([.. families, .. members], progress, cancellationToken);
        return
        (
            Told(permuted[..families.Length]),
            Told([.. permuted[families.Length..], .. groups.Where(group => group.Columns.Length == 1)])
        );

        FeatureImportance[] Told(IEnumerable<PermutedColumns> sets) => [.. ExplanationRun.Ordered(sets).Select(of => of.Told(table, run.Options.Level))];
    }

    private static LearnedMask? Learn(ExplanationRun run, PermutedColumns[] groups, CancellationToken cancellationToken)
    {
        const int Runs = 3;
        int[][] columns = [.. groups.Select(group => group.Columns)];
        var (table, model) = (run.Sample, run.OnSample(run.Full));
        var price = MaskLearner.Price(table, model, columns, run.Seed);
        if (!(price > 0))
        {
            return null;
        }

        var kept = Enumerable.Range(0, Runs).AsParallel().AsOrdered().WithCancellation(cancellationToken)
            .Select(i => MaskLearner.Learn(table, model, columns, price, run.Seed + 1 + i, cancellationToken)).ToArray();
        LearnedGate[] gates = [.. groups.Select((group, g) => new LearnedGate(group.Name, kept.Average(of => of[g]), kept.Min(of => of[g]), kept.Max(of => of[g])))];
        double[] rises = [.. groups.Select(group => group.LossRise.Value)];
        var needed = gates.Count(gate => gate.Kept > 0.5);
        var dearest = groups.OrderByDescending(group => group.LossRise.Value).Take(needed).Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        return new(gates, price, Runs, RankCorrelation.SpearmanRho([.. gates.Select(gate => gate.Kept)], rises), needed, gates.Count(gate => gate.Kept > 0.5 && dearest.Contains(gate.Name)));
    }

    private static (HeldOutFit Fit, FoldedModel Model)[] Apart(ExplanationRun run, IScorer scorer, CancellationToken cancellationToken)
    {
        (string Name, Func<string, bool> IsKept)[] shares =
        [
            ("length alone", KnownShares.Length.Contains),
            ("style alone", KnownShares.Style.Contains),
            ("all but length and style", name => !KnownShares.Length.Contains(name) && !KnownShares.Style.Contains(name)),
        ];
        return
        [
            .. from share in shares
               let model = run.Alone(share.Name, scorer, share.IsKept, cancellationToken)
               where model is not null
               select (run.Fit(share.Name, run.Columns.Count(column => share.IsKept(run.Table.Columns[column])), model), model),
        ];
    }

    /// <summary>Other models that may be as good: another seed, fewer trees, another class of models, and draws of four fifths of the groups.</summary>
    private static FoldedModel[] Candidates(ExplanationRun run, IScorer scorer, CancellationToken cancellationToken)
    {
        const int Subsets = 2;
        const double Share = 0.8;
        List<(string Name, IScorer Scorer, bool[]? Kept, long Seed)> candidates =
        [
            ($"{scorer.Name}, another seed", scorer, null, run.Seed + 1),
            ("lightgbm, half the trees", BoostedTrees.LightGbm(ExplanationRun.Trees / 2), null, run.Seed),
            ("logistic", new LogisticScorer(), null, run.Seed),
        ];
        for (var subset = 0; subset < Subsets; subset++)
        {
            var random = new DeterministicRandom(run.Seed, subset);
            bool[] kept = [.. run.Table.Columns.Select(_ => true)];
            foreach (var (_, columns) in run.Groups)
            {
                var isKept = random.NextDouble() < Share;
                foreach (var column in columns)
                {
                    kept[column] = isKept;
                }
            }

            if (run.Columns.Any(column => kept[column]))
            {
                candidates.Add(($"{scorer.Name}, draw {subset + 1} of four fifths of the groups", scorer, kept, run.Seed));
            }
        }

        return [.. candidates.Select(of => FoldedModel.Train(run.Table, run.Folds, of.Name, _ => of.Scorer, of.Seed, of.Kept, cancellationToken))];
    }
}
