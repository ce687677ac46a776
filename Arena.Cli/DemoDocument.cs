using Arena.Core.Reports;

namespace Arena.Cli;

/// <summary>What <c>arena demo --json</c> prints.</summary>
/// <param name="Out">The folder of what the demo made.</param>
/// <param name="Report">The HTML report.</param>
/// <param name="Tournament">The tournament file.</param>
/// <param name="Judgments">Judgments that there are.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="AuditJudgments">Judgments that the audit rests on.</param>
/// <param name="Seconds">Wall clock.</param>
/// <param name="TauPairwise">Kendall's τ of the Bradley–Terry order to the true one.</param>
/// <param name="TauPointwise">Kendall's τ of the RankList order to the true one.</param>
/// <param name="Leaderboard">The Bradley–Terry leaderboard.</param>
/// <param name="Audit">The audit of both bundled judges.</param>
/// <param name="Surrogate">How well a surrogate foretells the bundled judge.</param>
/// <param name="RealSurrogate">How well one foretells GPT-3 on LLMFAO's models.</param>
internal sealed record DemoDocument(
    string Out,
    string? Report,
    string Tournament,
    int Judgments,
    int Failed,
    int AuditJudgments,
    double Seconds,
    double TauPairwise,
    double TauPointwise,
    IReadOnlyList<LeaderboardDocument.LeaderboardLine> Leaderboard,
    AuditDocument Audit,
    SurrogateEvaluationDocument Surrogate,
    SurrogateEvaluationDocument RealSurrogate);
