namespace Arena.Core.Ratings;

/// <summary>
/// Which contestants can be compared. A group is a strongly connected part of the graph in which an arrow leads from a
/// contestant to everyone who took points from it: exactly there the Bradley–Terry likelihood has a finite maximum (Ford 1957).
/// </summary>
public sealed class ComparisonGroups
{
    private ComparisonGroups(int[] groupOf, int count, int[] island)
    {
        GroupOf = groupOf;
        Count = count;
        IslandOf = island;
    }

    /// <summary>Number of groups.</summary>
    public int Count { get; }

    /// <summary>The group of every contestant, from 0; the largest comes first.</summary>
    public IReadOnlyList<int> GroupOf { get; }

    /// <summary>The island of every contestant: contestants on different islands are joined by no chain of battles at all.</summary>
    public IReadOnlyList<int> IslandOf { get; }

    /// <summary>Finds the groups of a design under the given weights by cell and outcome.</summary>
    internal static ComparisonGroups Find(ComparisonDesign design, ReadOnlySpan<double> totals)
    {
        var arrows = new List<(int, int)>(design.Cells);
        for (var cell = 0; cell < design.Cells; cell++)
        {
            var w = totals.Slice(cell * OutcomeModel.Categories, OutcomeModel.Categories);
            var (i, j) = (design.CellFirst[cell], design.CellSecond[cell]);
            if (w[OutcomeModel.Win] > 0 || w[OutcomeModel.Tie] > 0)
            {
                arrows.Add((j, i));
            }

            if (w[OutcomeModel.Loss] > 0 || w[OutcomeModel.Tie] > 0)
            {
                arrows.Add((i, j));
            }
        }

        return Find(design.Contestants, arrows);
    }

    /// <summary>Finds the groups of n contestants, given who (Loser) gave points to whom (Winner).</summary>
    internal static ComparisonGroups Find(int n, IReadOnlyCollection<(int Loser, int Winner)> arrows)
    {
        var outgoing = arrows.ToLookup(arrow => arrow.Loser, arrow => arrow.Winner);
        var incoming = arrows.ToLookup(arrow => arrow.Winner, arrow => arrow.Loser);
        var either = Enumerable.Range(0, n).Select(i => outgoing[i].Concat(incoming[i]).ToArray()).ToArray();

        // Kosaraju: sweep backwards from contestants in the order in which a forward search left them.
        var left = new List<int>(n);
        var seen = new bool[n];
        for (var i = 0; i < n; i++)
        {
            Search(i, node => outgoing[node], seen, left);
        }

        var parts = new List<List<int>>();
        Array.Clear(seen);
        for (var k = n - 1; k >= 0; k--)
        {
            var part = new List<int>();
            Search(left[k], node => incoming[node], seen, part);
            if (part.Count > 0)
            {
                parts.Add(part);
            }
        }

        var groupOf = new int[n];
        var group = 0;
        foreach (var part in parts.OrderByDescending(part => part.Count).ThenBy(part => part.Min()))
        {
            part.ForEach(node => groupOf[node] = group);
            group++;
        }

        var island = new int[n];
        var islands = 0;
        Array.Clear(seen);
        for (var i = 0; i < n; i++)
        {
            var reached = new List<int>();
            Search(i, node => either[node], seen, reached);
            reached.ForEach(node => island[node] = islands);
            islands += reached.Count > 0 ? 1 : 0;
        }

        return new ComparisonGroups(groupOf, parts.Count, island);
    }

    /// <summary>Depth-first search without recursion; appends nodes as the search leaves them.</summary>
    private static void Search(int start, Func<int, IEnumerable<int>> next, bool[] seen, List<int> left)
    {
        if (seen[start])
        {
            return;
        }

        seen[start] = true;
        var path = new Stack<(int Node, IEnumerator<int> Next)>();
        path.Push((start, next(start).GetEnumerator()));
        while (path.TryPeek(out var top))
        {
            if (!top.Next.MoveNext())
            {
                left.Add(top.Node);
                path.Pop().Next.Dispose();
            }
            else if (!seen[top.Next.Current])
            {
                seen[top.Next.Current] = true;
                path.Push((top.Next.Current, next(top.Next.Current).GetEnumerator()));
            }
        }
    }
}
