using System.Buffers.Binary;
using Arena.Core;
using Arena.Judges.Models;
using CsCheck;

namespace Arena.Tests.Judges.Models;

public sealed class GgufHeaderTests
{
    private const uint U32 = 4, Text = 8, Array = 9;

    public static TheoryData<string> Names => BundledJudge.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_BundledJudge_SaysWhatAnIndependentReaderSays(string name)
    {
        var path = Path.Combine(BundledJudge.FolderOf(name), "model.gguf");
        var file = new GgufFile(path);

        var header = GgufHeader.Read(path);

        Assert.Equal(3u, header.Version);
        Assert.Equal("llama", header.Architecture);
        Assert.Equal(name, header.Name);
        Assert.Equal(file.Metadata["tokenizer.chat_template"], header.ChatTemplate);
        Assert.Equal((uint)file.Metadata["llama.context_length"], header.ContextLength);
        Assert.Equal(((object[])file.Metadata["tokenizer.ggml.tokens"]).Length, header.Vocabulary);
        Assert.Equal(file.Metadata.Keys.Order(), header.Metadata.Keys.Order());
        Assert.Equal("F16", header.Precision);
        Assert.Equal(file.Tensors.Keys.Order(), header.Tensors.Select(tensor => tensor.Name).Order());
        foreach (var tensor in header.Tensors)
        {
            var (shape, type, offset) = file.Tensors[tensor.Name];
            Assert.Equal(shape, tensor.Shape.Select(size => (ulong)size));
            Assert.Equal((type == 0 ? "F32" : "F16", (long)offset), (tensor.Type, tensor.Offset));
            Assert.Equal(file.EndOf(tensor.Name), header.DataStart + tensor.Offset + tensor.Bytes);
        }

        Assert.Equal(file.Tensors.Keys.Sum(tensor => file.Read(tensor).LongLength), header.Parameters);
    }

    [Fact]
    public void Read_QuantisedTensors_CountsParametersAndBytes()
    {
        var header = Read(new GgufBytes(2, 1)
            .Text("general.architecture").U32(Text).Text("qwen2")
            .Tensor("a", [256, 3], 12, 0).Tensor("b", [32], 8, 448)
            .Padded().Raw(new byte[448 + 34]));

        Assert.Equal(("qwen2", 800L, "Q4_K"), (header.Architecture, header.Parameters, header.Precision));
        Assert.Equal([432L, 34L], header.Tensors.Select(tensor => tensor.Bytes!.Value));
        Assert.Null(header.ContextLength);
        Assert.Null(header.Vocabulary);
    }

    [Fact]
    public void Read_FileCutAnywhere_IsBadInput()
    {
        var whole = File.ReadAllBytes(Path.Combine(BundledJudge.FolderOf("tiny-fair"), "model.gguf"));
        Gen.Int[0, whole.Length - 64].Sample(
            length => Assert.Throws<BadInputException>(() => Read(whole.AsSpan(0, length).ToArray())), iter: 300);
    }

    [Fact]
    public void Read_AnyBytesOverwritten_IsReadOrBadInputWithinBounds()
    {
        var whole = File.ReadAllBytes(Path.Combine(BundledJudge.FolderOf("tiny-fair"), "model.gguf"));
        var length = (int)GgufHeader.Read(Path.Combine(BundledJudge.FolderOf("tiny-fair"), "model.gguf")).DataStart;

        // Mostly near the front, where counts and lengths lie, and with extreme values.
        var place = Gen.OneOf(Gen.Int[4, 800], Gen.Int[4, length - 8]);
        var value = Gen.OneOf(Gen.ULong, Gen.OneOfConst(0UL, 1UL << 31, 1UL << 40, 1UL << 62, (ulong)long.MaxValue, ulong.MaxValue));
        Gen.Select(place, value).Sample(
            (at, number) =>
            {
                var bytes = (byte[])whole.Clone();
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), number);
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    var header = Read(bytes);
                    _ = (header.Architecture, header.Precision, header.Parameters, header.Vocabulary, header.Name);
                }
                catch (BadInputException)
                {
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
            },
            iter: 300);
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "does not begin with GGUF", new byte[100] },
        { "does not begin with GGUF", [] },
        { "version 9", new GgufBytes(0, 0, version: 9).ToArray() },
        { "big-endian", new GgufBytes(0, 0, version: 0x03000000).ToArray() },
        { "tensors, more than can be", new GgufBytes(ulong.MaxValue, 0).ToArray() },
        { "metadata entries, more than can be", new GgufBytes(0, 1UL << 40).ToArray() },
        { "letters in names and texts, more", new GgufBytes(0, 1).U64(1UL << 62).ToArray() },
        { "array elements, more", new GgufBytes(0, 1).Text("a").U32(Array).U32(U32).U64(1UL << 61).ToArray() },
        { "letters in a text, more", new GgufBytes(0, 1).Text("a").U32(Array).U32(Text).U64(1).U64(ulong.MaxValue).ToArray() },
        { "too deeply", new GgufBytes(0, 1).Text("a").Nested(10_000).ToArray() },
        { "unknown type 77", new GgufBytes(0, 1).Text("a").U32(77).U64(0).ToArray() },
        { "is there twice", new GgufBytes(0, 2).Text("a").U32(U32).U32(1).Text("a").U32(U32).U32(1).ToArray() },
        { "general.alignment", new GgufBytes(0, 1).Text("general.alignment").U32(U32).U32(0).ToArray() },
        { "5 dimensions", new GgufBytes(1, 0).Tensor("t", [1, 1, 1, 1, 1], 0, 0).ToArray() },
        { "more elements than can be", new GgufBytes(1, 0).Tensor("t", [1L << 40, 1L << 40], 0, 0).ToArray() },
        { "beyond the end", new GgufBytes(1, 0).Tensor("t", [1L << 62], 0, 0).ToArray() },
        { "beyond the end", new GgufBytes(1, 0).Tensor("t", [8], 0, long.MaxValue).ToArray() },
        { "beyond the end", new GgufBytes(1, 0).Tensor("t", [8], 0, 0).Padded().Raw(new byte[31]).ToArray() },
        { "whole blocks of Q4_K", new GgufBytes(1, 0).Tensor("t", [255], 12, 0).ToArray() },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Read_HostileHeader_SaysWhatIsWrong(string reason, byte[] bytes) =>
        Assert.Contains(reason, Assert.Throws<BadInputException>(() => Read(bytes)).Message, StringComparison.Ordinal);

    [Fact]
    public void Architecture_OfAnotherType_IsBadInput()
    {
        var header = Read(new GgufBytes(0, 1).Text("general.architecture").U32(U32).U32(7));

        Assert.Throws<BadInputException>(() => header.Architecture);
    }

    [Fact]
    public void Read_NoSuchFile_IsBadInput() => Assert.Throws<BadInputException>(() => GgufHeader.Read("no-such-file.gguf"));

    private static GgufHeader Read(GgufBytes bytes) => Read(bytes.ToArray());

    private static GgufHeader Read(byte[] bytes) => GgufHeader.Read(new MemoryStream(bytes), "file");
}
