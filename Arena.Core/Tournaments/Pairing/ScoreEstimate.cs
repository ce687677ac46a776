namespace Arena.Core.Tournaments.Pairing;

/// <summary>What is known of a contestant's score: the share of points that it would have if the whole pool were judged.</summary>
/// <param name="Contestant">Number of the contestant.</param>
/// <param name="Score">
/// The best estimate, from all that is judged and predictions of the rest. Which comparisons were judged depended on verdicts, so it may be
/// slightly biased.
/// </param>
/// <param name="Audit">
/// The share of points in the audit stratum alone, which no verdict had a say in: unbiased, if less precise. NaN before there is any.
/// </param>
/// <param name="AuditError">Standard error of <paramref name="Audit"/>; NaN for fewer than two comparisons.</param>
/// <param name="Judged">How many of its comparisons are judged.</param>
public sealed record ScoreEstimate(int Contestant, double Score, double Audit, double AuditError, int Judged);
