using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Statistics;
using Arena.Core.Storage;
using Arena.Core.Tournaments.Pairing;

namespace Arena.Core.Tournaments;

/// <summary>What a tournament will cost and what it can find, before any of it is judged.</summary>
/// <param name="Judges">What is asked of each judge.</param>
/// <param name="Prompts">Number of prompts.</param>
/// <param name="Contestants">Number of contestants.</param>
/// <param name="PromptsEach">On how many prompts a contestant is judged, on average.</param>
/// <param name="SmallestRatingDifference">
/// The difference of two contestants' ratings that the design finds with 80 % power at 5 % two-sided, about; null where there are too few
/// prompts to tell.
/// </param>
public sealed record PlanEstimate(
    IReadOnlyList<PlannedJudge> Judges, int Prompts, int Contestants, double PromptsEach, double? SmallestRatingDifference)
{
    private const int WarmUpShards = 3;

    /// <summary>
    /// Standard deviation, over prompts, of the difference of what two like contestants earn against the field. It is at most 1/√2 where a prompt
    /// is won or lost as a whole; with ties and several opponents half is nearer to what tournaments show.
    /// </summary>
    private const double SpreadOfPairedDifference = 0.5;

    /// <summary>Estimates a plan.</summary>
    /// <param name="file">The tournament's file.</param>
    /// <param name="tournament">What it names.</param>
    /// <param name="judges">Its judges.</param>
    /// <param name="store">The store, for what is there already; null where there is none.</param>
    /// <param name="warmUp">Whether a judge may judge a few shards to be measured; what it says is thrown away.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<PlanEstimate> CreateAsync(
        TournamentFile file,
        Tournament tournament,
        IReadOnlyList<IJudge> judges,
        ArenaStore? store,
        Func<IJudge, bool> warmUp,
        TimeProvider time,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(tournament);
        ArgumentNullException.ThrowIfNull(judges);
        ArgumentNullException.ThrowIfNull(warmUp);
        ArgumentNullException.ThrowIfNull(time);
        var keys = new TournamentKeys(tournament);
        var planned = new List<PlannedJudge>();
        var pool = TournamentPlan.Pool(file, tournament);
        var nothing = new Dictionary<PlannedComparison, double?>();

        // What adaptive pairing will ask cannot be known; at most it is what the budget allows, whichever pairs those are.
        var pairs = file.Pairing.Strategy == PairingKind.Adaptive
            ? new UniformPairing(pool, file.Pairing.Budget ?? pool.Comparisons.Count, Math.Max(1, pool.Comparisons.Count), file.Seed).Plan(nothing).Comparisons
            : TournamentPlan.Strategy(file, pool).Plan(nothing).Comparisons;
        foreach (var judge in judges)
        {
            var shards = judge.Description.Protocol == Protocol.Pointwise
                ? TournamentPlan.Pointwise(file, tournament)
                : TournamentPlan.Pairwise(file, tournament, judge.JudgesEveryPair ? pool.Comparisons : pairs);
            var there = new HashSet<UInt128>();
            if (store is not null)
            {
                there = await store.ReadKeysAsync(file.Name, judge.Description.Fingerprint, cancellationToken: cancellationToken).ConfigureAwait(false);
            }

            JudgingShard[] missing =
            [
                .. shards.Select(shard => shard with { Comparisons = keys.Missing(judge, shard, there) }).Where(shard => shard.Comparisons.Count > 0),
            ];
            var (total, left) = (shards.Sum(shard => shard.Comparisons.Count), missing.Sum(shard => shard.Comparisons.Count));
            (double Tokens, double Seconds)? each = left > 0 && warmUp(judge)
                ? await MeasureAsync(judge, missing, time, cancellationToken).ConfigureAwait(false)
                : null;
            planned.Add(new(judge.Description.Name, judge.Description.Protocol, total, total - left, each?.Tokens * left, left == 0 ? 0 : each?.Seconds * left));
        }

        var promptsEach = file.Protocols.Contains(Protocol.Pointwise)
            ? tournament.Responses.Count() / (double)tournament.Contestants.Count
            : pairs.SelectMany(pair => new[] { (pair.First, pair.Prompt), (pair.Second, pair.Prompt) }).Distinct().Count() / (double)tournament.Contestants.Count;
        return new(planned, tournament.Prompts.Count, tournament.Contestants.Count, promptsEach, RatingDifference(promptsEach));
    }

    /// <summary>At equal strength a share of wins changes by a quarter of a change in log-strength.</summary>
    private static double? RatingDifference(double prompts) => prompts < 2
        ? null
        : RatingScale.FromLogStrength(4 * MinimumDetectableEffect.OfMean(SpreadOfPairedDifference, (int)prompts)) - RatingScale.FromLogStrength(0);

    /// <summary>Tokens and seconds of a judgment, from a few shards; what the judge says is thrown away.</summary>
    internal static async Task<(double Tokens, double Seconds)> MeasureAsync(
        IJudge judge, IReadOnlyList<JudgingShard> missing, TimeProvider time, CancellationToken cancellationToken)
    {
        // Evenly spaced, so that a file sorted by length does not mislead; the first shard also warms up and is not timed.
        await judge.JudgeAsync(missing[0] with { Comparisons = [missing[0].Comparisons[0]] }, cancellationToken).ConfigureAwait(false);
        var count = Math.Min(WarmUpShards, missing.Count);
        var (judged, tokens) = (0, 0L);
        var began = time.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var judgments = await judge.JudgeAsync(missing[(int)((long)i * missing.Count / count)], cancellationToken).ConfigureAwait(false);
            judged += judgments.Count;
            tokens += judgments.Sum(judgment => (long)(judgment.Tokens ?? 0));
        }

        return (tokens / (double)judged, time.GetElapsedTime(began).TotalSeconds / judged);
    }
}
