namespace Arena.Core.Tournaments.Pairing;

/// <summary>A comparison as it is shown to somebody: who stands on which side.</summary>
/// <param name="Prompt">Number of the prompt, from 0.</param>
/// <param name="Left">Number of the contestant shown left, from 0.</param>
/// <param name="Right">Number of the contestant shown right, from 0.</param>
public readonly record struct ShownComparison(int Prompt, int Left, int Right)
{
    /// <summary>The comparison in no order.</summary>
    public PlannedComparison Comparison => new(Prompt, Left, Right);
}
