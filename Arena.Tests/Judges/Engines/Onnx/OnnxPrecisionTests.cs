using Arena.Bench.Models;
using Arena.Core.World;
using Arena.Judges.Chat;
using Arena.Judges.Engines;
using Arena.Judges.Engines.Onnx;

namespace Arena.Tests.Judges.Engines.Onnx;

/// <summary>Exports in every precision: small Llamas with random weights.</summary>
public sealed class OnnxPrecisionTests : IDisposable
{
    // Several key heads with several query heads each, and more tokens than the bundled tokenizer has.
    private static readonly LlamaShape Shape = new(Vocabulary: 700, Context: 512, Width: 128, Inner: 192, Layers: 2, Heads: 4, KeyHeads: 2);

    private static readonly ScoringRequest[] Requests =
    [
        .. JudgingExamples.Generate(5, Split.HeldOut, 3).Take(40).Select(example =>
            new ScoringRequest([new(ChatRole.User, [.. example.Segments.Skip(1).SkipLast(1)])], ["A", "B", "C", "1", "7"])),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // f16: logits up to 4 have units of 2⁻⁸ to 2⁻⁹ in their last place, which another order of additions can change by one; 5e-4 was seen.
    [Theory]
    [InlineData("f32", 1e-3)]
    [InlineData("f16", 4e-3)]
    [InlineData("int8", 1e-3)]
    [InlineData("int4", 1e-3)]
    public async Task ScoreAsync_WithAndWithoutSharedPrefixes_GivesTheSame(string precision, double tolerance)
    {
        var folder = Write(precision);

        var shared = await ScoreAsync(folder, new());
        var apart = await ScoreAsync(folder, new() { SharesPrefixes = false });

        Assert.InRange(Distance(apart, shared), 0, tolerance);
    }

    // Of logits that spread by 1. int4: weights are off by a uniform half step of 2/7 of their spread, 8 % of it, at each of 15 matrices one behind or
    // beside the other. int8: weights and activations by 1/127 and 1/255 of the largest. f16: 11 bits.
    [Theory]
    [InlineData("f16", 0.02)]
    [InlineData("int8", 0.1)]
    [InlineData("int4", 0.5)]
    public async Task ScoreAsync_OfTheSameWeightsInFewerBits_AgreesWith32Bits(string precision, double tolerance)
    {
        var expected = await ScoreAsync(Write("f32"), new());

        var actual = await ScoreAsync(Write(precision), new());

        // A coarse format that rounded nothing would not be the format asked for.
        Assert.InRange(RootMeanSquare(expected, actual), 1e-6, tolerance);
    }

    private string Write(string precision)
    {
        var folder = _folder.PathOf(precision);
        ModelFolder.Write(folder, new RandomLlama(Shape, 1), onnx: true, gguf: false, Enum.Parse<ModelPrecision>(precision, ignoreCase: true));
        return folder;
    }

    private static async Task<IReadOnlyList<ScoringResult>> ScoreAsync(string folder, OnnxEngineOptions options)
    {
        await using var engine = await OnnxEngine.OpenAsync(folder, options);
        var results = await engine.ScoreAsync(Requests);
        Assert.All(results, result => Assert.Null(result.Failure));
        return results;
    }

    /// <summary>The largest difference of two log-probabilities.</summary>
    private static double Distance(IReadOnlyList<ScoringResult> left, IReadOnlyList<ScoringResult> right) => Differences(left, right).Max(Math.Abs);

    private static double RootMeanSquare(IReadOnlyList<ScoringResult> left, IReadOnlyList<ScoringResult> right) =>
        Math.Sqrt(Differences(left, right).Average(difference => difference * difference));

    private static IEnumerable<double> Differences(IReadOnlyList<ScoringResult> left, IReadOnlyList<ScoringResult> right) =>
        left.Zip(right).SelectMany(pair => pair.First.LogProbabilities.Zip(pair.Second.LogProbabilities, (first, second) => first - second));
}
