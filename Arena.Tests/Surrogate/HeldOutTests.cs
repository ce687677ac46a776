using Arena.Core.Surrogate;

namespace Arena.Tests.Surrogate;

public sealed class HeldOutTests
{
    private static readonly JudgedResponses Data = SmallArena.Create(contestants: 7, prompts: 9);

    [Theory]
    [InlineData(SplitKind.Contestant, true, false)]
    [InlineData(SplitKind.Prompt, false, true)]
    [InlineData(SplitKind.Both, true, true)]
    public void Split_AnyKind_MeasuresEveryRowOnceAndHoldsOutWhatItSays(SplitKind kind, bool contestants, bool prompts)
    {
        var parts = HeldOut.Split(Data, [.. Enumerable.Range(0, Data.Rows)], kind, 3, 1);

        Assert.Equal(Enumerable.Range(0, Data.Rows), parts.SelectMany(part => part.Test).Order());
        Assert.All(parts, part =>
        {
            Assert.NotEmpty(part.Training);
            Assert.True(!contestants || !part.Test.Select(row => Data.ContestantOf[row]).Intersect(part.Training.Select(row => Data.ContestantOf[row])).Any());
            Assert.True(!prompts || !part.Test.Select(row => Data.PromptOf[row]).Intersect(part.Training.Select(row => Data.PromptOf[row])).Any());
        });
    }

    [Fact]
    public void Split_Families_HoldsThemOutTogether()
    {
        int[] families = [0, 1, 0, 1, 4, 5, 6];
        var parts = HeldOut.Split(Data, [.. Enumerable.Range(0, Data.Rows)], SplitKind.Contestant, 3, 1, families);

        Assert.All(parts, part => Assert.Empty(part.Test.Select(row => families[Data.ContestantOf[row]]).Intersect(part.Training.Select(row => families[Data.ContestantOf[row]]))));
        Assert.Equal(Data.Rows, parts.Sum(part => part.Test.Length));
    }

    [Fact]
    public void Split_MoreFoldsThanContestants_SaysSo()
    {
        var exception = Assert.Throws<ArgumentException>(() => HeldOut.Split(Data, [.. Enumerable.Range(0, Data.Rows)], SplitKind.Contestant, 8, 1));
        Assert.Contains("7 cannot be split into 8 folds", exception.Message, StringComparison.Ordinal);
    }
}
