using Arena.Core.Surrogate.Models;

namespace Arena.Tests.Surrogate.Models;

public sealed class SurrogateModelTests
{
    [Fact]
    public void Train_TooFewContestants_SaysHowManyAreNeeded() => Assert.Contains(
        "3 contestants are too few",
        Assert.Throws<ArgumentException>(() => SurrogateModel.Train(SmallArena.Create(contestants: 3), "small", "somebody", TimeProvider.System)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Train_WorldWithSignal_KnowsItsContestantsAndItsError()
    {
        var data = SmallArena.Create();
        var model = SurrogateModel.Train(data, "small", "somebody", TimeProvider.System);

        Assert.Equal(data.Contestants, model.Origin.Contestants.Select(contestant => contestant.Name));
        Assert.Equal(data.Rows, model.Origin.Responses);
        Assert.All(model.Parts, part => Assert.InRange(part.HeldOut.KendallTau, 0.8, 1));
        Assert.All(model.Parts, part => Assert.InRange(part.HeldOut.StrengthError, 0.01, 1));
        Assert.DoesNotContain(model.Plain.Responses.Standardization.Columns, column => column.StartsWith("consensus", StringComparison.Ordinal) || column.StartsWith("likeness", StringComparison.Ordinal));
    }
}
