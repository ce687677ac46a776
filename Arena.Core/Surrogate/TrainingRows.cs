namespace Arena.Core.Surrogate;

/// <summary>Rows with what they earned.</summary>
/// <param name="Columns">Names of the features.</param>
/// <param name="Features">Features by row; NaN is missing.</param>
/// <param name="Contestants">Contestant of every row, as a number.</param>
/// <param name="Prompts">Prompt of every row, as a number.</param>
/// <param name="Outcomes">What the response earned against its opponents', in [0, 1].</param>
/// <param name="Strengths">Log-strength by contestant, 0 being the baseline or the mean, from these rows; NaN of those without any.</param>
public sealed record TrainingRows(
    IReadOnlyList<string> Columns,
    IReadOnlyList<double[]> Features,
    IReadOnlyList<int> Contestants,
    IReadOnlyList<int> Prompts,
    IReadOnlyList<double> Outcomes,
    IReadOnlyList<double> Strengths) : ScorerRows(Columns, Features, Contestants, Prompts)
{
    /// <summary>Mean log-strength of the opponents, by row: 0 where all met the baseline.</summary>
    public required IReadOnlyList<double> Offsets { get; init; }

    /// <summary>The rows of some contestants.</summary>
    /// <param name="which">Which contestants.</param>
    public TrainingRows Of(Func<int, bool> which)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(row => which(Contestants[row]))];
        return new(Columns, Pick(Features), Pick(Contestants), Pick(Prompts), Pick(Outcomes), Strengths) { Offsets = Pick(Offsets) };

        T[] Pick<T>(IReadOnlyList<T> of) => Array.ConvertAll(rows, row => of[row]);
    }
}
