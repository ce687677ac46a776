namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// Decides which comparisons are judged. The answer is a function of how the strategy was made, its seed included, and of what was
/// judged; so a run that was killed goes on as if it never had been, also in the middle of a batch.
/// </summary>
public interface IPairingStrategy
{
    /// <summary>The comparisons to judge next.</summary>
    /// <param name="judged">
    /// Every comparison judged so far, with the points of <see cref="PlannedComparison.First"/> in [0, 1], both orders merged; null
    /// where judging failed for good. Entries may only be added from call to call.
    /// </param>
    /// <exception cref="ArgumentException">Points lie outside [0, 1].</exception>
    public PairingStep Plan(IReadOnlyDictionary<PlannedComparison, double?> judged);
}
