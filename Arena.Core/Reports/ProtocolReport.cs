using Arena.Core.Ratings;

namespace Arena.Core.Reports;

/// <summary>What the verdicts of one kind say.</summary>
/// <param name="Basis">The kind of verdicts.</param>
/// <param name="Leaderboard">The leaderboard.</param>
/// <param name="HeadToHead">Who earned what against whom, in the order of the leaderboard.</param>
public sealed record ProtocolReport(VerdictBasis Basis, Leaderboard Leaderboard, HeadToHead HeadToHead)
{
    /// <summary>The judges; empty for humans, and where verdicts name none.</summary>
    public IReadOnlyList<string> Judges { get; init; } = [];

    /// <summary>Judgments that failed and so are in no battle.</summary>
    public int Failed { get; init; }

    /// <summary>A leaderboard for each category, the one with the most battles first; empty where there are fewer than two.</summary>
    public IReadOnlyList<CategoryLeaderboard> Categories { get; init; } = [];

    /// <summary>Categories with fewer battles, which <see cref="Categories"/> leaves out.</summary>
    public int CategoriesLeftOut { get; init; }

    internal static ProtocolReport Create(
        VerdictBasis basis, BattleTable battles, int failed, ReportOptions options, CancellationToken cancellationToken)
    {
        var leaderboard = Fit(battles);
        var report = new ProtocolReport(basis, leaderboard, new HeadToHead(battles, [.. leaderboard.Entries.Select(entry => entry.Name)]))
        {
            Judges = basis == VerdictBasis.Human ? [] : battles.Judges?.Names ?? [],
            Failed = failed,
        };
        if (battles.Categories is not { Names.Count: > 1 } categories)
        {
            return report;
        }

        var counts = new int[categories.Names.Count];
        foreach (var code in categories.Codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        var largest = counts.Index().OrderByDescending(count => count.Item).ThenBy(count => categories.Names[count.Index], StringComparer.Ordinal);
        return report with
        {
            Categories =
            [
                .. largest.Take(options.Categories).Select(count => new CategoryLeaderboard(
                    categories.Names[count.Index],
                    Fit(battles.Where(row => categories.Codes[row] == count.Index)))),
            ],
            CategoriesLeftOut = Math.Max(0, counts.Length - options.Categories),
        };

        Leaderboard Fit(BattleTable table)
        {
            var isPointwise = basis == VerdictBasis.Pointwise;
            var fit = Rating.Fit(
                table,
                new RatingOptions
                {
                    Model = isPointwise ? RatingModel.RankList : RatingModel.BradleyTerry,
                    Intervals = isPointwise ? IntervalMethod.Bootstrap : IntervalMethod.Sandwich,
                    Replicates = options.Replicates,
                    Seed = options.Seed,
                    Level = options.Level,
                },
                null,
                cancellationToken);
            return Leaderboard.Create(table, fit);
        }
    }
}
