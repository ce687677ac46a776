using Arena.Core.Ratings;
using static Arena.Tests.Ratings.CancellableRating;

namespace Arena.Tests.Ratings;

public sealed class RatingTests
{
    private static readonly BattleTable Battles = BattleTable.From(
        [new("a", "b", 1, 1, "p"), new("b", "c", 1, 1, "p"), new("c", "a", 1, 1, "q"), new("a", "c", 0.5, 1, "q"), new("b", "a", 1, 1, "r")]);

    public static TheoryData<RatingOptions, string> Contradictions => new()
    {
        { new() { Replicates = 1 }, "replicates" },
        { new() { Level = 0 }, "confidence level" },
        { new() { Level = 1 }, "confidence level" },
        { new() { Level = double.NaN }, "confidence level" },
        { new() { Ridge = -1 }, "ridge" },
        { new() { Ridge = double.PositiveInfinity }, "ridge" },
        { new() { Model = RatingModel.RankList }, "bootstrap" },
        { new() { Model = RatingModel.Elo }, "no intervals" },
        { new() { Model = RatingModel.Elo, Intervals = IntervalMethod.Bootstrap }, "no intervals" },
        { new() { Model = RatingModel.Elo, Intervals = IntervalMethod.None, Controls = RatingControls.Position }, "controls" },
        { new() { Model = RatingModel.RankList, Intervals = IntervalMethod.None, Ridge = 1 }, "ridge" },
        { new() { Model = (RatingModel)77, Intervals = IntervalMethod.None }, "model" },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void Fit_OptionsThatContradict_ThrowsAndNamesThem(RatingOptions options, string named)
    {
        var e = Assert.Throws<ArgumentException>(() => Fit(Battles, options));

        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NoBattles_Throws()
    {
        Assert.Throws<ArgumentException>(() => Fit(BattleTable.From([]), new RatingOptions()));
    }

    [Fact]
    public void Fit_RankList_HasTheScoresOfRankListRating()
    {
        var fit = Fit(Battles, new RatingOptions { Model = RatingModel.RankList, Intervals = IntervalMethod.Bootstrap, Replicates = 30 });

        Assert.All(new RankListRating(Battles).Fit().Scores.Zip(fit.LogStrengths), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.True(fit.Converged);
        Assert.Equal(3, fit.Uncertainty!.Clusters);
        Assert.All(Enumerable.Range(0, 3), k => Assert.True(fit.Uncertainty.IntervalOf(k).Width > 0));
    }

    [Fact]
    public void Fit_Elo_HasTheRatingsOfEloRatingOnTheCentredScale()
    {
        var fit = Fit(Battles, new RatingOptions { Model = RatingModel.Elo, Intervals = IntervalMethod.None });

        Assert.All(EloRating.Fit(Battles).Zip(fit.LogStrengths), pair => Assert.Equal(pair.First, RatingScale.FromLogStrength(pair.Second), 1e-9));
        Assert.Null(fit.Uncertainty);
        Assert.Contains(fit.Notes, note => note.Contains("order of the battles", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RatingModel.RankList)]
    [InlineData(RatingModel.Elo)]
    public void Fit_IslandsUnderAModelWithFiniteScores_AreGroupsCentredEach(RatingModel model)
    {
        // c only ever beats a, which is no hindrance here; x and y meet nobody else.
        var battles = BattleTable.From([new("a", "b", 1), new("c", "a", 1), new("x", "y", 1)]);

        var fit = Fit(battles, new RatingOptions { Model = model, Intervals = IntervalMethod.None });

        Assert.Equal([0, 0, 0, 1, 1], fit.Groups);
        Assert.Equal(0, fit.LogStrengths.Take(3).Sum(), 1e-12);
        Assert.Equal(0, fit.LogStrengths.Skip(3).Sum(), 1e-12);
        Assert.True(fit.LogStrengths[3] > 0);
    }

    [Fact]
    public void Fit_BattlesWithoutPrompts_SaysThatIntervalsMayBeTooNarrow()
    {
        var fit = Fit(BattleTable.From([new("a", "b", 1), new("b", "a", 1), new("a", "b", 0.5)]), new RatingOptions());

        Assert.Equal(3, fit.Uncertainty!.Clusters);
        Assert.Contains(fit.Notes, note => note.StartsWith("The battles name no prompt", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_FewPrompts_SaysThatIntervalsAreRough()
    {
        Assert.Contains(Fit(Battles, new RatingOptions()).Notes, note => note.StartsWith("There are only 3 prompts", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RatingModel.BradleyTerry, IntervalMethod.Sandwich)]
    [InlineData(RatingModel.BradleyTerry, IntervalMethod.Bootstrap)]
    [InlineData(RatingModel.RankList, IntervalMethod.Bootstrap)]
    public void Fit_OnePrompt_GivesNoIntervalAndSaysWhy(RatingModel model, IntervalMethod intervals)
    {
        var battles = BattleTable.From([new("a", "b", 1, 1, "p"), new("b", "a", 1, 1, "p")]);

        var fit = Fit(battles, new RatingOptions { Model = model, Intervals = intervals });

        Assert.Null(fit.Uncertainty);
        Assert.Contains(RatingNotes.OnePrompt, fit.Notes);
    }

    [Fact]
    public void Fit_CrowdVotes_ConvergesUnderEveryModel()
    {
        var battles = Core.Formats.BattleReader.Read(Repository.PathOf("data", "llmfao", "human-votes.csv"), TestContext.Current.CancellationToken);

        foreach (var model in new[] { RatingModel.BradleyTerry, RatingModel.Davidson, RatingModel.RaoKupper })
        {
            var fit = Fit(battles, new RatingOptions { Model = model, Controls = RatingControls.Position });

            Assert.True(fit.Converged);
            Assert.Equal((59, 13), (fit.Contestants.Count, fit.Uncertainty!.Clusters));
        }
    }
}
