using System.Reflection;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Storage;

namespace Arena.Core.Reports;

/// <summary>Everything that a report of a tournament shows, computed from a store; how it looks is others' business.</summary>
public sealed record TournamentReport
{
    /// <summary>The tournament, and how much it holds.</summary>
    public required StoredTournament Tournament { get; init; }

    /// <summary>When the report was made, UTC.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>How it was computed.</summary>
    public required ReportOptions Options { get; init; }

    /// <summary>What each kind of verdicts says, for each that there is.</summary>
    public IReadOnlyList<ProtocolReport> Protocols { get; init; } = [];

    /// <summary>How alike the leaderboards are, pair by pair, where they have three contestants in common or more: of two, any order is extreme.</summary>
    public IReadOnlyList<LeaderboardCorrelation> Correlations { get; init; } = [];

    /// <summary>How far judges agree with humans, with each other, and with themselves when the order is swapped.</summary>
    public required AgreementReport Agreement { get; init; }

    /// <summary>How much each judge contributed.</summary>
    public IReadOnlyList<JudgeTally> Judges { get; init; } = [];

    /// <summary>Why judgments failed.</summary>
    public IReadOnlyList<FailureTally> Failures { get; init; } = [];

    /// <summary>The runs of the arena that judged, the latest first; none where all was imported.</summary>
    public IReadOnlyList<StoredRun> Runs { get; init; } = [];

    /// <summary>The version of Arena that computed it.</summary>
    public static string Version { get; } =
        typeof(TournamentReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>What a reader should take away, in sentences.</summary>
    public IReadOnlyList<string> Findings => [.. ReportFindings.Of(this)];

    /// <summary>Computes the report of a tournament.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="options">How to compute.</param>
    /// <param name="time">Tells when the report is made.</param>
    /// <param name="progress">Told what is being done, in words such as <c>agreement</c>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">There is no such tournament, or nothing was judged in it.</exception>
    public static async Task<TournamentReport> ReadAsync(
        ArenaStore store,
        string tournament,
        ReportOptions options,
        TimeProvider time,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var protocols = new List<ProtocolReport>();
        foreach (var basis in Enum.GetValues<VerdictBasis>())
        {
            var (battles, failed) = await ReadBattlesAsync(store, tournament, basis, cancellationToken).ConfigureAwait(false);
            if (battles.Count > 0)
            {
                progress?.Report(LeaderboardText.NameOf(basis));
                protocols.Add(ProtocolReport.Create(basis, battles, failed, options, cancellationToken));
            }
        }

        var judges = await store.ReadJudgeTalliesAsync(tournament, cancellationToken).ConfigureAwait(false);
        if (protocols.Count == 0 && judges.Count == 0)
        {
            throw new BadInputException(
                store.Name, $"tournament \"{tournament}\" holds neither judgments nor votes to report; import some first.");
        }

        progress?.Report("agreement");
        var votes = await store.ReadVotesAsync(tournament, cancellationToken).ConfigureAwait(false);
        var all = await store.ReadTournamentsAsync(cancellationToken).ConfigureAwait(false);
        return new TournamentReport
        {
            Tournament = all.Single(stored => stored.Name == tournament),
            GeneratedAt = time.GetUtcNow(),
            Options = options,
            Protocols = protocols,
            Correlations =
            [
                .. protocols
                    .SelectMany((first, i) => protocols.Skip(i + 1).Select(second => LeaderboardCorrelation.Between(first, second)))
                    .Where(pair => pair.Contestants >= 3),
            ],
            Agreement = new AgreementAnalysis(votes).Report(options.Seed, options.Replicates, options.Level),
            Judges = judges,
            Failures = await store.ReadFailuresAsync(tournament, cancellationToken).ConfigureAwait(false),
            Runs = await store.ReadRunsAsync(tournament, cancellationToken).ConfigureAwait(false),
        };
    }

    private static async Task<(BattleTable Battles, int Failed)> ReadBattlesAsync(
        ArenaStore store, string tournament, VerdictBasis basis, CancellationToken cancellationToken)
    {
        if (basis == VerdictBasis.Pointwise)
        {
            var scores = await store.ReadScoresAsync(tournament, cancellationToken).ConfigureAwait(false);
            return (scores.ToBattles(), scores.Failed);
        }

        var source = basis == VerdictBasis.Human ? BattleSource.Humans : BattleSource.Judges;
        var merged = await store.ReadBattlesAsync(tournament, source, cancellationToken).ConfigureAwait(false);
        return (merged.Battles, merged.Failed);
    }
}
