using System.Runtime.InteropServices;

namespace Arena.Judges.Engines;

/// <summary>
/// Requests of one call by their beginnings: every run of tokens that several share is one node, computed once. A request ends in a node
/// of its own, so that its last token is always one that is computed for it.
/// </summary>
internal sealed class PrefixTree
{
    private PrefixTree(IReadOnlyList<PrefixNode> roots) => Roots = roots;

    /// <summary>Where the requests begin.</summary>
    public IReadOnlyList<PrefixNode> Roots { get; }

    /// <summary>Builds the tree.</summary>
    /// <param name="requests">The requests' numbers and their tokens piece by piece; equal pieces in equal places are shared.</param>
    /// <param name="longest">The most tokens of a node; a longer run becomes several nodes, one below the other.</param>
    /// <param name="joinsPieces">Whether pieces without a fork between them are one node.</param>
    public static PrefixTree Build(
        IEnumerable<(int Request, IReadOnlyList<int[]> Pieces)> requests, int longest = int.MaxValue, bool joinsPieces = true)
    {
        var top = new Branch();
        foreach (var (request, pieces) in requests)
        {
            var at = top;
            for (var i = 0; i < pieces.Count - 1; i++)
            {
                at = at.Follow(pieces[i]);
            }

            // The last piece is asked for its logits. Equal requests share it.
            at.Follow(pieces[^1]).Requests.Add(request);
        }

        return new PrefixTree([.. top.Children.Values.Select(branch => branch.ToNode(null, longest, joinsPieces))]);
    }

    private sealed class Branch
    {
        private int[] _tokens = [];

        public Dictionary<int[], Branch> Children { get; } = new(TokenComparer.Instance);

        public List<int> Requests { get; } = [];

        public Branch Follow(int[] tokens)
        {
            if (!Children.TryGetValue(tokens, out var child))
            {
                Children.Add(tokens, child = new Branch { _tokens = tokens });
            }

            return child;
        }

        public PrefixNode ToNode(PrefixNode? parent, int longest, bool joinsPieces)
        {
            // A run without a fork is one node, however many pieces it has; unless every piece is to be one.
            var tokens = new List<int>(_tokens);
            var last = this;
            while (joinsPieces && last.Requests.Count == 0 && last.Children.Count == 1)
            {
                last = last.Children.Values.First();
                tokens.AddRange(last._tokens);
            }

            PrefixNode? first = null;
            int[][] parts = [.. tokens.Chunk(longest)];
            for (var i = 0; i < parts.Length; i++)
            {
                var node = new PrefixNode(parts[i], parent, i == parts.Length - 1 ? last.Requests : []);
                if (i > 0)
                {
                    parent!.Children = [node];
                }

                first ??= node;
                parent = node;
            }

            parent!.Children = [.. last.Children.Values.Select(branch => branch.ToNode(parent, longest, joinsPieces))];
            return first!;
        }
    }

    private sealed class TokenComparer : IEqualityComparer<int[]>
    {
        public static TokenComparer Instance { get; } = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] tokens)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(tokens.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
