using System.Globalization;
using Arena.Core.Judging;
using Arena.Core.Tournaments.Pairing;

namespace Arena.Core.Tournaments;

/// <summary>What a tournament file plans to judge.</summary>
internal static class TournamentPlan
{
    /// <summary>Adaptive pairing looks at what came out about so many times; more often is better aimed, and shares fewer beginnings.</summary>
    private const int BatchesOfAPool = 100;

    private const int LargestBatch = 2000;

    /// <summary>Every response by itself, prompt by prompt.</summary>
    public static IReadOnlyList<JudgingShard> Pointwise(TournamentFile file, Tournament tournament) =>
    [
        .. tournament.Prompts.Select(prompt => new JudgingShard(
            prompt,
            [
                .. from contestant in tournament.Contestants
                   let response = tournament.Find(prompt.Id, contestant)
                   where response is not null
                   from turn in file.Turns
                   from repeat in Enumerable.Range(0, file.Repeats)
                   select new Comparison(response, null, turn, repeat),
            ])),
    ];

    /// <summary>Pairs as shards: prompt by prompt, in both orders or in one that is drawn.</summary>
    public static IReadOnlyList<JudgingShard> Pairwise(TournamentFile file, Tournament tournament, IReadOnlyList<PlannedComparison> pairs) =>
    [
        .. pairs.GroupBy(pair => pair.Prompt).OrderBy(group => group.Key).Select(group =>
        {
            var prompt = tournament.Prompts[group.Key];
            var comparisons = new List<Comparison>();
            foreach (var pair in group.OrderBy(pair => (pair.First, pair.Second)))
            {
                var (first, second) = (tournament.Find(prompt.Id, tournament.Contestants[pair.First])!, tournament.Find(prompt.Id, tournament.Contestants[pair.Second])!);
                foreach (var turn in file.Turns)
                {
                    for (var repeat = 0; repeat < file.Repeats; repeat++)
                    {
                        // The order depends on the pair alone, so that it is the same in every run.
                        var isExchanged = !file.Pairing.BothOrders && IsExchanged(file.Seed, prompt.Id, first.Contestant, second.Contestant, repeat);
                        comparisons.Add(isExchanged ? new(second, first, turn, repeat) : new(first, second, turn, repeat));
                        if (file.Pairing.BothOrders)
                        {
                            comparisons.Add(new(second, first, turn, repeat));
                        }
                    }
                }
            }

            return new JudgingShard(prompt, comparisons);
        }),
    ];

    /// <summary>The pairs that could be judged: contestants that both answered the prompt; with a baseline, those that it is one of.</summary>
    public static ComparisonPool Pool(TournamentFile file, Tournament tournament)
    {
        bool HasResponse(int contestant, int prompt) => tournament.Find(tournament.Prompts[prompt].Id, tournament.Contestants[contestant]) is not null;
        return file.Pairing.Baseline is { } name
            ? ComparisonPool.Anchored(tournament.Contestants.Count, tournament.Prompts.Count, IndexOf(tournament, name), HasResponse)
            : ComparisonPool.RoundRobin(tournament.Contestants.Count, tournament.Prompts.Count, HasResponse);
    }

    /// <summary>How pairs are chosen. What has a budget but is not adaptive draws its pairs evenly.</summary>
    public static IPairingStrategy Strategy(TournamentFile file, ComparisonPool pool)
    {
        var pairing = file.Pairing;
        var count = pool.Comparisons.Count;
        return pairing.Strategy == PairingKind.Adaptive
            ? new AdaptivePairing(pool, new AdaptivePairingOptions
            {
                Goal = pairing.Top is { } top ? RankingGoal.BestOf(top) : RankingGoal.WholeRanking,
                Budget = pairing.Budget,
                Confidence = pairing.Confidence,
                Seed = file.Seed,
                BatchSize = Math.Clamp(count / BatchesOfAPool, pool.Contestants, Math.Max(pool.Contestants, LargestBatch)),
            })
            : pairing.Budget is { } budget && budget < count ? new UniformPairing(pool, budget, budget, file.Seed) : new FullPairing(pool);
    }

    /// <summary>How many judgments all judges are asked for; with adaptive pairing, which stops when it knows enough, at most.</summary>
    public static int Count(TournamentFile file, Tournament tournament, IReadOnlyList<IJudge> judges)
    {
        var pairs = new Lazy<int>(() => Pool(file, tournament).Comparisons.Count);
        var each = file.Turns.Count * file.Repeats;
        return judges.Where(judge => file.Protocols.Contains(judge.Description.Protocol)).Sum(judge => each * (
            judge.Description.Protocol == Protocol.Pointwise ? tournament.Responses.Count()
            : (file.Pairing.BothOrders ? 2 : 1) * (judge.JudgesEveryPair ? pairs.Value : Math.Min(pairs.Value, file.Pairing.Budget ?? pairs.Value))));
    }

    /// <summary>Why pairing stopped, in words; null where all was judged.</summary>
    public static string? Tell(PairingStop? stop, TournamentFile file, ComparisonPool pool) => stop switch
    {
        PairingStop.Settled => string.Create(
            CultureInfo.InvariantCulture,
            $"{(file.Pairing.Top is { } top ? $"which {top} are best" : "the ranking")} is settled with {file.Pairing.Confidence:P0} confidence"),
        PairingStop.BudgetSpent => string.Create(CultureInfo.InvariantCulture, $"the budget of {file.Pairing.Budget} pairs is spent; there are {pool.Comparisons.Count}"),
        _ => null,
    };

    private static int IndexOf(Tournament tournament, string name) => tournament.Contestants.Index().First(entry => entry.Item == name).Index;

    private static bool IsExchanged(long seed, string prompt, string first, string second, int repeat) =>
        (new KeyHasher().Add(seed).Add(prompt).Add(first).Add(second).Add(repeat).Finish() & 1) == 1;
}
