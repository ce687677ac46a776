using Arena.Core.Ratings;
using CsCheck;

namespace Arena.Tests.Ratings;

public sealed class ComparisonGroupsTests
{
    [Fact]
    public void Find_RandomArrows_AgreesWithReachability()
    {
        var arrows =
            from n in Gen.Int[1, 9]
            from pairs in Gen.Select(Gen.Int[0, n - 1], Gen.Int[0, n - 1]).Array[0, 2 * n]
            select (n, pairs);
        arrows.Sample((n, pairs) =>
        {
            var groups = ComparisonGroups.Find(n, pairs);

            var reaches = Closure(n, pairs);
            var joined = Closure(n, [.. pairs, .. pairs.Select(pair => (pair.Item2, pair.Item1))]);
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    Assert.Equal(reaches[i, j] && reaches[j, i], groups.GroupOf[i] == groups.GroupOf[j]);
                    Assert.Equal(joined[i, j], groups.IslandOf[i] == groups.IslandOf[j]);
                }
            }

            // Numbered without a gap, the largest first.
            var sizes = groups.GroupOf.CountBy(group => group).OrderBy(pair => pair.Key).ToArray();
            Assert.Equal(Enumerable.Range(0, groups.Count), sizes.Select(pair => pair.Key));
            Assert.Equal(sizes.Select(pair => pair.Value).OrderDescending(), sizes.Select(pair => pair.Value));
        });
    }

    [Fact]
    public void Find_LongChain_NeedsNoDeepStack()
    {
        const int Length = 200_000;

        var groups = ComparisonGroups.Find(Length, [.. Enumerable.Range(0, Length - 1).Select(i => (i, i + 1))]);

        Assert.Equal(Length, groups.Count);
        Assert.All(groups.IslandOf, island => Assert.Equal(0, island));
    }

    private static bool[,] Closure(int n, (int From, int To)[] arrows)
    {
        var reaches = new bool[n, n];
        foreach (var (from, to) in arrows)
        {
            reaches[from, to] = true;
        }

        for (var k = 0; k < n; k++)
        {
            reaches[k, k] = true;
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    reaches[i, j] |= reaches[i, k] && reaches[k, j];
                }
            }
        }

        return reaches;
    }
}
