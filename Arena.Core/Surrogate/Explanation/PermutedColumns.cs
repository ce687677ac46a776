namespace Arena.Core.Surrogate.Explanation;

/// <summary>Columns that were permuted together, and what that did.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Columns">The columns.</param>
/// <param name="AucDrop">AUC lost.</param>
/// <param name="LossRise">Log-loss gained.</param>
/// <param name="RowRises">Log-loss gained by row, mean of the permutations.</param>
internal sealed record PermutedColumns(string Name, int[] Columns, Replicated AucDrop, Replicated LossRise, double[] RowRises)
{
    /// <summary>As it is told.</summary>
    public FeatureImportance Told(ExplanationTable table, double level) =>
        new(Name, [.. Columns.Select(column => table.Columns[column])], AucDrop.Estimate(level), LossRise.Estimate(level));
}
