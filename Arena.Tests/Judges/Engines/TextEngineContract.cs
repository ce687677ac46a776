using Arena.Core.Judging;
using Arena.Core.World;
using Arena.Judges.Chat;
using Arena.Judges.Engines;

namespace Arena.Tests.Judges.Engines;

/// <summary>What every engine that writes must do, run against the bundled judge <c>tiny-fair</c>.</summary>
public abstract class TextEngineContract
{
    private static readonly JudgingExample[] Examples = [.. JudgingExamples.Generate(6, Split.HeldOut, 2).Take(36)];

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens the engine on the judge.</summary>
    protected abstract Task<ITextEngine> OpenAsync();

    [Fact]
    public async Task GenerateAsync_OfJudgesPrompts_WritesTheLikeliestTokensAndEnds()
    {
        await using var engine = await OpenAsync();
        using var judge = new BundledJudge("tiny-fair");

        var results = await engine.GenerateAsync([.. Examples.Select(example => Ask(example, 5))], Cancellation);

        foreach (var (example, result) in Examples.Zip(results))
        {
            // What the training code asks for: the verdict, and then the end of the turn.
            var prompt = judge.Encode(example.Segments);
            var verdict = Likeliest(prompt);
            Assert.Null(judge.TextOf(Likeliest([.. prompt, verdict])));
            Assert.Null(result.Failure);
            Assert.Equal(judge.TextOf(verdict), result.Text);
            Assert.True(result.IsComplete);
            Assert.Equal(1, result.WrittenTokens);
            Assert.Equal(prompt.Length, result.PromptTokens);
        }

        int Likeliest(int[] tokens)
        {
            var logs = judge.Score(tokens)[^1];
            return Array.IndexOf(logs, logs.Max());
        }
    }

    [Fact]
    public async Task GenerateAsync_LimitOfTokens_CutsOffAndSaysSo()
    {
        await using var engine = await OpenAsync();

        var result = Assert.Single(await engine.GenerateAsync([Ask(Examples[0], 1)], Cancellation));

        Assert.False(result.IsComplete);
        Assert.Equal(1, result.WrittenTokens);
        Assert.Single(result.Text);
    }

    [Fact]
    public async Task GenerateAsync_PromptLongerThanTheContext_FailsAlone()
    {
        await using var engine = await OpenAsync();
        var fits = Ask(Examples[0], 3);

        var results = await engine.GenerateAsync([fits, new([new(ChatRole.User, [new('7', 600)])], 3), fits], Cancellation);

        Assert.Equal(FailureKind.ContextExceeded, results[1].Failure?.Kind);
        Assert.Empty(results[1].Text);
        Assert.Null(results[0].Failure);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public async Task GenerateAsync_OfNothing_GivesNothing()
    {
        await using var engine = await OpenAsync();

        Assert.Empty(await engine.GenerateAsync([], Cancellation));
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_ThrowsAndTheEngineGoesOn()
    {
        await using var engine = await OpenAsync();
        using var cancel = new CancellationTokenSource();
        var request = Ask(Examples[0], 200) with { Temperature = 100 };

        var call = engine.GenerateAsync([.. Enumerable.Repeat(request, 200)], cancel.Token);
        cancel.CancelAfter(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Null(Assert.Single(await engine.GenerateAsync([request with { MaxTokens = 2 }], Cancellation)).Failure);
    }

    [Fact]
    public async Task GenerateAsync_AfterDisposal_Throws()
    {
        var engine = await OpenAsync();
        await engine.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.GenerateAsync([Ask(Examples[0], 1)], Cancellation));
    }

    private protected static TextRequest Ask(JudgingExample example, int maxTokens) =>
        new([new(ChatRole.User, [.. example.Segments.Skip(1).SkipLast(1)])], maxTokens);
}
