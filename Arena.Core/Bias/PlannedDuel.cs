namespace Arena.Core.Bias;

/// <summary>What one judge made, or is to make, of a pair or of one response, for a leaderboard.</summary>
/// <param name="PromptId">The prompt that was asked, whatever it was changed to.</param>
/// <param name="First">A contestant.</param>
/// <param name="Second">Its opponent; null when pointwise.</param>
/// <param name="Askings">Both orders, that which shows <paramref name="First"/> first before the other; or the only one.</param>
internal sealed record PlannedDuel(string PromptId, string First, string? Second, IReadOnlyList<Asking> Askings)
{
    /// <summary>Whether a contestant is in it.</summary>
    public bool Has(string contestant) => First == contestant || Second == contestant;
}
