using System.Text.Json.Serialization;

namespace Arena.Core.Bias;

/// <summary>How often the marked response went from each outcome to each, at the matched margin.</summary>
public sealed class TransitionTable
{
    private const int Outcomes = 4;

    /// <summary>Makes a table of counts that were kept.</summary>
    /// <param name="counts">As <see cref="Counts"/>.</param>
    [JsonConstructor]
    public TransitionTable(IReadOnlyList<int> counts)
    {
        Counts = counts;
    }

    internal TransitionTable(IEnumerable<(PairOutcome Before, PairOutcome After)> transitions)
    {
        var counts = new int[Outcomes * Outcomes];
        foreach (var (before, after) in transitions)
        {
            counts[((int)before * Outcomes) + (int)after]++;
        }

        Counts = counts;
    }

    /// <summary>The counts from every outcome to every one, row by row, in the order of <see cref="PairOutcome"/>.</summary>
    public IReadOnlyList<int> Counts { get; init; }

    /// <summary>All trials in the table.</summary>
    public int Total => Counts.Sum();

    /// <summary>Trials that have no verdict before or after.</summary>
    public int Failed => Total - (from before in Enumerable.Range(1, Outcomes - 1) from after in Enumerable.Range(1, Outcomes - 1) select Counts[(before * Outcomes) + after]).Sum();

    /// <summary>How many went from one outcome to another.</summary>
    /// <param name="before">The outcome without the distractor.</param>
    /// <param name="after">The outcome with it.</param>
    public int this[PairOutcome before, PairOutcome after] => Counts[((int)before * Outcomes) + (int)after];
}
