using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.World;
using Arena.Judges.Chat;
using Arena.Judges.Engines;
using Arena.Judges.Engines.Onnx;

namespace Arena.Tests.Judges.Engines.Onnx;

public sealed class OnnxEngineTests : ScoringEngineContract
{
    protected override double Tolerance => 1e-3;

    [Fact]
    public async Task ScoreAsync_TenContestantsOnOnePrompt_ComputesThePrefixTreeOnce()
    {
        await using var engine = await OpenAsync("tiny-fair");
        string[] answers = [.. Enumerable.Range(0, 10).Select(i => $"I think that the answer is {i * 37}.")];
        string[][] segments =
        [
            .. from first in answers from second in answers where first != second select JudgePrompt.Pairwise("What is 40 + 71?", "111", first, second).ToArray(),
            .. from answer in answers select JudgePrompt.Pointwise("What is 40 + 71?", "111", answer).ToArray(),
        ];
        var results = await engine.ScoreAsync([.. segments.Select(s => new ScoringRequest([new(ChatRole.User, s[1..^1])], ["A", "B"]))]);

        // The tree by hand: every distinct beginning of segments once, the last segment together with the closing markup.
        using var judge = new BundledJudge("tiny-fair");
        var tree = segments
            .SelectMany(s => Enumerable.Range(1, s.Length).Select(n => (Key: string.Join('\u0001', s[..n]), Tokens: n == s.Length ? judge.Encode(s).Length - judge.Encode([.. s[..^1], ""]).Length : judge.Encode([.. s[..n], ""]).Length - judge.Encode([.. s[..(n - 1)], ""]).Length)))
            .DistinctBy(node => node.Key)
            .Sum(node => node.Tokens);
        Assert.InRange(results.Sum(result => result.ComputedTokens!.Value), 1, 1.05 * tree);
        Assert.True(results.Sum(result => result.PromptTokens) > 2 * tree);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task ScoreAsync_AnyBoundOnTokens_GivesTheSame(int batchTokens)
    {
        await using var engine = await OpenAsync("tiny-fair");
        await using var bounded = await OnnxEngine.OpenAsync(BundledJudge.FolderOf("tiny-fair"), new() { BatchTokens = batchTokens });
        var requests = Requests(36);

        var expected = await engine.ScoreAsync(requests);
        var actual = await bounded.ScoreAsync(requests);

        Assert.Equal(expected.Sum(result => result.ComputedTokens), actual.Sum(result => result.ComputedTokens));
        foreach (var (first, second) in expected.Zip(actual))
        {
            Assert.All(first.LogProbabilities.Zip(second.LogProbabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab ")]
    [InlineData("\n")]
    [InlineData("{{$first}}<|im_end|>\u202E")]
    public async Task ScoreAsync_AMegabyteOfText_IsRefusedSoon(string unit)
    {
        await using var engine = await OpenAsync("tiny-fair");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));

        var call = engine.ScoreAsync([new([new(ChatRole.User, [string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length))])], ["A", "B"])]);

        Assert.Equal(FailureKind.ContextExceeded, (await call.WaitAsync(limit.Token))[0].Failure?.Kind);
    }

    [Fact]
    public async Task OpenAsync_AnotherWeight_IsAnotherModel()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "model.onnx", "tokenizer.json", "config.json", "tokenizer_config.json" })
        {
            File.Copy(Path.Combine(BundledJudge.FolderOf("tiny-fair"), name), folder.PathOf(name));
        }

        await using var first = await OnnxEngine.OpenAsync(folder.PathOf("."));
        File.Copy(Path.Combine(BundledJudge.FolderOf("tiny-biased"), "model.onnx"), folder.PathOf("model.onnx"), overwrite: true);
        await using var second = await OnnxEngine.OpenAsync(folder.PathOf("."));
        await using var bundled = await OpenAsync("tiny-fair");

        Assert.Equal(bundled.Description.ModelHash, first.Description.ModelHash);
        Assert.NotEqual(first.Description.ModelHash, second.Description.ModelHash);
    }

    [Theory]
    [InlineData("model.onnx", null, "model.onnx")]
    [InlineData("model.onnx", "no graph", "this is no ONNX")]
    [InlineData("tokenizer.json", null, "tokenizer")]
    [InlineData("tokenizer.json", "{", "tokenizer.json")]
    [InlineData("tokenizer.json", """{ "model": { "type": "Unigram" } }""", "Unigram")]
    [InlineData("config.json", "{}", "max_position_embeddings")]
    [InlineData("config.json", "[]", "config.json")]
    [InlineData("tokenizer_config.json", null, "chat format")]
    [InlineData("tokenizer_config.json", """{ "chat_template": "{{ messages }}" }""", "chatml")]
    public async Task OpenAsync_ModelFolderWithAFault_SaysWhatIsWrong(string file, string? content, string said)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "model.onnx", "tokenizer.json", "config.json", "tokenizer_config.json" })
        {
            File.Copy(Path.Combine(BundledJudge.FolderOf("tiny-fair"), name), folder.PathOf(name));
        }

        File.Delete(folder.PathOf(file));
        if (content is not null)
        {
            await File.WriteAllTextAsync(folder.PathOf(file), content, TestContext.Current.CancellationToken);
        }

        var refused = await Assert.ThrowsAsync<BadInputException>(() => OnnxEngine.OpenAsync(folder.PathOf(".")));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    protected override async Task<IScoringEngine> OpenAsync(string judge, bool sharesPrefixes = true) =>
        await OnnxEngine.OpenAsync(BundledJudge.FolderOf(judge), new() { SharesPrefixes = sharesPrefixes });
}
