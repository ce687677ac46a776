using System.Runtime.InteropServices;
using System.Text;
using Arena.Judges.Engines;
using Arena.Judges.Engines.LLama;
using Arena.Judges.Models;

namespace Arena.Tests.Judges.Engines.LLama;

/// <summary>The bundled judges with weights, keys and values in f32, so that nothing but the order of additions can differ.</summary>
public sealed class LLamaFullPrecisionTests : ScoringEngineContract, IDisposable
{
    private static readonly GgufEngineOptions Options = new() { Threads = 1, FullPrecision = true };

    private readonly TemporaryFolder _folder = new();

    protected override double Tolerance => 1e-3;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(48, 64)]
    [InlineData(512, 3)]
    [InlineData(1, 1)]
    public async Task ScoreAsync_HoweverBatched_GivesTheSame(int batchSize, int maxSequences)
    {
        var path = Widen("tiny-fair");
        await using var reference = await OpenAsync("tiny-fair", sharesPrefixes: false);
        await using var engine = await GgufEngine.OpenAsync(path, Options with { BatchSize = batchSize, MaxSequences = maxSequences });

        AssertEqual(await reference.ScoreAsync(Requests(100)), await engine.ScoreAsync(Requests(100)));
    }

    [Fact]
    public async Task GenerateAsync_OfMoreThanThereIsRoomFor_WritesTheSameAsOneByOne()
    {
        // Room for 544 tokens is one completion or two at a time, in batches that cut the prompts.
        var options = Options with { BatchSize = 32, MaxSequences = 3 };
        await using var engine = await GgufEngine.OpenAsync(Widen("tiny-fair"), options);
        var writer = (ITextEngine)engine;
        TextRequest[] requests =
        [
            .. Requests(12).Select((request, i) => new TextRequest(request.Messages, 200 + i) { Temperature = 1.5, TopP = 0.9, Seed = i }),
        ];

        var together = await writer.GenerateAsync(requests);

        foreach (var (request, result) in requests.Zip(together))
        {
            Assert.Null(result.Failure);
            Assert.Equal(Assert.Single(await writer.GenerateAsync([request])), result);
        }
    }

    protected override Task<IScoringEngine> OpenAsync(string judge, bool sharesPrefixes = true) =>
        GgufEngine.OpenAsync(Widen(judge), Options with { SharesPrefixes = sharesPrefixes });

    /// <summary>Writes the judge's file anew with every tensor in f32.</summary>
    private string Widen(string judge)
    {
        var source = Path.Combine(BundledJudge.FolderOf(judge), "model.gguf");
        var target = _folder.PathOf($"{judge}.gguf");
        var header = GgufHeader.Read(source);
        var values = new GgufFile(source);
        var bytes = File.ReadAllBytes(source);
        var first = Encoding.UTF8.GetBytes(header.Tensors[0].Name);
        using var writer = new BinaryWriter(File.Create(target));
        writer.Write(bytes.AsSpan(0, bytes.AsSpan().IndexOf([.. BitConverter.GetBytes((ulong)first.Length), .. first])));
        var offset = 0UL;
        foreach (var tensor in header.Tensors)
        {
            writer.Write((ulong)tensor.Name.Length);
            writer.Write(Encoding.ASCII.GetBytes(tensor.Name));
            writer.Write((uint)tensor.Shape.Count);
            tensor.Shape.ToList().ForEach(size => writer.Write((ulong)size));
            writer.Write(0u);
            writer.Write(offset);
            offset += (ulong)((tensor.Parameters * 4) + 31) / 32 * 32;
        }

        foreach (var tensor in header.Tensors)
        {
            writer.Write(new byte[(32 - (writer.BaseStream.Position % 32)) % 32]);
            writer.Write(MemoryMarshal.AsBytes(values.Read(tensor.Name).AsSpan()));
        }

        return target;
    }
}
