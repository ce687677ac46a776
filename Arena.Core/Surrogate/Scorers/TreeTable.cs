using Microsoft.ML;
using Microsoft.ML.Data;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>Rows as ML.NET's table, and what it makes of them.</summary>
internal static class TreeTable
{
    public static IDataView Of(MLContext context, double[][] features, IReadOnlyList<double>? labels, IReadOnlyList<int>? prompts)
    {
        var schema = SchemaDefinition.Create(typeof(TreeRow));
        schema[nameof(TreeRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features[0].Length);
        schema[nameof(TreeRow.GroupId)].ColumnType = new KeyDataViewType(typeof(uint), prompts is null ? 1 : prompts.Max() + 1);
        return context.Data.LoadFromEnumerable(
            features.Select((row, i) => new TreeRow
            {
                Features = Array.ConvertAll(row, value => (float)value),
                Label = labels is null ? 0 : (float)labels[i],
                GroupId = prompts is null ? 1 : (uint)prompts[i] + 1,
            }),
            schema);
    }

    public static double[] Scores(MLContext context, ITransformer model, double[][] features) =>
        [.. model.Transform(Of(context, features, null, null)).GetColumn<float>("Score").Select(score => (double)score)];
}
