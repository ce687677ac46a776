namespace Arena.Core.Judging;

/// <summary>
/// One prompt with the comparisons that one judge is to make on it: the unit of work, because all its requests begin alike.
/// </summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Comparisons">What to judge.</param>
public sealed record JudgingShard(Prompt Prompt, IReadOnlyList<Comparison> Comparisons);
