namespace Arena.Core.Judging;

/// <summary>When the two orders of a pair are a tie, besides the judge's own tie being the likeliest.</summary>
/// <param name="WhenOrdersDisagree">Whether different verdicts in the two orders are a tie; the default.</param>
/// <param name="Margin">The two responses' mean probabilities must lie further apart than this; in [0, 1), 0 by default.</param>
public sealed record TieRule(bool WhenOrdersDisagree = true, double Margin = 0);
