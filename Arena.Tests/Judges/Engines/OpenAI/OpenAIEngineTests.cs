using Arena.Core.World;
using Arena.Judges.Chat;
using Arena.Judges.Engines;
using Arena.Judges.Engines.Onnx;
using Arena.Judges.Engines.OpenAI;
using Microsoft.Extensions.Configuration;

namespace Arena.Tests.Judges.Engines.OpenAI;

/// <summary>The contract over real HTTP: a server with the ONNX engine behind it.</summary>
public sealed class OpenAIEngineTests : ScoringEngineContract, IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _opened = [];

    // Log-probabilities travel as 32-bit numbers, and the server joins what engines in process tokenise apart: equal tokens here.
    protected override double Tolerance => 1e-3;

    protected override bool KnowsTokens => false;

    protected override string? ChatFormat => null;

    [Fact]
    public async Task ScoreAsync_ServerThatCachesFinishedPrompts_ComputesThePrefixTreeOnce()
    {
        using var judge = new BundledJudge("tiny-fair");
        await using var engine = await OpenAsync("tiny-fair");
        string[] answers = [.. Enumerable.Range(0, 6).Select(i => $"I think that the answer is {i * 37}.")];
        string[][] segments =
        [
            .. from first in answers from second in answers where first != second select JudgePrompt.Pairwise("What is 40 + 71?", "111", first, second).ToArray(),
            .. from answer in answers select JudgePrompt.Pointwise("What is 40 + 71?", "111", answer).ToArray(),
        ];

        var results = await engine.ScoreAsync([.. segments.Select(s => new ScoringRequest([new(ChatRole.User, s[1..^1])], ["A", "B"]))]);

        // The tree by hand: every distinct beginning of segments once, the last segment together with the closing markup.
        var tree = segments
            .SelectMany(s => Enumerable.Range(2, s.Length - 2).Select(n => (Key: string.Join('\u0001', s[..n]), Tokens: TokensOf(s, n) - (n == 2 ? 0 : TokensOf(s, n - 1)))))
            .DistinctBy(node => node.Key)
            .Sum(node => node.Tokens);
        Assert.InRange(results.Sum(result => result.ComputedTokens!.Value), 1, tree);
        Assert.True(results.Sum(result => result.PromptTokens) > 2 * tree);

        int TokensOf(string[] s, int n) => judge.Encode(n == s.Length - 1 ? s : [.. s[..n], ""]).Length;
    }

    public async ValueTask DisposeAsync()
    {
        while (_opened.TryPop(out var opened))
        {
            await opened.DisposeAsync();
        }
    }

    protected override async Task<IScoringEngine> OpenAsync(string judge, bool sharesPrefixes = true)
    {
        var onnx = await OnnxEngine.OpenAsync(BundledJudge.FolderOf(judge));
        _opened.Push(onnx);

        // Only its tokenizer is used, and that needs no open model.
        using var bundled = new BundledJudge(judge);
        var server = await ChatServer.StartAsync(NextTokens.Of(onnx, bundled), context: 512, cachesPrefixes: sharesPrefixes);
        _opened.Push(server);
        return await OpenAIEngine.OpenAsync(new([server.Endpoint], judge), new ConfigurationBuilder().Build(), TimeProvider.System);
    }
}
