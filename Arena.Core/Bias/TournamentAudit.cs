using Arena.Core.Bias.Distractors;

namespace Arena.Core.Bias;

/// <summary>The audit of a tournament's judges on its own prompts and responses.</summary>
/// <param name="Tournament">The tournament's name.</param>
/// <param name="Seed">Seed of what was drawn.</param>
/// <param name="Items">Pairs that the trials are about, the same for all judges and protocols.</param>
/// <param name="Prompts">Prompts that the items are of.</param>
/// <param name="Distractors">What was tried, in the order of the rows; the placebos are not among them.</param>
/// <param name="Report">What was found.</param>
/// <param name="Flips">The strict flips, with all that was shown, in the order of the rows.</param>
/// <param name="Attacks">What the distractors do to leaderboards, a judge each; empty where it was not asked for.</param>
public sealed record TournamentAudit(
    string Tournament,
    long Seed,
    int Items,
    int Prompts,
    IReadOnlyList<DistractorDescription> Distractors,
    AuditReport Report,
    IReadOnlyList<FlippedPair> Flips,
    IReadOnlyList<LeaderboardAttack> Attacks)
{
    /// <summary>Judges and pairs that were left out, a sentence each.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
