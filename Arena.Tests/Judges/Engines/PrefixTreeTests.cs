using Arena.Judges.Engines;
using CsCheck;

namespace Arena.Tests.Judges.Engines;

public sealed class PrefixTreeTests
{
    private static readonly Gen<int[][]> Request = Gen.Int[0, 2].Array[1, 4].Array[1, 5];

    [Fact]
    public void Build_AnyRequests_HoldsEachByItsTokensAndSharesEqualBeginnings()
    {
        Gen.Select(Request.Array[1, 20], Gen.Int[1, 6]).Sample((requests, longest) =>
        {
            var tree = PrefixTree.Build(requests.Index().Select(request => (request.Index, (IReadOnlyList<int[]>)request.Item)), longest);
            PrefixNode[] nodes = [.. tree.Roots.SelectMany(All)];

            foreach (var node in nodes)
            {
                Assert.InRange(node.Tokens.Length, 1, longest);
                Assert.All(node.Children, child => Assert.Equal((node, node.Past + node.Tokens.Length), (child.Parent, child.Past)));
                Assert.All(node.Requests, request => Assert.Equal(requests[request].SelectMany(piece => piece), Path(node)));
            }

            Assert.Equal(Enumerable.Range(0, requests.Length), nodes.SelectMany(node => node.Requests).Order());

            // As many tokens as the distinct beginnings of pieces have.
            var distinct = requests.SelectMany(request => Enumerable.Range(1, request.Length).Select(n => (Key: Key(request[..n]), request[n - 1].Length))).Distinct();
            Assert.Equal(distinct.Sum(beginning => beginning.Length), nodes.Sum(node => node.Tokens.Length));
        });

        static string Key(int[][] pieces) => string.Join('|', pieces.Select(piece => string.Join(',', piece)));
    }

    [Fact]
    public void Build_WithoutJoiningPieces_CutsARequestAlikeWhateverElseIsAsked()
    {
        Request.Array[1, 20].Sample(requests =>
        {
            var together = Cuts(requests);

            Assert.All(requests.Index(), request => Assert.Equal(Cuts([request.Item])[0], together[request.Index]));
        });

        static int[][] Cuts(int[][][] requests)
        {
            var cuts = new int[requests.Length][];
            var tree = PrefixTree.Build(requests.Index().Select(request => (request.Index, (IReadOnlyList<int[]>)request.Item)), joinsPieces: false);
            foreach (var node in tree.Roots.SelectMany(All))
            {
                foreach (var request in node.Requests)
                {
                    cuts[request] = [.. Ends(node)];
                }
            }

            return cuts;
        }

        static IEnumerable<int> Ends(PrefixNode? node) => node is null ? [] : Ends(node.Parent).Append(node.End);
    }

    private static IEnumerable<PrefixNode> All(PrefixNode node) => node.Children.SelectMany(All).Prepend(node);

    private static IEnumerable<int> Path(PrefixNode? node) => node is null ? [] : Path(node.Parent).Concat(node.Tokens);
}
