namespace Arena.Core.Surrogate;

/// <summary>Responses as a scorer sees them.</summary>
/// <param name="Columns">Names of the features.</param>
/// <param name="Features">Features by row; NaN is missing.</param>
/// <param name="Contestants">Contestant of every row, as a number.</param>
/// <param name="Prompts">Prompt of every row, as a number.</param>
public record ScorerRows(IReadOnlyList<string> Columns, IReadOnlyList<double[]> Features, IReadOnlyList<int> Contestants, IReadOnlyList<int> Prompts)
{
    /// <summary>Number of rows.</summary>
    public int Count => Features.Count;
}
