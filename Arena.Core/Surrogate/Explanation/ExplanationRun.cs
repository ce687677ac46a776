using Arena.Core.Statistics;
using Arena.Core.Surrogate.Scorers;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>What all parts of an explanation rest on: rows, folds, groups, draws, and the surrogate trained without each fold.</summary>
internal sealed class ExplanationRun
{
    /// <summary>Trees of the surrogate that is explained where none is named.</summary>
    public const int Trees = 240;

    private const int RowsAtOnce = 20_000;

    private ExplanationRun(ExplanationTable table, ExplanationOptions options, long seed)
    {
        (Table, Options, Seed) = (table, options, seed);
        Folds = table.Split(options.Folds, seed);
        Draws = new CrossedDraws(table.Contestants, table.Prompts, options.Replicates, seed);
        var rows = table.Draw(options.MostPermuted, seed);
        var places = rows.Index().ToDictionary(item => item.Item, item => item.Index);
        Sample = rows.Length == table.Rows ? table : table.Some(rows);
        SampleFolds = [.. Folds.Select(fold => new HeldOut(Places(fold.Training), Places(fold.Test)))];

        int[] Places(int[] of) => [.. of.Where(places.ContainsKey).Select(row => places[row])];
    }

    public ExplanationTable Table { get; }

    public ExplanationOptions Options { get; }

    public long Seed { get; }

    public HeldOut[] Folds { get; }

    public CrossedDraws Draws { get; }

    /// <summary>The rows that are permuted.</summary>
    public ExplanationTable Sample { get; }

    /// <summary>The folds of these.</summary>
    public HeldOut[] SampleFolds { get; }

    /// <summary>Columns that differ between responses to the same prompt.</summary>
    public required int[] Columns { get; init; }

    /// <summary>Redundancy groups.</summary>
    public required (RedundancyGroup Group, int[] Columns)[] Groups { get; init; }

    /// <summary>The surrogate that is explained.</summary>
    public required FoldedModel Full { get; init; }

    /// <summary>Prepares a run.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="options">The options.</param>
    /// <param name="seed">Seed of all that is drawn.</param>
    /// <param name="scorer">The surrogate.</param>
    /// <param name="groups">Groups to use; null to find them.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">There are too few contestants, or nothing differs between responses to a prompt.</exception>
    public static ExplanationRun Of(
        ExplanationTable table, ExplanationOptions options, long seed, IScorer scorer, (RedundancyGroup Group, int[] Columns)[]? groups, CancellationToken cancellationToken)
    {
        int[] columns = [.. Enumerable.Range(0, table.Columns.Count).Where(table.VariesWithinPrompts)];
        var bare = new ExplanationRun(table, options, seed) { Columns = columns, Groups = [], Full = null! };
        if (columns.Length == 0)
        {
            throw new ArgumentException($"none of {table.Columns.Count} features differs between responses to the same prompt, so there is nothing that the judge could be seen to reward");
        }

        return new(table, options, seed)
        {
            Columns = columns,
            Groups = groups ?? RedundancyGrouping.Of(table, columns, options.Redundancy),
            Full = bare.Train(scorer.Name, _ => scorer, null, cancellationToken),
        };
    }

    /// <summary>The surrogate that is explained where none is named: of those that look at a response's own features alone the most accurate.</summary>
    public static IScorer DefaultScorer() => BoostedTrees.LightGbm(Trees);

    /// <summary>How many things are scored in one go, each of so many variants of all rows: a call costs much more than a row.</summary>
    public static int VariantsAtOnce(ExplanationTable table, int variants) => Math.Max(1, RowsAtOnce / (table.Rows * variants));

    public FoldedModel Train(string name, Func<int, IScorer> scorerOf, bool[]? kept, CancellationToken cancellationToken) =>
        FoldedModel.Train(Table, Folds, name, scorerOf, Seed, kept, cancellationToken);

    /// <summary>A model asked about the rows that are permuted.</summary>
    public FoldedModel OnSample(FoldedModel model) => model.On(Sample, SampleFolds);

    /// <summary>Permutes many sets of columns.</summary>
    public PermutedColumns[] Permute(IReadOnlyList<(string Name, int[] Columns)> sets, Action<double>? progress, CancellationToken cancellationToken)
    {
        var analysis = new PermutationAnalysis(Sample, OnSample(Full), Draws, Options.Permutations, Seed);
        (string Name, int[] Columns)[][] chunks = [.. sets.Chunk(VariantsAtOnce(Sample, Options.Permutations))];
        var (results, done) = (new PermutedColumns[chunks.Length][], 0);
        Parallel.For(0, chunks.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            results[i] = analysis.Permute(chunks[i]);
            progress?.Invoke((double)Interlocked.Increment(ref done) / chunks.Length);
        });
        return [.. results.SelectMany(chunk => chunk)];
    }

    /// <summary>Groups by what their permutation costs in AUC, the dearest first.</summary>
    public PermutedColumns[] PermuteGroups(Action<double>? progress, CancellationToken cancellationToken) =>
        Ordered(Permute([.. Groups.Select(group => (group.Group.Representative, group.Columns))], progress, cancellationToken));

    public static PermutedColumns[] Ordered(IEnumerable<PermutedColumns> sets) =>
        [.. sets.OrderByDescending(of => of.AucDrop.Value).ThenByDescending(of => of.LossRise.Value).ThenBy(of => of.Name, StringComparer.Ordinal)];

    /// <summary>The group of a representative.</summary>
    public RedundancyGroup GroupOf(string representative) => Groups.First(of => of.Group.Representative == representative).Group;

    /// <summary>The groups dearest to some rows in log-loss, by their representatives' columns; those alone that cost anything, but one at least.</summary>
    public static int[] Dearest(IEnumerable<PermutedColumns> groups, int[] rows, int most)
    {
        var ordered = groups.Select(group => (Column: group.Columns[0], Rise: rows.Average(row => group.RowRises[row]))).OrderByDescending(group => group.Rise).ToArray();
        return [.. ordered.Take(most).Where((group, i) => i == 0 || group.Rise > 0).Select(group => group.Column)];
    }

    /// <summary>AUC, log-loss and τ of a model.</summary>
    public (Replicated Auc, Replicated Loss, Replicated Tau) Figures(FoldedModel model)
    {
        double[] probabilities = Array.ConvertAll(model.LogOdds, Logistic.Probability);
        return (Draws.Run(new RankedRows(Table, model.LogOdds).Auc), Draws.Mean(Table, model.Losses), Draws.Run((contestants, prompts) => Tau(probabilities, contestants, prompts)));
    }

    /// <summary>The figures of a model, as they are told.</summary>
    public HeldOutFit Fit(string name, int features, FoldedModel model)
    {
        var (auc, loss, tau) = Figures(model);
        return new(name, features, auc.Estimate(Options.Level), loss.Estimate(Options.Level), tau.Estimate(Options.Level));
    }

    /// <summary>The surrogate of some features alone; null where none of them is there or differs.</summary>
    public FoldedModel? Alone(string name, IScorer scorer, Func<string, bool> isKept, CancellationToken cancellationToken)
    {
        bool[] kept = [.. Table.Columns.Select(isKept)];
        return Columns.Any(column => kept[column]) ? Train(name, _ => scorer, kept, cancellationToken) : null;
    }

    /// <summary>τ-b of mean prediction and mean outcome; a contestant that was drawn twice is there twice.</summary>
    private double Tau(double[] probabilities, double[] contestants, double[] prompts)
    {
        var (predicted, judged, all) = (new double[Table.Contestants], new double[Table.Contestants], new double[Table.Contestants]);
        for (var row = 0; row < Table.Rows; row++)
        {
            var (contestant, weight) = (Table.ContestantOf[row], prompts[Table.PromptOf[row]]);
            predicted[contestant] += weight * probabilities[row];
            judged[contestant] += weight * Table.Outcomes[row];
            all[contestant] += weight;
        }

        int[] drawn = [.. Enumerable.Range(0, Table.Contestants).Where(c => all[c] > 0).SelectMany(c => Enumerable.Repeat(c, (int)contestants[c]))];
        return RankCorrelation.KendallTauB([.. drawn.Select(c => predicted[c] / all[c])], [.. drawn.Select(c => judged[c] / all[c])]);
    }
}
