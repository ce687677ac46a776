using Arena.Core;
using Arena.Core.Surrogate;

namespace Arena.Tests.Surrogate;

public sealed class JudgedResponsesTests
{
    private static readonly Prompt[] Prompts = [new("p", ["?"])];
    private static readonly Response[] Responses = [new("p", "base", ["yes"]), new("p", "x", ["no"]), new("p", "unjudged", ["perhaps"])];

    [Fact]
    public void Create_BattlesOfBothOrders_AveragesWhatTheContestantEarned()
    {
        var data = JudgedResponses.Create(SmallArena.Registry, Prompts, Responses, [new("x", "base", 1, 3, "p"), new("base", "x", 1, 1, "p")], "base");

        Assert.Equal(["x"], data.Contestants);
        Assert.Equal([0.75], data.Outcomes);
        Assert.Equal(["p"], data.Features.Prompts);
    }

    [Fact]
    public void Create_BattleOfTwoOthers_SaysSo() => Assert.Contains(
        "x and unjudged",
        Assert.Throws<ArgumentException>(() => JudgedResponses.Create(SmallArena.Registry, Prompts, Responses, [new("x", "unjudged", 1, 1, "p")], "base")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Create_BattleWithoutResponse_SaysWhose() => Assert.Contains(
        "no response of y",
        Assert.Throws<ArgumentException>(() => JudgedResponses.Create(SmallArena.Registry, Prompts, Responses, [new("y", "base", 1, 1, "p")], "base")).Message,
        StringComparison.Ordinal);
}
