using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Features;
using Arena.Core.Surrogate.Models;
using Arena.Core.Tournaments;

namespace Arena.Tests.Surrogate.Models;

public sealed class SurrogateJudgeTests
{
    private static readonly (Prompt[] Prompts, Response[] Responses, Battle[] Battles) World = SmallArena.Draw(contestants: 8, prompts: 15, seed: 4);

    private static readonly SurrogateModel Model = SurrogateModel.Train(
        JudgedResponses.Create(FeatureRegistry.All, World.Prompts, World.Responses, World.Battles, "base"), "small", "somebody", TimeProvider.System);

    private static readonly Tournament Known = Tournament.Of("small", World.Prompts, World.Responses);

    [Fact]
    public async Task Judge_BothOrdersOfAPair_SaysTheSame()
    {
        var judge = new SurrogateJudge("s", Model, "hash", Protocol.Pairwise, Known);
        var (first, second) = (Find("c00"), Find("c07"));
        var judged = await judge.JudgeAsync(new(World.Prompts[0], [new(first, second), new(second, first)]), TestContext.Current.CancellationToken);

        Assert.Equal(1, judged[0].FirstWinProbability!.Value + judged[1].FirstWinProbability!.Value, 1e-12);
        Assert.True(PairVerdict.Merge(judged[0], judged[1], new TieRule()).IsConsistent);
        Assert.Equal(Verdict.SecondWins, judged[0].Verdict);
    }

    [Fact]
    public async Task Judge_Pointwise_GivesPercentages()
    {
        var judge = new SurrogateJudge("s", Model, "hash", Protocol.Pointwise, Known);
        var judged = await judge.JudgeAsync(new(World.Prompts[0], [new(Find("c00")), new(Find("c07"))]), TestContext.Current.CancellationToken);

        Assert.All(judged, judgment => Assert.InRange(judgment.Score!.Value, 0, 100));
        Assert.True(judged[1].Score > judged[0].Score);
    }

    [Fact]
    public async Task Judge_ResponseThatWasChanged_IsScoredByItself()
    {
        var judge = new SurrogateJudge("s", Model, "hash", Protocol.Pairwise, Known);
        var plain = await judge.JudgeAsync(new(World.Prompts[0], [new(Find("c03"), Find("c07"))]), TestContext.Current.CancellationToken);
        var changed = Find("c03") with { Turns = [Find("c07").Turns[0] + " " + Find("c06").Turns[0]] };
        var judged = await judge.JudgeAsync(new(World.Prompts[0], [new(changed, Find("c07"))]), TestContext.Current.CancellationToken);

        Assert.NotEqual(plain[0].FirstWinProbability, judged[0].FirstWinProbability);
    }

    [Fact]
    public void Fingerprint_OfOtherTextsProtocolOrFile_IsAnother()
    {
        var other = Tournament.Of("small", World.Prompts, World.Responses.Select((response, i) => i == 5 ? response with { Turns = ["other"] } : response));
        string[] fingerprints =
        [
            .. new[]
            {
                new SurrogateJudge("s", Model, "hash", Protocol.Pairwise, Known), new SurrogateJudge("s", Model, "hash", Protocol.Pointwise, Known),
                new SurrogateJudge("s", Model, "other", Protocol.Pairwise, Known), new SurrogateJudge("s", Model, "hash", Protocol.Pairwise, other),
                new SurrogateJudge("s", Model, "hash", Protocol.Pairwise),
            }.Select(judge => judge.Description.Fingerprint),
        ];

        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
        Assert.Equal(fingerprints[0], new SurrogateJudge("t", Model, "hash", Protocol.Pairwise, Known).Description.Fingerprint);
    }

    private static Response Find(string contestant) => World.Responses.First(response => response.PromptId == World.Prompts[0].Id && response.Contestant == contestant);
}
