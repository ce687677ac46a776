using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.World;
using Arena.Judges;
using Arena.Judges.Engines;
using Arena.Judges.Templates;

namespace Arena.Tests.Judges;

public sealed class LlmJudgeTests
{
    [Fact]
    public async Task JudgeAsync_TinyFairOnTheHeldOutWorld_ReachesTheFiguresOfItsCard()
    {
        var world = CheckableWorld.Create(31, 45, SimulatedContestant.Field(5, 3));
        var truth = world.Responses.Zip(world.IsCorrect).ToDictionary(pair => (pair.First.PromptId, pair.First.Contestant), pair => pair.Second);
        var model = LocalModel.Find(BundledJudge.FolderOf("tiny-fair"));
        await using var engine = await model.OpenAsync();
        var pairs = new LlmJudge("tiny-fair", engine, model.ReadTemplate(Protocol.Pairwise));
        var scores = new LlmJudge("tiny-fair", engine, model.ReadTemplate(Protocol.Pointwise));
        var (right, decided, rightScores, scored) = (0, 0, 0, 0);

        foreach (var prompt in world.Prompts)
        {
            Response[] responses = [.. world.Responses.Where(response => response.PromptId == prompt.Id)];
            var judgments = await pairs.JudgeAsync(
                new(prompt, [.. from first in responses from second in responses where first != second select new Comparison(first, second)]));
            foreach (var judgment in judgments.Where(j => truth[(prompt.Id, j.First)] != truth[(prompt.Id, j.Second!)]))
            {
                decided++;
                right += judgment.Verdict == (truth[(prompt.Id, judgment.First)] ? Verdict.FirstWins : Verdict.SecondWins) ? 1 : 0;
            }

            foreach (var judgment in await scores.JudgeAsync(new(prompt, [.. responses.Select(response => new Comparison(response))])))
            {
                scored++;
                rightScores += judgment.Score > 4 == truth[(prompt.Id, judgment.First)] ? 1 : 0;
            }
        }

        Assert.True(decided > 200);
        Assert.True(right >= 0.95 * decided, $"{right} of {decided} decided verdicts are right");
        Assert.True(rightScores >= 0.95 * scored, $"{rightScores} of {scored} scores are right");
    }

    [Fact]
    public async Task JudgeAsync_LittleMassOnTheCandidates_Fails()
    {
        await using var engine = new FixedEngine(new() { LogProbabilities = [Math.Log(0.2), Math.Log(0.1), Math.Log(0.1)] });
        var judge = Pairwise(engine, 0.5);

        var judgment = Assert.Single(await judge.JudgeAsync(Shard));

        Assert.StartsWith("low candidate mass", judgment.FailureReason, StringComparison.Ordinal);
        Assert.Equal(Verdict.Failed, judgment.Verdict);
        Assert.Null(judgment.FirstWinProbability);
        Assert.Equal(Verdict.FirstWins, Assert.Single(await Pairwise(engine, 0.3).JudgeAsync(Shard)).Verdict);
    }

    [Fact]
    public async Task JudgeAsync_NothingAtAllOnTheCandidates_FailsWhateverIsAskedFor()
    {
        await using var engine = new FixedEngine(new() { LogProbabilities = [double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity] });

        var judgment = Assert.Single(await Pairwise(engine, 0).JudgeAsync(Shard));

        Assert.StartsWith("low candidate mass", judgment.FailureReason, StringComparison.Ordinal);
        Assert.Null(judgment.FirstWinProbability);
    }

    [Fact]
    public async Task JudgeAsync_AVerdictReadFromText_SaysSo()
    {
        await using var engine = new FixedEngine(new() { LogProbabilities = [double.NegativeInfinity, 0, double.NegativeInfinity], Text = "B" });

        var judgment = Assert.Single(await Pairwise(engine, 0.5).JudgeAsync(Shard));

        Assert.Equal(Verdict.SecondWins, judgment.Verdict);
        Assert.Equal("B", judgment.Text);
        Assert.Null(judgment.Mass);
    }

    [Fact]
    public async Task JudgeAsync_AFailureOfTheEngine_IsAFailedJudgment()
    {
        await using var engine = new FixedEngine(new() { Failure = new(FailureKind.TimedOut, "no answer in 60 s") });

        var judgment = Assert.Single(await Pairwise(engine, 0.5).JudgeAsync(Shard));

        Assert.Equal("timed out: no answer in 60 s", judgment.FailureReason);
        Assert.Equal(Verdict.Failed, judgment.Verdict);
    }

    [Fact]
    public async Task Fingerprint_OfAnotherTemplateModelOrSetting_Differs()
    {
        await using var engine = new FixedEngine(new());
        await using var other = new FixedEngine(new(), "another");
        string[] prints =
        [
            Pairwise(engine, 0.5).Description.Fingerprint,
            Pairwise(engine, 0.4).Description.Fingerprint,
            Pairwise(other, 0.5).Description.Fingerprint,
            new LlmJudge("j", engine, LocalModel.Find(BundledJudge.FolderOf("tiny-fair")).ReadTemplate(Protocol.Pointwise)).Description.Fingerprint,
        ];

        Assert.Equal(prints, prints.Distinct());
        Assert.Equal(prints[0], Pairwise(engine, 0.5).Description.Fingerprint);
    }

    [Fact]
    public async Task JudgeAsync_TwoCandidates_HasNoTie()
    {
        await using var engine = new FixedEngine(new() { LogProbabilities = [Math.Log(0.6), Math.Log(0.2)] });
        var judge = new LlmJudge("j", engine, LocalModel.ReadTemplate("alpaca-eval", "."));

        var judgment = Assert.Single(await judge.JudgeAsync(Shard));

        Assert.Equal([0.75, 0.25, 0], judgment.Probabilities.Select(p => Math.Round(p, 12)));
        Assert.Equal((Verdict.FirstWins, 0.75, 1), (judgment.Verdict, Math.Round(judgment.FirstWinProbability!.Value, 12), judgment.Weight));
    }

    [Fact]
    public async Task JudgeAsync_FiveCandidatesInDoubt_CountsTheExpectedWeightAndItsShare()
    {
        using var folder = new TemporaryFolder();
        var template = folder.Write("five.yaml", "name: five\nversion: 1\nprotocol: pairwise\nmessages: [{ role: user, segments: [{ text: '{{$prompt}}{{$first}}{{$second}}' }] }]\ncandidates: ['1', '2', '3', '4', '5']");
        await using var engine = new FixedEngine(new() { LogProbabilities = [Math.Log(0.25), Math.Log(0.125), Math.Log(0.25), Math.Log(0.25), Math.Log(0.125)] });
        var judge = new LlmJudge("j", engine, PromptTemplate.Read(template));

        var judgment = Assert.Single(await judge.JudgeAsync(Shard));

        // Weights 3·¼ + ⅛ for the first, ¼ + 3·⅛ for the second, ¼ for a tie.
        Assert.Equal([0.375, 0.375, 0.25], judgment.Probabilities.Select(p => Math.Round(p, 12)));
        Assert.Equal(1.75, judgment.Weight, 12);
        Assert.Equal(1 / 1.75, judgment.FirstWinProbability!.Value, 12);
    }

    private static JudgingShard Shard => new(new("p", ["Question"]), [new(new("p", "x", ["1"]), new("p", "y", ["2"]))]);

    private static LlmJudge Pairwise(IScoringEngine engine, double leastMass) =>
        new("j", engine, LocalModel.Find(BundledJudge.FolderOf("tiny-fair")).ReadTemplate(Protocol.Pairwise), leastMass: leastMass);

    private sealed class FixedEngine(ScoringResult result, string hash = "model") : IScoringEngine
    {
        public EngineDescription Description { get; } = new("fixed", "fixed", hash, 512, "cpu");

        public Task<IReadOnlyList<ScoringResult>> ScoreAsync(IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<ScoringResult>>([.. requests.Select(_ => result)]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
