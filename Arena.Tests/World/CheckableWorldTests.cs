using Arena.Core.World;
using CsCheck;

namespace Arena.Tests.World;

public sealed class CheckableWorldTests
{
    [Fact]
    public void Field_AnyCountAndSeed_SpreadsAccuraciesAndKeepsThemProbabilities() =>
        Gen.Int[2, 24].Select(Gen.ULong).Sample(
            (count, seed) =>
            {
                var field = SimulatedContestant.Field(count, seed);
                var means = field.Select(contestant => contestant.Accuracy).Order().ToArray();

                Assert.Equal(0.35, means[0], 1e-9);
                Assert.Equal(0.97, means[^1], 1e-9);
                Assert.All(means.Zip(means.Skip(1)), pair => Assert.Equal(0.62 / (count - 1), pair.Second - pair.First, 1e-9));
                Assert.All(field.SelectMany(contestant => contestant.AccuracyBySkill), accuracy => Assert.InRange(accuracy, 0, 1));
                Assert.Equal(count, field.Select(contestant => contestant.Name).Distinct().Count());
            },
            iter: 200);

    [Fact]
    public void Create_ManyPrompts_AnswersAsOftenRightAsSet()
    {
        var field = SimulatedContestant.Field(8, 1);

        var world = CheckableWorld.Create(1, 9000, field);

        for (var i = 0; i < field.Count; i++)
        {
            var right = Enumerable.Range(0, world.Prompts.Count).Count(p => world.IsCorrect[(p * field.Count) + i]);
            var error = Math.Sqrt(field[i].Accuracy * (1 - field[i].Accuracy) / 9000);
            Assert.InRange(right / 9000.0, field[i].Accuracy - (5 * error), field[i].Accuracy + (5 * error));
        }
    }

    [Fact]
    public void Create_Responses_ArePromptByPromptAndHoldTheReferenceWhereRight()
    {
        var field = SimulatedContestant.Field(5, 2);

        var world = CheckableWorld.Create(2, 90, field);

        Assert.Equal(90 * 5, world.Responses.Count);
        for (var i = 0; i < world.Responses.Count; i++)
        {
            var (prompt, response) = (world.Prompts[i / 5], world.Responses[i]);
            Assert.Equal((prompt.Id, field[i % 5].Name), (response.PromptId, response.Contestant));
            if (world.IsCorrect[i])
            {
                Assert.Contains(prompt.Reference[0], response.Turns[0], StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Create_SameArguments_GivesTheSameWorld()
    {
        static string[] Texts() => [.. CheckableWorld.Create(4, 45, SimulatedContestant.Field(4, 4)).Responses.Select(response => response.Turns[0])];

        Assert.Equal(Texts(), Texts());
    }

    [Fact]
    public void Create_SkillsInTurn_AskEachEquallyOften()
    {
        var world = CheckableWorld.Create(1, 90, SimulatedContestant.Field(2, 1));

        Assert.All(world.Prompts.GroupBy(prompt => prompt.Category), skill => Assert.Equal(10, skill.Count()));
        Assert.Equal(9, world.Prompts.Select(prompt => prompt.Category).Distinct().Count());
    }

    [Fact]
    public void TrueRanking_OrdersByAccuracy()
    {
        var world = CheckableWorld.Create(1, 9, SimulatedContestant.Field(6, 3));

        Assert.Equal(world.TrueRanking.Select(contestant => contestant.Accuracy), world.Contestants.Select(contestant => contestant.Accuracy).OrderDescending());
    }

    [Fact]
    public void Add_AnyTextAndStyle_KeepsTheText() =>
        Gen.String[Gen.Char.AlphaNumeric, 1, 30].Select(Gen.Enum<Style>(), Gen.ULong).Sample(
            (text, style, seed) => Assert.Contains(text, Dressing.Add(text, style, seed), StringComparison.Ordinal),
            iter: 500);
}
