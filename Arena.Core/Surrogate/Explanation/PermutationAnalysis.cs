namespace Arena.Core.Surrogate.Explanation;

/// <summary>Permutation importance on rows held out.</summary>
internal sealed class PermutationAnalysis
{
    private readonly ExplanationTable _table;
    private readonly FoldedModel _model;
    private readonly CrossedDraws _draws;
    private readonly int[][] _donors;
    private readonly Replicated _auc;

    public PermutationAnalysis(ExplanationTable table, FoldedModel model, CrossedDraws draws, int permutations, long seed)
    {
        (_table, _model, _draws) = (table, model, draws);
        _donors = [.. Enumerable.Range(0, permutations).Select(permutation => Donors.Draw(table, seed, permutation))];
        _auc = draws.Run(new RankedRows(table, model.LogOdds).Auc);
    }

    /// <summary>Permutes sets of columns, each set together. They are scored in one go.</summary>
    public PermutedColumns[] Permute(IReadOnlyList<(string Name, int[] Columns)> sets)
    {
        var logOdds = _model.LogOddsOf([.. sets.SelectMany(set => _donors.Select(donors => Donors.Lend(_table, donors, set.Columns)))]);
        return [.. sets.Select((set, i) => Measured(set.Name, set.Columns, logOdds[(i * _donors.Length)..((i + 1) * _donors.Length)]))];
    }

    private PermutedColumns Measured(string name, int[] columns, double[][] logOdds)
    {
        var ranked = Array.ConvertAll(logOdds, of => new RankedRows(_table, of));
        var losses = Array.ConvertAll(logOdds, _model.LossesOf);
        var rises = new double[_table.Rows];
        for (var row = 0; row < rises.Length; row++)
        {
            rises[row] = losses.Average(loss => loss[row]) - _model.Losses[row];
        }

        var auc = _draws.Run((contestants, prompts) => ranked.Average(of => of.Auc(contestants, prompts)));
        return new(name, columns, _auc.Less(auc), _draws.Mean(_table, rises), rises);
    }
}
