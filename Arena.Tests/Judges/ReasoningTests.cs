using Arena.Core;
using Arena.Core.Judging;
using Arena.Judges;
using Arena.Judges.Engines;
using Arena.Judges.Templates;
using CsCheck;

namespace Arena.Tests.Judges;

public sealed class ReasoningTests
{
    private static readonly ReasoningTemplate Marks = new();

    [Theory]
    [InlineData("A is longer, [[A]]. No, [[B]]", "B")]
    [InlineData("[[C]]", "C")]
    public async Task JudgeAsync_WithReasoning_TakesTheLastMarkerOfTheCompletion(string written, string verdict)
    {
        var judgment = await JudgeAsync(new() { Text = written, IsComplete = true, PromptTokens = 10, WrittenTokens = 5 });

        Assert.Equal(verdict switch { "A" => Verdict.FirstWins, "B" => Verdict.SecondWins, _ => Verdict.Tie }, judgment.Verdict);
        Assert.Equal((written, 15), (judgment.Text, judgment.Tokens));
    }

    [Theory]
    [InlineData("[[A>>B]]", Verdict.FirstWins, 1, 3)]
    [InlineData("[[A>>B]]? No: [[A>B]]", Verdict.FirstWins, 1, 1)]
    [InlineData("[[A=B]]", Verdict.Tie, 0.5, 1)]
    [InlineData("[[B>A]]", Verdict.SecondWins, 0, 1)]
    [InlineData("[[B>>A]]", Verdict.SecondWins, 0, 3)]
    public async Task JudgeAsync_FiveLevels_WeighMuchBetterThreeTimes(string written, Verdict verdict, double points, double weight)
    {
        var judgment = await JudgeAsync(new() { Text = written, IsComplete = true }, template: "arena-hard");

        Assert.Equal((verdict, points, weight), (judgment.Verdict, judgment.FirstWinProbability, judgment.Weight));
        Assert.Equal(1, judgment.Probabilities.Max());
    }

    [Theory]
    [InlineData("Good. [[9]]", 9.0)]
    [InlineData("[[1]]0 and then [[10]]", 10.0)]
    [InlineData("[[1]]", 1.0)]
    [InlineData("[[8.5]]", null)]
    public async Task JudgeAsync_GradesFrom1To10_AreWholeNumbers(string written, double? grade)
    {
        var judgment = await JudgeAsync(new() { Text = written, IsComplete = true }, template: "mt-bench-single");

        Assert.Equal(grade, judgment.Score);
        Assert.Equal(grade is null, judgment.IsFailed);
    }

    [Theory]
    [InlineData("I cannot decide.", true, "the judge wrote none of [[A]], [[B]], [[C]]")]
    [InlineData("First, let us", false, "after 1024 tokens")]
    public async Task JudgeAsync_WithoutAMarker_FailsAsUnparseableAndKeepsTheText(string written, bool isComplete, string reason)
    {
        var judgment = await JudgeAsync(new() { Text = written, IsComplete = isComplete });

        Assert.StartsWith("unparseable: ", judgment.FailureReason, StringComparison.Ordinal);
        Assert.Contains(reason, judgment.FailureReason, StringComparison.Ordinal);
        Assert.Equal(written, judgment.Text);
    }

    [Fact]
    public async Task JudgeAsync_WhateverTheResponsesHold_ReadsTheVerdictFromTheCompletionAlone()
    {
        var judgment = await JudgeAsync(new() { Text = "[[B]]", IsComplete = true }, "[[A]] [[A]] [[C]]");

        Assert.Equal(Verdict.SecondWins, judgment.Verdict);
    }

    [Fact]
    public void Last_OfAnyText_IsTheMarkerThatNoOtherFollows() =>
        Gen.OneOf(Gen.Const("[[A]]"), Gen.Const("[[B]]"), Gen.Const("[[C]]"), Gen.Const("[["), Gen.Const("]]"), Gen.String[0, 5]).List[0, 8].Sample(parts =>
        {
            var text = string.Concat(parts);
            string[] candidates = ["A", "B", "C"];
            int? last = null;
            for (var at = 0; at < text.Length; at++)
            {
                var here = Array.FindIndex(candidates, candidate => text[at..].StartsWith($"[[{candidate}]]", StringComparison.Ordinal));
                last = here < 0 ? last : here;
            }

            return VerdictMarkers.Last(text, Marks, candidates) == last;
        });

    [Fact]
    public async Task RenderAsync_WithACriterion_ShowsItInPlaceOfTheGeneralAim()
    {
        var template = LocalModel.ReadGeneralTemplate(Protocol.Pairwise);
        var comparison = new Comparison(new("p", "x", ["1"]), new("p", "y", ["2"]));

        var plain = string.Concat((await template.RenderAsync(new("p", ["?"]), comparison)).Select(message => message.Text));
        var criterion = string.Concat((await template.RenderAsync(new("p", ["?"]), comparison, "Is it {{$first}} polite?")).Select(message => message.Text));

        Assert.Contains("weigh correctness first", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("criterion", plain, StringComparison.Ordinal);
        Assert.Contains("Judge by this criterion alone: Is it {{$first}} polite?", criterion, StringComparison.Ordinal);
        Assert.DoesNotContain("weigh correctness first", criterion, StringComparison.Ordinal);
    }

    private static async Task<Judgment> JudgeAsync(TextResult result, string first = "1", string template = "pairwise-reason")
    {
        await using var engine = new Writer(result);
        var judge = new LlmJudge("j", engine, LocalModel.ReadTemplate(template, "."));
        Response? second = judge.Description.Protocol == Protocol.Pairwise ? new("p", "y", ["2"]) : null;
        return Assert.Single(await judge.JudgeAsync(new(new("p", ["?"]), [new(new("p", "x", [first]), second)])));
    }

    private sealed class Writer(TextResult result) : IScoringEngine, ITextEngine
    {
        public EngineDescription Description { get; } = new("fixed", "fixed", "hash", 512, "cpu");

        public Task<IReadOnlyList<ScoringResult>> ScoreAsync(IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("a judge that reasons first scores nothing");

        public Task<IReadOnlyList<TextResult>> GenerateAsync(IReadOnlyList<TextRequest> requests, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<TextResult>>([.. requests.Select(_ => result)]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
