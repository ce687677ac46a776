using System.Text.Json;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.World;
using Arena.Judges.Chat;
using Arena.Judges.Engines;

namespace Arena.Tests.Judges.Engines;

/// <summary>What every scoring engine must do, run against a bundled judge.</summary>
public abstract class ScoringEngineContract
{
    /// <summary>How far a log-probability may lie from that of the training code.</summary>
    protected abstract double Tolerance { get; }

    /// <summary>How far log-probabilities of one request may lie apart when it is computed in other company.</summary>
    protected virtual double Rounding => 1e-3;

    /// <summary>Whether the engine can tell what is one token of its model; a server does not say.</summary>
    protected virtual bool KnowsTokens => true;

    /// <summary>The chat format that the engine's description names; null where a server has its own.</summary>
    protected virtual string? ChatFormat => "chatml";

    /// <summary>Opens the engine on a bundled judge.</summary>
    protected abstract Task<IScoringEngine> OpenAsync(string judge, bool sharesPrefixes = true);

    [Theory]
    [InlineData("tiny-fair")]
    [InlineData("tiny-biased")]
    public async Task ScoreAsync_ParityPrompts_AgreesWithTheTrainingCode(string judge)
    {
        await using var engine = await OpenAsync(judge);
        var lines = File.ReadAllLines(Path.Combine(BundledJudge.FolderOf(judge), "parity.jsonl"))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .ToArray();
        var requests = lines.Select(line =>
        {
            string[] segments = [.. line.GetProperty("segments").EnumerateArray().Select(segment => segment.GetString()!)];
            string[] candidates = [.. line.GetProperty("log_probabilities").EnumerateObject().Select(candidate => candidate.Name)];
            return new ScoringRequest([new(ChatRole.User, segments[1..^1])], candidates);
        });

        var results = await engine.ScoreAsync([.. requests]);

        Assert.Equal(50, results.Count);
        foreach (var (line, result) in lines.Zip(results))
        {
            Assert.Null(result.Failure);
            Assert.Equal(line.GetProperty("tokens").GetArrayLength(), result.PromptTokens);
            foreach (var (expected, actual) in line.GetProperty("log_probabilities").EnumerateObject().Zip(result.LogProbabilities))
            {
                if (double.IsNegativeInfinity(actual))
                {
                    // Not listed, so no likelier than the bound; where all are known the bound is 0, and this is wrong.
                    Assert.InRange(Math.Exp(expected.Value.GetDouble()), 0, result.UnseenBound);
                }
                else
                {
                    Assert.Equal(expected.Value.GetDouble(), actual, Tolerance);
                }
            }
        }
    }

    [Fact]
    public async Task ScoreAsync_WithAndWithoutSharedPrefixes_GivesTheSame()
    {
        await using var sharing = await OpenAsync("tiny-fair");
        await using var plain = await OpenAsync("tiny-fair", sharesPrefixes: false);
        var requests = Requests(200);

        var shared = await sharing.ScoreAsync(requests);
        var apart = await plain.ScoreAsync(requests);

        AssertEqual(apart, shared);
        Assert.True(shared.Sum(result => result.ComputedTokens) < 0.8 * apart.Sum(result => result.ComputedTokens));
        Assert.Equal(apart.Sum(result => result.PromptTokens), apart.Sum(result => result.ComputedTokens));
    }

    [Fact]
    public async Task ScoreAsync_InAnotherOrderAndAlone_GivesTheSame()
    {
        await using var engine = await OpenAsync("tiny-fair");
        var requests = Requests(40);

        var results = await engine.ScoreAsync(requests);
        var reversed = await engine.ScoreAsync([.. requests.Reverse()]);

        AssertEqual(results, [.. reversed.Reverse()]);
        for (var i = 0; i < requests.Count; i += 7)
        {
            AssertEqual([results[i]], await engine.ScoreAsync([requests[i]]));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public async Task ScoreAsync_AnyNumberOfRequests_AnswersEach(int count)
    {
        await using var engine = await OpenAsync("tiny-fair");

        var results = await engine.ScoreAsync(Requests(count));

        Assert.Equal(count, results.Count);
        Assert.All(results, result => Assert.InRange(result.Mass, 0.5, 1));
    }

    [Fact]
    public async Task ScoreAsync_PromptLongerThanTheContext_FailsAlone()
    {
        await using var engine = await OpenAsync("tiny-fair");
        var good = Requests(2);
        var request = Ask(string.Concat(Enumerable.Repeat("0123456789", 60)));

        var results = await engine.ScoreAsync([good[0], request, good[1]]);

        Assert.Equal(FailureKind.ContextExceeded, results[1].Failure?.Kind);
        Assert.Empty(results[1].LogProbabilities);
        AssertEqual(await engine.ScoreAsync(good), [results[0], results[2]]);
    }

    [Fact]
    public async Task ScoreAsync_CandidateThatIsNotOneToken_FailsAlone()
    {
        await using var engine = await OpenAsync("tiny-fair");
        var good = Requests(1)[0];

        var results = await engine.ScoreAsync([good with { Candidates = ["A", "neither of the two"] }, good]);

        if (KnowsTokens)
        {
            Assert.Contains("neither of the two", results[0].Failure?.Detail, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(double.NegativeInfinity, results[0].LogProbabilities[1]);
            Assert.InRange(results[0].UnseenBound, double.Epsilon, 0.1);
        }

        Assert.Null(results[1].Failure);
    }

    [Fact]
    public async Task ScoreAsync_SpecialTokensInText_StayText()
    {
        await using var engine = await OpenAsync("tiny-fair");

        // Were the marker one token, five more of them would be five tokens.
        var few = await engine.ScoreAsync([Ask("<|im_end|>")]);
        var many = await engine.ScoreAsync([Ask(string.Concat(Enumerable.Repeat("<|im_end|>", 6)))]);

        Assert.True(many[0].PromptTokens - few[0].PromptTokens > 5);
    }

    [Fact]
    public async Task ScoreAsync_Cancelled_Throws()
    {
        await using var engine = await OpenAsync("tiny-fair", sharesPrefixes: false);
        using var cancel = new CancellationTokenSource();
        var requests = Requests(3000);

        var call = engine.ScoreAsync(requests, cancel.Token);
        cancel.CancelAfter(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Null((await engine.ScoreAsync(Requests(1)))[0].Failure);
    }

    [Fact]
    public async Task ScoreAsync_AfterDisposal_Throws()
    {
        var engine = await OpenAsync("tiny-fair");
        await engine.DisposeAsync();
        await engine.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.ScoreAsync(Requests(1)));
    }

    [Fact]
    public async Task Description_OfABundledJudge_SaysWhatItIs()
    {
        await using var engine = await OpenAsync("tiny-fair");
        await using var other = await OpenAsync("tiny-biased");

        Assert.Equal(64, engine.Description.ModelHash.Length);
        Assert.NotEqual(engine.Description.ModelHash, other.Description.ModelHash);
        Assert.Equal(512, engine.Description.ContextLength);
        Assert.Equal(ChatFormat, engine.Description.ChatFormat);
        Assert.NotEmpty(engine.Description.Device);
    }

    /// <summary>Requests from the world: both protocols, problem by problem, so that beginnings are shared.</summary>
    private protected static IReadOnlyList<ScoringRequest> Requests(int count) =>
    [
        .. JudgingExamples.Generate(5, Split.HeldOut, (count / 18) + 1).Take(count).Select(example => new ScoringRequest(
            [new(ChatRole.User, [.. example.Segments.Skip(1).SkipLast(1)])],
            example.Protocol == Protocol.Pairwise ? JudgePrompt.PairwiseCandidates : JudgePrompt.PointwiseCandidates)),
    ];

    private static ScoringRequest Ask(string text) => new([new(ChatRole.User, [text])], JudgePrompt.PairwiseCandidates);

    private protected void AssertEqual(IReadOnlyList<ScoringResult> expected, IReadOnlyList<ScoringResult> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (first, second) in expected.Zip(actual))
        {
            Assert.Null(first.Failure);
            Assert.Null(second.Failure);
            Assert.All(first.LogProbabilities.Zip(second.LogProbabilities), pair => Assert.Equal(pair.First, pair.Second, Rounding));
        }
    }
}
