using Arena.Judges.Engines;
using Arena.Judges.Engines.Onnx;
using CsCheck;

namespace Arena.Tests.Judges.Engines.Onnx;

public sealed class NodeBatchesTests
{
    private static readonly Gen<PrefixNode[]> Nodes = Gen.Select(Gen.Int[1, 40], Gen.Int[0, 60])
        .Select((length, past) => new PrefixNode(new int[length], past == 0 ? null : new PrefixNode(new int[past], null, []), [0]))
        .Array[0, 60];

    [Fact]
    public void Split_AnyNodes_TakesEachOnceWithinTheBound()
    {
        Gen.Select(Nodes, Gen.Int[1, 300], Gen.Bool).Sample((nodes, bound, allowsPadding) =>
        {
            PrefixNode[][] batches = [.. NodeBatches.Split(nodes, bound, allowsPadding)];

            Assert.Equal(nodes.Length, batches.SelectMany(batch => batch).Distinct().Count());
            Assert.Equal(nodes.Length, batches.Sum(batch => batch.Length));
            Assert.All(batches, batch => Assert.True(batch.Length == 1 || batch.Length * batch.Max(node => node.Tokens.Length) <= bound));
            Assert.All(batches, batch => Assert.True(batch.Length == 1 || batch.Length * batch.Max(node => node.Past) <= 8 * bound));
        });
    }

    [Fact]
    public void Split_WithoutPadding_RunsOnlyLikeNodesTogether()
    {
        Gen.Select(Nodes, Gen.Int[1, 300]).Sample((nodes, bound) => Assert.All(
            NodeBatches.Split(nodes, bound, allowsPadding: false),
            batch => Assert.Single(batch.Select(node => (node.Past, node.Tokens.Length)).Distinct())));
    }
}
