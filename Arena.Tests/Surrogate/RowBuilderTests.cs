using Arena.Core.Surrogate;

namespace Arena.Tests.Surrogate;

public sealed class RowBuilderTests
{
    [Fact]
    public void Rows_OfAContestant_DoNotDependOnWhatItOrAnyHeldOutOneEarned()
    {
        // Contestants 0 and 1 are held out; what they earn is turned round, and so is what 2 earns, whose own rows must not show it.
        var plain = SmallArena.Create(contestants: 6, prompts: 8);
        var turned = SmallArena.Create(contestants: 6, prompts: 8, outcomeOf: (c, _, outcome) => c <= 2 ? 1 - outcome : outcome);
        int[] training = [.. Enumerable.Range(0, plain.Rows).Where(row => plain.ContestantOf[row] > 1)];
        int[] own = [.. training.Where(row => plain.ContestantOf[row] == 2)];

        Assert.Equal(
            new RowBuilder(plain, training, ScorerInputs.Verdicts).Rows(own).Features,
            new RowBuilder(turned, training, ScorerInputs.Verdicts).Rows(own).Features);

        // Others' rows do show what 2 earned: the columns are not constant.
        int[] others = [.. training.Where(row => plain.ContestantOf[row] == 3)];
        Assert.NotEqual(
            new RowBuilder(plain, training, ScorerInputs.Verdicts).Rows(others).Features,
            new RowBuilder(turned, training, ScorerInputs.Verdicts).Rows(others).Features);
    }

    [Fact]
    public void Rows_OfAPromptThatWasNeverJudged_MissWhatOthersEarned()
    {
        var data = SmallArena.Create(contestants: 4, prompts: 5);
        int[] training = [.. Enumerable.Range(0, data.Rows).Where(row => data.PromptOf[row] > 0)];
        var rows = new RowBuilder(data, training, ScorerInputs.Verdicts).Rows([.. Enumerable.Range(0, data.Rows).Where(row => data.PromptOf[row] == 0)]);
        var outcome = rows.Columns.Index().First(column => column.Item.EndsWith(".outcome", StringComparison.Ordinal)).Index;
        var strength = rows.Columns.Index().First(column => column.Item.EndsWith(".strength", StringComparison.Ordinal)).Index;

        Assert.All(rows.Features, row => Assert.True(double.IsNaN(row[outcome])));
        Assert.All(rows.Features, row => Assert.True(double.IsFinite(row[strength])));
    }
}
