using Arena.Core.Statistics;

namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// The random order in which comparisons are made, drawn once from the seed. Each contestant goes through its comparisons in this order,
/// so that whatever a strategy does, those of a contestant that were made are a beginning of a random order. Where all are compared with
/// a baseline, the order is one of prompts, the same for all contestants: they are then compared on the same prompts.
/// </summary>
internal sealed class ComparisonOrder
{
    public ComparisonOrder(ComparisonPool pool, long seed)
    {
        Baseline = pool.Baseline;
        Contestants = pool.Contestants;
        Prompts = pool.Prompts;
        var random = new DeterministicRandom(seed);
        PlannedComparison[] comparisons = [.. pool.Comparisons];
        random.Shuffle<PlannedComparison>(comparisons);
        if (pool.Baseline is not null)
        {
            var prompts = Enumerable.Range(0, pool.Prompts).ToArray();
            random.Shuffle<int>(prompts);
            var places = new int[prompts.Length];
            for (var place = 0; place < prompts.Length; place++)
            {
                places[prompts[place]] = place;
            }

            // A stable sort: within a prompt the order stays random.
            comparisons = [.. comparisons.OrderBy(comparison => places[comparison.Prompt])];
        }

        Comparisons = comparisons;
        Slots = new int[comparisons.Length];
        var ofContestant = Enumerable.Range(0, pool.Contestants).Select(_ => new List<int>()).ToArray();
        for (var c = 0; c < comparisons.Length; c++)
        {
            var isNewSlot = c > 0 && (pool.Baseline is null || comparisons[c].Prompt != comparisons[c - 1].Prompt);
            Slots[c] = c == 0 ? 0 : Slots[c - 1] + (isNewSlot ? 1 : 0);
            foreach (var contestant in new[] { comparisons[c].First, comparisons[c].Second })
            {
                if (contestant != pool.Baseline)
                {
                    ofContestant[contestant].Add(c);
                }
            }
        }

        OfContestant = Array.ConvertAll(ofContestant, list => list.ToArray());
        Ranked = [.. Enumerable.Range(0, pool.Contestants).Where(contestant => OfContestant[contestant].Length > 0)];
    }

    public int? Baseline { get; }

    public int Contestants { get; }

    public int Prompts { get; }

    /// <summary>All comparisons, in order. Elsewhere a comparison is its index here.</summary>
    public PlannedComparison[] Comparisons { get; }

    /// <summary>
    /// What a comparison has in common with others, numbered in order: the prompt where there is a baseline, else only itself.
    /// </summary>
    public int[] Slots { get; }

    /// <summary>The comparisons of every contestant, in order; none of the baseline.</summary>
    public int[][] OfContestant { get; }

    /// <summary>The contestants that have comparisons, without the baseline.</summary>
    public int[] Ranked { get; }

    /// <summary>What a contestant earned, from what the first of the comparison earned.</summary>
    public double PointsOf(int contestant, int comparison, double points) =>
        Comparisons[comparison].First == contestant ? points : 1 - points;

    /// <summary>
    /// The fewest first comparisons that give every contestant so many of its own (or all that it has) and join all that the pool joins.
    /// They depend on the seed only.
    /// </summary>
    public IReadOnlyList<int> Opening(int each)
    {
        var chosen = new SortedSet<int>(Ranked.SelectMany(contestant => OfContestant[contestant].Take(each)));
        var parent = Enumerable.Range(0, Contestants).ToArray();
        foreach (var c in chosen)
        {
            Join(c);
        }

        for (var c = 0; c < Comparisons.Length; c++)
        {
            if (Join(c))
            {
                chosen.Add(c);
            }
        }

        return [.. chosen];

        bool Join(int c)
        {
            var (first, second) = (Root(Comparisons[c].First), Root(Comparisons[c].Second));
            parent[first] = second;
            return first != second;
        }

        int Root(int contestant)
        {
            while (parent[contestant] != contestant)
            {
                contestant = parent[contestant] = parent[parent[contestant]];
            }

            return contestant;
        }
    }
}
