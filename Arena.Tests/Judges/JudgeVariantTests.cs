using Arena.Core;
using Arena.Core.Bias.Distractors;
using Arena.Core.Judging;
using Arena.Judges;
using Arena.Judges.Engines;
using Arena.Judges.Templates;

namespace Arena.Tests.Judges;

public sealed class JudgeVariantTests
{
    private static readonly JudgeVariant Numbers = Of("labels-1-2");
    private static readonly JudgeVariant Letters = Of("labels-random");
    private static readonly JudgeVariant Inverted = Of("scale-inverted");

    [Theory]
    [InlineData("pairwise", "\n[Response A]\nx\n", "\n[Response B]\ny\n", "\nWhich response is better? Answer with one letter: A, B, or C where neither is better.")]
    [InlineData("pairwise-reason", "\n[Response A]\nx\n", "\n[Response B]\ny\n", "\nCompare the responses step by step. Then end with [[A]] or [[B]] where that response is better, or [[C]] where neither is.")]
    [InlineData("alpaca-eval", "\n[Output A]\nx\n", "\n[Output B]\ny\n", "\nWhich output would most people prefer? Answer with one letter, A or B.")]
    [InlineData("mt-bench-pair", "\n[Answer of assistant A]\nx\n", "\n[Answer of assistant B]\ny\n", "\nGive your reasons briefly. Then end with [[A]] or [[B]] where that assistant is better, or [[C]] for a tie.")]
    [InlineData("pointwise", "\nGrade the response from 1 (useless) to 7 (excellent). Answer with one digit.")]
    [InlineData("pointwise-reason", "\nWeigh the response step by step. Then end with a grade from [[1]] (useless) to [[7]] (excellent).")]
    [InlineData("mt-bench-single", "\nGive your reasons briefly. Then end with a whole grade between [[1]] (the worst) and [[10]] (the best).")]
    public async Task RenderAsync_WithoutAVariant_AsksAsItDidBeforeThereWereAny(string name, params string[] last)
    {
        var segments = await RenderAsync(LocalModel.ReadTemplate(name, "."));

        Assert.Equal(last, segments.TakeLast(last.Length));
    }

    [Theory]
    [InlineData("pairwise", "\n[Response 1]\nx\n", "\n[Response 2]\ny\n", "\nWhich response is better? Answer with one digit: 1, 2, or 0 where neither is better.")]
    [InlineData("pairwise-reason", "\n[Response 1]\nx\n", "\n[Response 2]\ny\n", "\nCompare the responses step by step. Then end with [[1]] or [[2]] where that response is better, or [[0]] where neither is.")]
    [InlineData("alpaca-eval", "\n[Output 1]\nx\n", "\n[Output 2]\ny\n", "\nWhich output would most people prefer? Answer with one digit, 1 or 2.")]
    [InlineData("mt-bench-pair", "\n[Answer of assistant 1]\nx\n", "\n[Answer of assistant 2]\ny\n", "\nGive your reasons briefly. Then end with [[1]] or [[2]] where that assistant is better, or [[0]] for a tie.")]
    public async Task Vary_OtherLabels_StandWhereverTheOldOnesStood(string name, params string[] last)
    {
        var varied = LocalModel.ReadTemplate(name, ".").Vary(Numbers)!;

        Assert.Equal(last, (await RenderAsync(varied)).TakeLast(3));
        Assert.Equal(name == "alpaca-eval" ? ["1", "2"] : ["1", "2", "0"], varied.File.Candidates);
        Assert.Contains("one label: ke, ru, or vo", (await RenderAsync(LocalModel.ReadTemplate("pairwise", ".").Vary(Letters)!))[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pointwise", "\nGrade the response from 7 (useless) to 1 (excellent). Answer with one digit.")]
    [InlineData("pointwise-reason", "\nWeigh the response step by step. Then end with a grade from [[7]] (useless) to [[1]] (excellent).")]
    [InlineData("mt-bench-single", "\nGive your reasons briefly. Then end with a whole grade between [[10]] (the worst) and [[1]] (the best).")]
    public async Task Vary_AnInvertedScale_IsSaidInTheText(string name, string last)
    {
        Assert.Equal(last, (await RenderAsync(LocalModel.ReadTemplate(name, ".").Vary(Inverted)!))[^1]);
    }

    [Fact]
    public void Vary_WhatATemplateCannotFollow_IsNull()
    {
        using var folder = new TemporaryFolder();
        const string Head = "name: t\nversion: 1\nprotocol: pairwise\ncandidates: [A, B]\nreasoning: { max_tokens: 9 }\nmessages: [{ role: user, segments: [{ text: '{{$prompt}}{{$label_first}}: {{$first}}{{$label_second}}: {{$second}}";

        Assert.Null(LocalModel.ReadTemplate("pairwise", ".").Vary(Inverted));
        Assert.Null(LocalModel.ReadTemplate("pointwise", ".").Vary(Numbers));
        Assert.Null(LocalModel.ReadTemplate("arena-hard", ".").Vary(new("five") { Labels = ["1", "2", "3", "4", "5"] }));
        Assert.Null(LocalModel.ReadTemplate("pairwise", ".").Vary(new("two") { Labels = ["1", "2"] }));
        Assert.Null(LocalModel.Find(BundledJudge.FolderOf("tiny-fair")).ReadTemplate(Protocol.Pairwise).Vary(Numbers));
        Assert.Null(LocalModel.Find(BundledJudge.FolderOf("tiny-fair")).ReadTemplate(Protocol.Pointwise).Vary(Inverted));
        Assert.Null(PromptTemplate.Read(folder.Write("spelt.yaml", Head + " End with [[A]] or [[B]].' }] }]")).Vary(Numbers));
        Assert.NotNull(PromptTemplate.Read(folder.Write("shown.yaml", Head + " End with [[{{$label_first}}]].' }] }]")).Vary(Numbers));
    }

    [Fact]
    public async Task Vary_AJudge_IsAnotherWhoseAnswersMeanTheSame()
    {
        await using var engine = new LastLikeliest();
        var pairs = new LlmJudge("j", engine, LocalModel.ReadTemplate("pairwise", "."));
        var scores = new LlmJudge("j", engine, LocalModel.ReadTemplate("pointwise", "."));
        var (numbered, lettered, inverted) = (pairs.Vary(Numbers)!, pairs.Vary(Letters)!, scores.Vary(Inverted)!);

        var judgment = Assert.Single(await numbered.JudgeAsync(new(new("p", ["q"]), [new(new("p", "x", ["1"]), new("p", "y", ["2"]))]), TestContext.Current.CancellationToken));
        var graded = Assert.Single(await inverted.JudgeAsync(new(new("p", ["q"]), [new(new("p", "x", ["1"]))]), TestContext.Current.CancellationToken));

        Assert.Equal(("j+labels-1-2", Verdict.Tie), (judgment.Judge, judgment.Verdict));
        Assert.Equal(["1", "2", "0"], engine.Asked[0]);
        Assert.Equal(["7", "6", "5", "4", "3", "2", "1"], engine.Asked[1]);
        Assert.Equal(7, graded.Score!.Value, 9);
        string[] prints = [.. new IJudge[] { pairs, scores, numbered, lettered, inverted }.Select(judge => judge.Description.Fingerprint)];
        Assert.Equal(prints, prints.Distinct());
        Assert.Equal(numbered.Description, pairs.Vary(Numbers)!.Description);
        Assert.Null(pairs.Vary(Inverted));
        Assert.Null(((IJudge)new RecordedJudge("r", Protocol.Pairwise, [])).Vary(Numbers));
    }

    [Fact]
    public async Task Fingerprint_OfAJudgeWithoutAVariant_IsMadeAsBeforeThereWereAny()
    {
        await using var engine = new LastLikeliest();
        var template = LocalModel.ReadTemplate("pairwise", ".");

        Assert.Equal(ContentHash.Of("llm judge", "fixed", "model", null, null, template.Hash, null, "0.5"), new LlmJudge("j", engine, template).Description.Fingerprint);
    }

    private static JudgeVariant Of(string name) => ((JudgeDistractor)DistractorRegistry.Find(name)).Variant;

    private static async Task<IReadOnlyList<string>> RenderAsync(PromptTemplate template) =>
        (await template.RenderAsync(new("p", ["q"]), new(new("p", "a", ["x"]), template.File.Protocol == Protocol.Pairwise ? new("p", "b", ["y"]) : null)))[^1].Segments;

    /// <summary>Puts all its probability on the last candidate.</summary>
    private sealed class LastLikeliest : IScoringEngine
    {
        public EngineDescription Description { get; } = new("fixed", "fixed", "model", 512, "cpu");

        public List<IReadOnlyList<string>> Asked { get; } = [];

        public Task<IReadOnlyList<ScoringResult>> ScoreAsync(IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken = default)
        {
            Asked.AddRange(requests.Select(request => request.Candidates));
            return Task.FromResult<IReadOnlyList<ScoringResult>>(
                [.. requests.Select(request => new ScoringResult { LogProbabilities = [.. request.Candidates.Select((_, i) => i == request.Candidates.Count - 1 ? 0 : double.NegativeInfinity)] })]);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
