using Arena.Core;
using Arena.Core.Ratings;
using CsCheck;

namespace Arena.Tests.Ratings;

/// <summary>Random tables for properties of ratings.</summary>
internal static class RandomBattles
{
    /// <summary>
    /// Tables whose likelihood has one finite maximum under every model and control: beside the random battles everybody meets
    /// everybody in both orders, and wins, ties and loses there with the same styles, so that nothing is separated.
    /// </summary>
    /// <param name="soft">Whether outcomes may lie between win, tie and loss.</param>
    /// <param name="weighted">Whether battles have weights.</param>
    public static Gen<BattleTable> Connected(bool soft, bool weighted)
    {
        var outcome = soft ? Gen.OneOf(Gen.OneOfConst(0, 0.5, 1), Gen.Double[0, 1]) : Gen.OneOfConst(0, 0.5, 1);
        var weight = weighted ? Gen.Double[0.1, 5] : Gen.Const(1.0);
        var cluster = Gen.OneOf(Gen.Int[0, 7].Select(c => (string?)$"p{c}"), Gen.Const((string?)null));
        var style = Gen.Double[-1, 1];
        return
            from n in Gen.Int[3, 5]
            let pairs = AllPairs(n)
            from basic in Gen.Select(style, style, cluster).Array[pairs.Length]
            from extra in Gen.Select(Gen.Int[0, pairs.Length - 1], outcome, weight, cluster, style, style).Array[0, 40]
            select Table(
                [
                    .. basic.SelectMany((b, k) => new[] { 1, 0.5, 0 }.Select(y => (pairs[k], y, 1.0, b.Item3, b.Item1, b.Item2))),
                    .. extra.Select(e => (pairs[e.Item1], e.Item2, e.Item3, e.Item4, e.Item5, e.Item6)),
                ]);
    }

    /// <summary>The same battles, each once more in swapped order and in the same cluster; those without one stay as they are.</summary>
    public static BattleTable WithSwappedCopies(BattleTable battles)
    {
        var clustered = Enumerable.Range(0, battles.Count).Select(row => battles[row] with { Cluster = battles[row].Cluster ?? $"own{row}" });
        return BattleTable.From(clustered.SelectMany(battle => new[]
        {
            battle,
            battle with { First = battle.Second, Second = battle.First, Outcome = 1 - battle.Outcome },
        }));
    }

    public static Battle[] Rows(BattleTable battles) => [.. Enumerable.Range(0, battles.Count).Select(row => battles[row])];

    private static (int First, int Second)[] AllPairs(int n) =>
        [.. from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) where i != j select (i, j)];

    private static BattleTable Table(((int First, int Second) Pair, double Outcome, double Weight, string? Cluster, double X, double Y)[] rows)
    {
        var builder = new BattleTableBuilder(["length", "bold"]);
        foreach (var (pair, outcome, weight, cluster, x, y) in rows)
        {
            builder.Add(new Battle($"m{pair.First}", $"m{pair.Second}", outcome, weight, cluster), [x, y]);
        }

        return builder.Build();
    }
}
