namespace Arena.Core.Bias;

/// <summary>How often the marked response went from each outcome to each, at the matched margin.</summary>
public sealed class TransitionTable
{
    private const int Outcomes = 4;
    private readonly int[] _counts = new int[Outcomes * Outcomes];

    internal TransitionTable(IEnumerable<(PairOutcome Before, PairOutcome After)> transitions)
    {
        foreach (var (before, after) in transitions)
        {
            _counts[((int)before * Outcomes) + (int)after]++;
        }
    }

    /// <summary>All trials in the table.</summary>
    public int Total => _counts.Sum();

    /// <summary>Trials that have no verdict before or after.</summary>
    public int Failed => Total - (from before in Enumerable.Range(1, Outcomes - 1) from after in Enumerable.Range(1, Outcomes - 1) select _counts[(before * Outcomes) + after]).Sum();

    /// <summary>How many went from one outcome to another.</summary>
    /// <param name="before">The outcome without the distractor.</param>
    /// <param name="after">The outcome with it.</param>
    public int this[PairOutcome before, PairOutcome after] => _counts[((int)before * Outcomes) + (int)after];
}
