namespace Arena.Core.Judging;

/// <summary>How far the voters of a table agree.</summary>
/// <param name="Sources">
/// Humans with one another, each judge with the humans, each judge with each later one, in this order; humans only where there are any.
/// </param>
/// <param name="Positions">The judges that saw a comparison in both orders.</param>
/// <param name="WithoutPrompt">Battles left out because nothing tells their prompt, so that no vote is known to be on the same one.</param>
public sealed record AgreementReport(
    IReadOnlyList<SourceAgreement> Sources,
    IReadOnlyList<PositionBias> Positions,
    int WithoutPrompt);
