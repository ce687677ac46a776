using Arena.Bench.Models;
using Arena.Core;
using Arena.Judges.Engines.Onnx;
using CsCheck;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Arena.Tests.Judges.Engines.Onnx;

public sealed class OnnxHeaderTests
{
    private static readonly LlamaShape Shape = LlamaShape.Of(200_000, 640, 128);

    public static TheoryData<string> Names => BundledJudge.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_BundledJudge_SaysWhatOnnxRuntimeSays(string name)
    {
        var path = Path.Combine(BundledJudge.FolderOf(name), "model.onnx");
        using var session = new InferenceSession(path);

        var header = OnnxHeader.Read(path);

        AssertSame(session.InputMetadata, header.Inputs);
        AssertSame(session.OutputMetadata, header.Outputs);
        Assert.Equal("fp32", header.Precision);
        Assert.Empty(header.ExternalFiles);
        Assert.Null(DecoderForm.FaultOf(header.Inputs, header.Outputs));
    }

    [Theory]
    [InlineData("f32", "fp32", 0.001)]
    [InlineData("f16", "fp16", 0.001)]
    [InlineData("int8", "int8", 0.3)]
    [InlineData("int4", "int4", 0.3)]
    public void Read_EveryPrecision_IsToldWithTheNumberOfWeights(string precision, string name, double tolerance)
    {
        var header = OnnxHeader.Read(new MemoryStream(Model(precision)), "model.onnx");

        // Quantised files hold the embeddings a second time, as they are looked up.
        Assert.Equal(name, header.Precision);
        Assert.InRange(header.Parameters / (double)Shape.Parameters, 1, 1 + tolerance);
        Assert.Equal(precision == "f16" ? TensorElementType.Float16 : TensorElementType.Float, header.Outputs["logits"].Type);
        Assert.Equal([-1, Shape.KeyHeads, -1, Shape.HeadSize], header.Inputs["past_key_values.0.key"].Dimensions);
    }

    [Fact]
    public void Read_FileCutAnywhere_IsBadInput()
    {
        var bytes = Model("int4");

        foreach (var length in Enumerable.Range(0, 200).Select(i => i * bytes.Length / 200))
        {
            Assert.Throws<BadInputException>(() => OnnxHeader.Read(new MemoryStream(bytes, 0, length), "cut.onnx"));
        }
    }

    [Fact]
    public void Read_AnyBytesOverwritten_IsReadOrBadInputWithinBounds()
    {
        var bytes = Model("int8");
        Gen.Select(Gen.Int[0, 20_000], Gen.Byte).Array[1, 8].Sample(
            changes =>
            {
                var damaged = bytes.ToArray();
                foreach (var (at, value) in changes)
                {
                    damaged[at] = value;
                }

                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    OnnxHeader.Read(new MemoryStream(damaged), "damaged.onnx");
                }
                catch (BadInputException)
                {
                    // What it should say of a file that is none.
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 24);
            },
            iter: 2000,
            threads: 1);
    }

    [Theory]
    [InlineData("no graph", new byte[0])]
    [InlineData("beyond what holds it", new byte[] { 0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07 })]
    [InlineData("number that is too long", new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData("field of no known kind", new byte[] { 0x0F })]
    [InlineData("more elements than can be", new byte[] { 0x3A, 0x16, 0x2A, 0x14, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F })]
    public void Read_HostileFile_SaysWhatIsWrong(string reason, byte[] bytes) => Assert.Contains(
        reason, Assert.Throws<BadInputException>(() => OnnxHeader.Read(new MemoryStream(bytes), "hostile.onnx")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NoSuchFile_IsBadInput() => Assert.Throws<BadInputException>(() => OnnxHeader.Read("no-such-model.onnx"));

    private static byte[] Model(string precision)
    {
        using var stream = new MemoryStream();
        OnnxExport.Write(new RandomLlama(Shape, 1), Enum.Parse<ModelPrecision>(precision, ignoreCase: true), stream);
        return stream.ToArray();
    }

    private static void AssertSame(IReadOnlyDictionary<string, NodeMetadata> expected, IReadOnlyDictionary<string, OnnxPort> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, port) in actual)
        {
            Assert.Equal(expected[name].ElementDataType, port.Type);
            Assert.Equal(expected[name].Dimensions.Select(size => (long)size), port.Dimensions);
        }
    }
}
