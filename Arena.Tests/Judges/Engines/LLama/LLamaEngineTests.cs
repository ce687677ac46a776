using System.Security.Cryptography;
using System.Text;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.World;
using Arena.Judges.Chat;
using Arena.Judges.Engines;
using Arena.Judges.Engines.LLama;

namespace Arena.Tests.Judges.Engines.LLama;

/// <summary>The bundled judges as they ship, with weights in f16.</summary>
public sealed class LLamaEngineTests : ScoringEngineContract
{
    // ggml's threads wait for each other without sleeping, so that one is the fastest where the machine has other work.
    private static readonly GgufEngineOptions Options = new() { Threads = 1 };

    private static string ModelPath => Path.Combine(BundledJudge.FolderOf("tiny-fair"), "model.gguf");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>llama.cpp rounds activations to f16 before it multiplies them with weights in f16; up to 0.022 was seen.</summary>
    protected override double Tolerance => 0.05;

    /// <summary>Up to 0.024 was seen.</summary>
    protected override double Rounding => 0.05;

    [Fact]
    public async Task OpenAsync_OfABundledJudge_DescribesIt()
    {
        await using var engine = await GgufEngine.OpenAsync(ModelPath, Options, Cancellation);
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(ModelPath, Cancellation)));

        Assert.Equal(
            new EngineDescription("llama", "tiny-fair", hash, 512, "cpu") { GpuLayers = 0, ChatFormat = "chatml" }, engine.Description);
    }

    [Fact]
    public async Task OpenAsync_OfAMissingFile_NamesIt()
    {
        var exception = await Assert.ThrowsAsync<BadInputException>(() => GgufEngine.OpenAsync("nowhere.gguf", Options, Cancellation));

        Assert.Equal("nowhere.gguf", exception.InputSource);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task OpenAsync_OfATruncatedFile_SaysWhatLlamaCppSays(int length)
    {
        using var folder = new TemporaryFolder();
        var path = folder.WriteRaw("cut.gguf", (await File.ReadAllBytesAsync(ModelPath, Cancellation))[..length]);

        var exception = await Assert.ThrowsAsync<BadInputException>(() => GgufEngine.OpenAsync(path, Options, Cancellation));

        Assert.Equal(path, exception.InputSource);
        Assert.StartsWith("llama.cpp cannot load this model: ", exception.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("said nothing", exception.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_WithLayersForAGpuThatIsNotThere_IsAnError()
    {
        var exception = await Assert.ThrowsAsync<BadInputException>(
            () => GgufEngine.OpenAsync(ModelPath, Options with { GpuLayers = 3 }, Cancellation));

        Assert.Contains("3 layers were asked for on the GPU", exception.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("!")]
    [InlineData(" ")]
    [InlineData("\t ")]
    [InlineData("a1\u0301!")]
    [InlineData("\u001ca")]
    [InlineData("漢")]
    [InlineData("\ud83d\ude00")]
    [InlineData("\udc00")]
    public async Task ScoreAsync_OfAWordThatWouldOverflowTheStack_ExceedsTheContext(string letters)
    {
        // A family whose words are found by a recursive regular expression; the name is as long as the other, so that nothing shifts.
        using var folder = new TemporaryFolder();
        var model = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(ModelPath, Cancellation));
        var path = folder.WriteRaw("model.gguf", Encoding.Latin1.GetBytes(model.Replace("qwen2", "bloom", StringComparison.Ordinal)));
        await using var engine = await GgufEngine.OpenAsync(path, Options, Cancellation);
        var text = string.Concat(Enumerable.Repeat(letters, 100_000));

        var result = Assert.Single(await engine.ScoreAsync([new([new(ChatRole.User, [text])], ["A"])], Cancellation));

        Assert.Equal(FailureKind.ContextExceeded, result.Failure?.Kind);
    }

    [Theory]
    [InlineData(512, 64)]
    [InlineData(48, 64)]
    [InlineData(512, 3)]
    public async Task ScoreAsync_OfAShard_ComputesThePrefixTreeOnce(int batchSize, int maxSequences)
    {
        await using var engine = await GgufEngine.OpenAsync(
            ModelPath, Options with { BatchSize = batchSize, MaxSequences = maxSequences }, Cancellation);
        using var tokenizer = new BundledJudge("tiny-fair");
        var requests = Shard();
        var tree = new HashSet<string>();
        foreach (var request in requests)
        {
            var segments = request.Messages[0].Segments;
            var tokens = tokenizer.Encode(["<|im_start|>user\n", .. segments, "<|im_end|>\n<|im_start|>assistant\n"]);
            tree.UnionWith(Enumerable.Range(1, tokens.Length).Select(length => string.Join(' ', tokens[..length])));
        }

        var results = await engine.ScoreAsync(requests, Cancellation);

        Assert.Equal(tree.Count, results.Sum(result => result.ComputedTokens));
    }

    [Fact]
    public async Task ScoreAsync_OnTwoEnginesAtOnce_TakesTurns()
    {
        await using var first = await GgufEngine.OpenAsync(ModelPath, Options, Cancellation);
        await using var second = await GgufEngine.OpenAsync(ModelPath, Options, Cancellation);
        var alone = await first.ScoreAsync(Shard(), Cancellation);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? first : second).ScoreAsync(Shard(), Cancellation)));

        Assert.All(results, result => Assert.Equal(
            alone.Select(score => score.LogProbabilities), result.Select(score => score.LogProbabilities)));
    }

    protected override Task<IScoringEngine> OpenAsync(string judge, bool sharesPrefixes = true) => GgufEngine.OpenAsync(
        Path.Combine(BundledJudge.FolderOf(judge), "model.gguf"), Options with { SharesPrefixes = sharesPrefixes }, Cancellation);

    /// <summary>One prompt's comparisons of four contestants, both orders, and their scores.</summary>
    private static ScoringRequest[] Shard()
    {
        var responses = new[] { "The answer is 42.", "I get 43.", "## Result\nThe answer is 42, for sure.", "17 + 25 = 42" };
        return
        [
            .. from a in responses
               from b in responses
               where a != b
               select Request(JudgePrompt.Pairwise("What is 17 + 25?", "42", a, b), JudgePrompt.PairwiseCandidates),
            .. responses.Select(response =>
                Request(JudgePrompt.Pointwise("What is 17 + 25?", "42", response), JudgePrompt.PointwiseCandidates)),
        ];

        static ScoringRequest Request(IReadOnlyList<string> segments, IReadOnlyList<string> candidates) =>
            new([new(ChatRole.User, [.. segments.Skip(1).SkipLast(1)])], candidates);
    }
}
