using Arena.Core;
using Arena.Core.Judging;

namespace Arena.Tests.Judging;

public sealed class RecordedJudgeTests
{
    private static readonly Judgment Recorded = new("gpt", Protocol.Pairwise, "p", "x", "y") { Verdict = Verdict.FirstWins, FirstWinProbability = 0.75 };

    [Fact]
    public async Task JudgeAsync_ARecordedOrder_ReplaysItUnderItsOwnName()
    {
        var judgment = Assert.Single(await new RecordedJudge("mine", Protocol.Pairwise, [Recorded]).JudgeAsync(Shard("x", "y")));

        Assert.Equal(("mine", Verdict.FirstWins, 0.75), (judgment.Judge, judgment.Verdict, judgment.FirstWinProbability));
    }

    [Fact]
    public async Task JudgeAsync_TheOrderThatWasNotRecorded_FailsWhereOrdersAreKnown()
    {
        var judgment = Assert.Single(await new RecordedJudge("mine", Protocol.Pairwise, [Recorded]).JudgeAsync(Shard("y", "x")));

        Assert.StartsWith("not recorded", judgment.FailureReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JudgeAsync_AnOrderThatIsNotKnown_StandsForBoth()
    {
        var judge = new RecordedJudge("mine", Protocol.Pairwise, [Recorded with { IsOrderKnown = false }]);

        var judgment = Assert.Single(await judge.JudgeAsync(Shard("y", "x")));

        Assert.Equal((Verdict.SecondWins, 0.25, false), (judgment.Verdict, judgment.FirstWinProbability, judgment.IsOrderKnown));
    }

    [Fact]
    public void Fingerprint_OfAnotherRecording_Differs()
    {
        string[] prints =
        [
            new RecordedJudge("mine", Protocol.Pairwise, [Recorded]).Description.Fingerprint,
            new RecordedJudge("mine", Protocol.Pairwise, [Recorded with { Verdict = Verdict.Tie }]).Description.Fingerprint,
            new RecordedJudge("mine", Protocol.Pointwise, [Recorded]).Description.Fingerprint,
        ];

        Assert.Equal(prints, prints.Distinct());
    }

    private static JudgingShard Shard(string first, string second) =>
        new(new("p", ["?"]), [new(new("p", first, ["1"]), new("p", second, ["2"]))]);
}
