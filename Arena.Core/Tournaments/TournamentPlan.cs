using Arena.Core.Judging;

namespace Arena.Core.Tournaments;

/// <summary>What a tournament file plans to judge.</summary>
internal static class TournamentPlan
{
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
    public static IReadOnlyList<JudgingShard> Pairwise(TournamentFile file, Tournament tournament, IReadOnlyList<PlannedPair> pairs) =>
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
    public static List<PlannedPair> AllPairs(TournamentFile file, Tournament tournament)
    {
        var baseline = file.Pairing.Baseline is { } name ? IndexOf(tournament, name) : -1;
        var pairs = new List<PlannedPair>();
        for (var prompt = 0; prompt < tournament.Prompts.Count; prompt++)
        {
            var id = tournament.Prompts[prompt].Id;
            int[] present = [.. Enumerable.Range(0, tournament.Contestants.Count).Where(i => tournament.Find(id, tournament.Contestants[i]) is not null)];
            for (var a = 0; a < present.Length; a++)
            {
                for (var b = a + 1; b < present.Length; b++)
                {
                    if (baseline < 0 || present[a] == baseline || present[b] == baseline)
                    {
                        pairs.Add(new(prompt, present[a], present[b]));
                    }
                }
            }
        }

        return pairs;
    }

    /// <summary>How pairs are chosen.</summary>
    public static IPairing Pairing(TournamentFile file, Tournament tournament)
    {
        var pairs = AllPairs(file, tournament);
        return file.Pairing.Strategy == PairingKind.Adaptive
            ? throw new BadInputException(file.Name, "adaptive pairing is not there yet.")
            : new FixedPairing(pairs, file.Pairing.Budget, file.Seed);
    }

    private static int IndexOf(Tournament tournament, string name) => tournament.Contestants.Index().First(entry => entry.Item == name).Index;

    private static bool IsExchanged(long seed, string prompt, string first, string second, int repeat) =>
        (new KeyHasher().Add(seed).Add(prompt).Add(first).Add(second).Add(repeat).Finish() & 1) == 1;
}
