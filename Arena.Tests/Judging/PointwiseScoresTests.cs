using Arena.Core.Judging;

namespace Arena.Tests.Judging;

public sealed class PointwiseScoresTests
{
    private static readonly PointwiseScores Scores = new(
        [
            Of("p", "strict", ("a", 3), ("b", 2)),
            Of("p", "kind", ("a", 7), ("b", 5)),
            Of("q", "strict", ("a", 1), ("b", 1), ("c", 4)),
            Of("r", "strict", ("a", 5)),
        ],
        [new JudgmentCount("kind", 2, 0), new JudgmentCount("strict", 7, 1)]);

    [Fact]
    public void MeanOf_SeveralJudges_CountsEveryScoreAndTakesPromptsForIndependent()
    {
        var mean = Scores.MeanOf("a")!;

        Assert.Equal((3, 4.0), (mean.Prompts, mean.Mean));

        // Prompts move the mean by (10 − 8)/4, (1 − 4)/4 and (5 − 4)/4; t with 2 degrees of freedom is 4.3026527297.
        var half = 4.3026527297 * Math.Sqrt(1.5 * (0.25 + 0.5625 + 0.0625));
        Assert.Equal(4 - half, mean.Interval!.Value.Lower, 1e-8);
        Assert.Equal(4 + half, mean.Interval.Value.Upper, 1e-8);
    }

    [Fact]
    public void MeanOf_OnePromptOrNone_HasNoInterval()
    {
        Assert.Equal(new MeanScore(1, 4, null), Scores.MeanOf("c"));
        Assert.Null(Scores.MeanOf("d"));
    }

    [Fact]
    public void MeanDifference_TwoContestants_PairsTheScoresOfOneJudgeOnOnePrompt()
    {
        var difference = Scores.MeanDifference("a", "b")!;

        Assert.Equal((2, 1.0), (difference.Prompts, difference.Mean));
        Assert.Null(Scores.MeanDifference("a", "d"));
    }

    [Fact]
    public void Of_OneJudge_HasItsScoresAndItsFailures()
    {
        var strict = Scores.Of("strict");

        Assert.Equal(3, strict.Prompts.Count);
        Assert.Equal((7, 1), (strict.Judgments, strict.Failed));
        Assert.Equal(["strict"], strict.Judges);
        Assert.Empty(Scores.Of("nobody").Prompts);
    }

    private static PromptScores Of(string prompt, string judge, params (string Contestant, double Score)[] scores) =>
        new(prompt, judge, null, scores.ToDictionary(score => score.Contestant, score => score.Score));
}
