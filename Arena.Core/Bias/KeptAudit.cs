namespace Arena.Core.Bias;

/// <summary>An audit that the store keeps.</summary>
/// <param name="Audit">What was found; null where another version of Arena kept it in a form that this one does not read.</param>
/// <param name="Arena">The version of Arena that made it.</param>
/// <param name="At">When it was made, UTC.</param>
public sealed record KeptAudit(TournamentAudit? Audit, string Arena, DateTimeOffset At);
