using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>Contestants in the order of a rating, with what is known and not known about that order.</summary>
public sealed class Leaderboard
{
    private Leaderboard(int battles, int? prompts, RatingFit fit, IReadOnlyList<LeaderboardEntry> entries, IReadOnlyList<string> notes)
    {
        Fit = fit;
        Entries = entries;
        Notes = notes;
        Battles = battles;
        Prompts = prompts;
        Groups = entries.Max(entry => entry.Group);
    }

    /// <summary>The fit behind it.</summary>
    public RatingFit Fit { get; }

    /// <summary>Lines by group, then by rank.</summary>
    public IReadOnlyList<LeaderboardEntry> Entries { get; }

    /// <summary>Number of battles.</summary>
    public int Battles { get; }

    /// <summary>Number of distinct prompts; null where the battles name none, or were added up.</summary>
    public int? Prompts { get; }

    /// <summary>Number of groups that cannot be compared with each other.</summary>
    public int Groups { get; }

    /// <summary>What a reader must know, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Sets up the leaderboard of a fit.</summary>
    /// <param name="battles">The battles that were fitted.</param>
    /// <param name="fit">The fit.</param>
    public static Leaderboard Create(BattleTable battles, RatingFit fit)
    {
        ArgumentNullException.ThrowIfNull(battles);
        ArgumentNullException.ThrowIfNull(fit);
        return Create(battles.Count, battles.Clusters?.Names.Count, fit, Tally.Of(battles), contestant => MeetingsOf(battles, contestant));
    }

    /// <summary>
    /// Sets up the leaderboard of a fit to battles that are added up. Bounds of those that won or lost everything hold whichever battles share a
    /// prompt: all are taken to share one.
    /// </summary>
    /// <param name="battles">The battles that were fitted.</param>
    /// <param name="fit">The fit.</param>
    public static Leaderboard Create(WinMatrix battles, RatingFit fit)
    {
        ArgumentNullException.ThrowIfNull(battles);
        ArgumentNullException.ThrowIfNull(fit);
        var (contestants, pairs) = battles.Ranked();
        if (!contestants.SequenceEqual(fit.Contestants, StringComparer.Ordinal))
        {
            throw new ArgumentException("the fit is of other contestants", nameof(fit));
        }

        return Create(checked((int)battles.Battles), null, fit, Tally.Of(contestants.Length, pairs), contestant => MeetingsOf(pairs, contestant));
    }

    private static Leaderboard Create(int battles, int? prompts, RatingFit fit, Tally tally, Func<int, IEnumerable<Meeting>> meetingsOf)
    {
        var groups = Gather(fit, meetingsOf);
        var entries = new List<LeaderboardEntry>(fit.Contestants.Count);
        for (var g = 0; g < groups.Count; g++)
        {
            entries.AddRange(Lines(groups[g], g + 1, fit, tally));
        }

        return new Leaderboard(battles, prompts, fit, entries, [.. fit.Notes, .. Comparability(groups, fit)]);
    }

    /// <summary>
    /// The groups, largest first. A contestant that stands alone because it won, or lost, everything against a larger group is
    /// listed with that group, above or below it, with a bound.
    /// </summary>
    private static List<Group> Gather(RatingFit fit, Func<int, IEnumerable<Meeting>> meetingsOf)
    {
        var groups = Enumerable.Range(0, fit.Contestants.Count)
            .GroupBy(i => fit.Groups[i])
            .OrderBy(members => members.Key)
            .Select(members => new Group([.. members]))
            .ToList();
        var loners = groups.Where(group => group.Members.Length == 1).ToDictionary(group => group.Members[0]);
        if (loners.Count == 0 || loners.Count == groups.Count)
        {
            return groups;
        }

        var home = new Group?[fit.Contestants.Count];
        foreach (var group in groups.Where(group => group.Members.Length > 1))
        {
            foreach (var member in group.Members)
            {
                home[member] = group;
            }
        }

        foreach (var (loner, own) in loners)
        {
            // Against one group a loner won everything or lost everything, else it would belong to it.
            var met = meetingsOf(loner)
                .Where(meeting => home[meeting.Opponent] is not null)
                .GroupBy(meeting => home[meeting.Opponent]!)
                .MaxBy(meetings => meetings.Key.Members.Length);
            if (met is null)
            {
                continue;
            }

            var won = met.First().Points == 1;
            var bound = Bound(met, fit, won);
            met.Key.Bounded.Add((loner, won ? Standing.NeverLost : Standing.NeverWon, bound));
            groups.Remove(own);
        }

        return groups;
    }

    private static IEnumerable<Meeting> MeetingsOf(BattleTable battles, int contestant)
    {
        for (var row = 0; row < battles.Count; row++)
        {
            // A battle without a prompt is a cluster of its own.
            var cluster = battles.Clusters is { } clusters && clusters.Codes[row] is >= 0 and var code ? code : ~row;
            if (battles.First[row] == contestant)
            {
                yield return new Meeting(battles.Second[row], battles.Outcome[row], cluster, 1);
            }
            else if (battles.Second[row] == contestant)
            {
                yield return new Meeting(battles.First[row], 1 - battles.Outcome[row], cluster, 1);
            }
        }
    }

    private static IEnumerable<Meeting> MeetingsOf((int First, int Second, PairTally Tally)[] pairs, int contestant)
    {
        foreach (var (first, second, tally) in pairs)
        {
            if (first == contestant || second == contestant)
            {
                var (opponent, own) = first == contestant ? (second, tally) : (first, tally.Swapped);
                yield return new Meeting(opponent, own.Won / (own.Won + own.Tied + own.Lost), 0, own.Battles);
            }
        }
    }

    /// <summary>
    /// The strength at which a record without a loss (or without a win) would come about with probability (1 − level)/2; all
    /// battles on one prompt count as one. The exact one-sided bound of Clopper and Pearson (1934), for unequal opponents.
    /// </summary>
    private static double Bound(IEnumerable<Meeting> meetings, RatingFit fit, bool won)
    {
        var met = meetings.ToArray();
        var sizes = met.AggregateBy(meeting => meeting.Cluster, 0L, (size, meeting) => size + meeting.Times).ToDictionary();
        var target = Math.Log((1 - fit.Options.Level) / 2);
        var (low, high) = (-1e3, 1e3);
        for (var i = 0; i < 100; i++)
        {
            var theta = (low + high) / 2;
            var probability = 0.0;
            foreach (var (opponent, _, cluster, times) in met)
            {
                var d = won ? theta - fit.LogStrengths[opponent] : fit.LogStrengths[opponent] - theta;
                probability -= times * Logistic.LogOnePlusExp(-d) / sizes[cluster];
            }

            (low, high) = probability < target == won ? (theta, high) : (low, theta);
        }

        return (low + high) / 2;
    }

    private static IEnumerable<LeaderboardEntry> Lines(Group group, int number, RatingFit fit, Tally tally)
    {
        var uncertainty = fit.Uncertainty;
        var members = group.Members.OrderBy(RankAmongMembers).ThenBy(i => fit.Contestants[i], StringComparer.Ordinal).ToArray();
        var above = group.Bounded.Where(b => b.Standing == Standing.NeverLost).OrderByDescending(b => b.Bound).ToArray();
        var below = group.Bounded.Where(b => b.Standing == Standing.NeverWon).OrderByDescending(b => b.Bound).ToArray();
        var everyone = above.Length + members.Length + below.Length;
        var ranges = uncertainty is null
            ? [.. members.Select(_ => (1, members.Length))]
            : RankRanges.Compute([.. fit.LogStrengths], members, uncertainty);

        foreach (var (index, standing, bound) in above)
        {
            var reached = members.Count(i => uncertainty is null || uncertainty.IntervalOf(i).Upper >= bound);
            yield return Line(index, 1, 1, above.Length + reached, standing, null, new Interval(bound, double.PositiveInfinity, fit.Options.Level), null);
        }

        for (var k = 0; k < members.Length; k++)
        {
            var i = members[k];
            var interval = uncertainty?.IntervalOf(i);
            var better = above.Count(b => interval is { } own && b.Bound > own.Upper);
            var worse = below.Count(b => interval is { } own && b.Bound < own.Lower);
            var rank = above.Length + RankAmongMembers(i);
            Interval? lead = k + 1 < members.Length ? uncertainty?.IntervalOfDifference(i, members[k + 1]) : null;
            yield return Line(
                i,
                rank,
                ranges[k].Item1 + better,
                ranges[k].Item2 + above.Length + below.Length - worse,
                everyone == 1 ? Standing.Unrated : Standing.Rated,
                everyone == 1 ? null : fit.LogStrengths[i],
                everyone == 1 ? null : interval,
                lead);
        }

        foreach (var (index, standing, bound) in below)
        {
            var reached = members.Count(i => uncertainty is null || uncertainty.IntervalOf(i).Lower <= bound);
            yield return Line(
                index,
                everyone - below.Length + 1,
                everyone - below.Length - reached + 1,
                everyone,
                standing,
                null,
                new Interval(double.NegativeInfinity, bound, fit.Options.Level),
                null);
        }

        // Strengths that differ by rounding only are equal.
        int RankAmongMembers(int i) => 1 + group.Members.Count(j => fit.LogStrengths[j] > fit.LogStrengths[i] + 1e-9);

        LeaderboardEntry Line(int i, int rank, int low, int high, Standing standing, double? theta, Interval? interval, Interval? lead) => new()
        {
            Rank = rank,
            RankLow = low,
            RankHigh = high,
            Name = fit.Contestants[i],
            Group = number,
            Standing = standing,
            LogStrength = theta,
            Interval = interval,
            LeadOverNext = lead,
            Battles = tally.Battles[i],
            Wins = tally.Wins[i],
            Losses = tally.Losses[i],
            Ties = tally.Battles[i] - tally.Wins[i] - tally.Losses[i],
        };
    }

    private static IEnumerable<string> Comparability(List<Group> groups, RatingFit fit)
    {
        foreach (var (index, standing, _) in groups.SelectMany(group => group.Bounded))
        {
            yield return standing == Standing.NeverLost
                ? $"{fit.Contestants[index]} took every point from those of its group that it met, so its strength has a lower bound only."
                : $"{fit.Contestants[index]} took no point from those of its group that it met, so its strength has an upper bound only.";
        }

        if (groups.Count < 2)
        {
            yield break;
        }

        var islands = groups.Select(group => fit.Islands[group.Members[0]]).Distinct().Count();
        yield return islands == groups.Count
            ? $"No battle joins the {groups.Count} groups, so ratings and ranks of different groups do not compare."
            : $"The contestants form {groups.Count} groups between which points went one way only or not at all, so ratings and " +
              "ranks of different groups do not compare.";
    }

    /// <summary>A group and those listed with it for their bound.</summary>
    private sealed record Group(int[] Members)
    {
        public List<(int Index, Standing Standing, double Bound)> Bounded { get; } = [];
    }

    /// <summary>Battles against one opponent on one prompt.</summary>
    /// <param name="Opponent">The opponent.</param>
    /// <param name="Points">Share of the points that the contestant took.</param>
    /// <param name="Cluster">The prompt.</param>
    /// <param name="Times">Number of battles.</param>
    private readonly record struct Meeting(int Opponent, double Points, int Cluster, long Times);

    /// <summary>Wins and losses by contestant.</summary>
    private sealed class Tally(int contestants)
    {
        public int[] Battles { get; } = new int[contestants];

        public int[] Wins { get; } = new int[contestants];

        public int[] Losses { get; } = new int[contestants];

        public static Tally Of(BattleTable battles)
        {
            var tally = new Tally(battles.Contestants.Count);
            var first = battles.First;
            var second = battles.Second;
            var outcome = battles.Outcome;
            for (var row = 0; row < outcome.Length; row++)
            {
                var (i, j) = (first[row], second[row]);
                tally.Battles[i]++;
                tally.Battles[j]++;
                if (outcome[row] != 0.5)
                {
                    var (winner, loser) = outcome[row] > 0.5 ? (i, j) : (j, i);
                    tally.Wins[winner]++;
                    tally.Losses[loser]++;
                }
            }

            return tally;
        }

        public static Tally Of(int contestants, (int First, int Second, PairTally Tally)[] pairs)
        {
            var sums = new Tally(contestants);
            foreach (var (first, second, tally) in pairs)
            {
                sums.Add(first, tally);
                sums.Add(second, tally.Swapped);
            }

            return sums;
        }

        private void Add(int contestant, PairTally tally)
        {
            checked
            {
                Battles[contestant] += (int)tally.Battles;
                Wins[contestant] += (int)tally.Wins;
                Losses[contestant] += (int)tally.Losses;
            }
        }
    }
}
