namespace Arena.Core.Bias;

/// <summary>What an audit of judges under distractors found.</summary>
/// <param name="Judges">A part for every judge, in the order of their first readings.</param>
/// <param name="Options">What was asked for.</param>
public sealed record AuditReport(IReadOnlyList<JudgeAudit> Judges, AuditOptions Options);
