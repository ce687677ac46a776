namespace Arena.Core.Surrogate.Explanation;

/// <summary>Importance and interaction over models that are about as good (Fisher, Rudin and Dominici 2019; Li and Barnard 2023).</summary>
internal static class RashomonAnalysis
{
    private const int Permutations = 2;

    /// <summary>Measures a set.</summary>
    /// <param name="run">What is explained.</param>
    /// <param name="models">All models that were tried.</param>
    /// <param name="groups">The groups whose pairs are tried.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static RashomonSet Of(ExplanationRun run, IReadOnlyList<FoldedModel> models, IReadOnlyList<PermutedColumns> groups, CancellationToken cancellationToken)
    {
        var (table, options) = (run.Sample, run.Options);
        var mean = run.Table.Outcomes.Average();
        var nothing = run.Table.Outcomes.Average(outcome => -(outcome * Math.Log(mean)) - ((1 - outcome) * Math.Log(1 - mean)));
        var best = models.MinBy(model => model.Loss)!;
        var bound = best.Loss + (options.Epsilon * Math.Max(0, (double.IsFinite(nothing) ? nothing : best.Loss) - best.Loss));
        FoldedModel[] set = [.. models.Where(model => model.Loss <= bound)];
        FoldedModel[] measuredModels = [run.Full, .. set.Where(model => model != run.Full)];
        var donors = Enumerable.Range(0, Permutations).Select(permutation => Donors.Draw(table, run.Seed, permutation)).ToArray();
        var measured = measuredModels.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(model => Measure(table, run.OnSample(model), groups, donors)).ToArray();
        int[] inSet = [.. Enumerable.Range(0, measured.Length).Where(m => measuredModels[m].Loss <= bound)];
        var interactions = Enumerable.Range(0, groups.Count).SelectMany(i => Enumerable.Range(i + 1, groups.Count - i - 1).Select(j => Interaction(i, j)));
        return new(
            [.. models.OrderBy(model => model.Loss).Select(model => new RashomonModel(model.Name, model.Loss, set.Contains(model)))],
            bound,
            [.. groups.Select((group, i) => new ImportanceRange(group.Name, inSet.Min(m => measured[m].Rises[(i, i)].Average()), inSet.Max(m => measured[m].Rises[(i, i)].Average())))],
            [.. interactions.OrderByDescending(of => of.LogOddsLeast).ThenBy(of => of.First, StringComparer.Ordinal).ThenBy(of => of.Second, StringComparer.Ordinal)]);

        InteractionRange Interaction(int i, int j)
        {
            int[] both = [.. inSet.Where(m => measuredModels[m].LooksAt(groups[i].Columns) && measuredModels[m].LooksAt(groups[j].Columns))];
            var inLoss = both.Select(m => Apart(m, i, j).Average()).DefaultIfEmpty(double.NaN).ToArray();
            var inLogOdds = both.Select(m => measured[m].LogOdds[(i, j)]).DefaultIfEmpty(double.NaN).ToArray();
            return new(
                groups[i].Name, groups[j].Name, inLoss.Min(), inLoss.Max(), run.Draws.Mean(table, Apart(0, i, j)).Estimate(options.Level), inLogOdds.Min(), inLogOdds.Max(), both.Length);
        }

        double[] Apart(int m, int i, int j) =>
            [.. measured[m].Rises[(i, j)].Zip(measured[m].Rises[(i, i)], measured[m].Rises[(j, j)]).Select(rise => rise.First - rise.Second - rise.Third)];
    }

    /// <summary>Rises of log-loss by row, of a group under (i, i) and of two under (i, j); and how far log-odds are from adding up.</summary>
    private static (Dictionary<(int, int), double[]> Rises, Dictionary<(int, int), double> LogOdds) Measure(
        ExplanationTable table, FoldedModel model, IReadOnlyList<PermutedColumns> groups, int[][] donors)
    {
        var (rises, permuted) = (new Dictionary<(int, int), double[]>(), new Dictionary<(int, int), double[][]>());
        var pairs = Enumerable.Range(0, groups.Count).SelectMany(i => Enumerable.Range(i, groups.Count - i).Select(j => (i, j)));
        foreach (var chunk in pairs.Chunk(ExplanationRun.VariantsAtOnce(table, donors.Length)))
        {
            var scored = model.LogOddsOf([.. chunk.SelectMany(pair => donors.Select(of => Donors.Lend(table, of, [.. groups[pair.i].Columns, .. groups[pair.j].Columns])))]);
            foreach (var (at, pair) in chunk.Index())
            {
                var logOdds = scored[(at * donors.Length)..((at + 1) * donors.Length)];
                var losses = Array.ConvertAll(logOdds, model.LossesOf);
                rises[pair] = [.. Enumerable.Range(0, table.Rows).Select(row => losses.Average(loss => loss[row]) - model.Losses[row])];
                permuted[pair] = logOdds;
            }
        }

        var mixed = permuted.Keys.Where(pair => pair.Item1 != pair.Item2).ToDictionary(pair => pair, pair => Math.Sqrt(Enumerable.Range(0, donors.Length).Average(of =>
            Enumerable.Range(0, table.Rows).Average(row =>
            {
                var rest = model.LogOdds[row] - permuted[(pair.Item1, pair.Item1)][of][row] - permuted[(pair.Item2, pair.Item2)][of][row] + permuted[pair][of][row];
                return rest * rest;
            }))));
        return (rises, mixed);
    }
}
