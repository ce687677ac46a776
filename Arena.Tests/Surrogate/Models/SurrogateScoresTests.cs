using Arena.Core;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Features;
using Arena.Core.Surrogate.Models;

namespace Arena.Tests.Surrogate.Models;

public sealed class SurrogateScoresTests
{
    private static readonly (Prompt[] Prompts, Response[] Responses, Battle[] Battles) World = SmallArena.Draw(contestants: 10, prompts: 20, seed: 3);

    private static readonly SurrogateModel Model = SurrogateModel.Train(
        JudgedResponses.Create(FeatureRegistry.All, World.Prompts, World.Responses, World.Battles, "base"), "small", "somebody", TimeProvider.System);

    [Fact]
    public void Of_ResponsesOfContestantsThatItKnows_LooksAtWhomTheOthersAreLike()
    {
        var scores = SurrogateScores.Of(Model, World.Prompts, World.Responses, TestContext.Current.CancellationToken);
        var order = SurrogateLeaderboard.Of(Model, scores).Contestants;

        Assert.Equal(ScorerInputs.Likeness, scores.Inputs);
        Assert.Equal(World.Responses.Length, scores.LogOdds.Count);
        Assert.Equal(0, order.Single(contestant => contestant.Name == "base").Strength);
        Assert.Equal("c00", order[^1].Name);
        Assert.All(order.Where(contestant => contestant.Name != "base"), contestant => Assert.NotNull(contestant.Known));
    }

    [Fact]
    public void Of_ResponsesOfStrangersAlone_LooksAtThemselves()
    {
        Response[] strangers = [.. World.Responses.Where(response => response.Contestant is "c00" or "c09").Select(response => response with { Contestant = $"new {response.Contestant}" })];
        var scores = SurrogateScores.Of(Model, World.Prompts, strangers, TestContext.Current.CancellationToken);
        var order = SurrogateLeaderboard.Of(Model, scores).Contestants;

        Assert.Equal(ScorerInputs.Response, scores.Inputs);
        Assert.Equal(["new c09", "new c00"], order.Select(contestant => contestant.Name));
        Assert.All(order, contestant => Assert.True(contestant.Margin > 0 && contestant.Known is null));
    }

    [Fact]
    public void Of_TextUnlikeAnythingLearnedFrom_IsCalledOdd()
    {
        var odd = World.Prompts.Select(prompt => new Response(prompt.Id, "odd", [string.Concat(Enumerable.Repeat("| WIN!!! 42 ??? **##** |\n\n", 400))])).ToArray();
        var scores = SurrogateScores.Of(Model, World.Prompts, [.. World.Responses, .. odd], TestContext.Current.CancellationToken);

        Assert.Equal(["odd"], scores.Odd.Keys);
    }

    [Fact]
    public void Of_NoResponses_IsEmpty() => Assert.Empty(SurrogateScores.Of(Model, [], [], TestContext.Current.CancellationToken).LogOdds);
}
