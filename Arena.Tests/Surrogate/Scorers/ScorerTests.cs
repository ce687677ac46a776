using Arena.Core.Learning;
using Arena.Core.Statistics;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Scorers;
using CsCheck;

namespace Arena.Tests.Surrogate.Scorers;

public sealed class ScorerTests
{
    private static readonly JudgedResponses Data = SmallArena.Create(contestants: 12, prompts: 30);

    private static readonly int[] All = [.. Enumerable.Range(0, Data.Rows)];

    public static TheoryData<IScorer> Scorers =>
    [
        new LogisticScorer(),
        new StrengthRidge(),
        new CombinedScorer(new LogisticScorer(), new StrengthRidge()),
        new LinearRanker("RankNet", new RankNetLoss(1)),
        new LinearRanker("RankList", new RankListLoss(margin: 1)),
        new LinearRanker("ListNet", new ListNetLoss()),
        new LinearRanker("ListMLE", new ListMleLoss(1)),
        new PerceptronRanker("network", new RankNetLoss(1)),
        BoostedTrees.LightGbm(20),
        BoostedTrees.FastTree(20),
        BoostedTrees.LambdaMart(20),
        new MirageForest(),
    ];

    [Theory]
    [MemberData(nameof(Scorers))]
    public void Train_WorldWithSignal_OrdersContestantsOfOtherRows(IScorer scorer)
    {
        int[] training = [.. All.Where(row => Data.ContestantOf[row] % 3 != 0)];
        int[] test = [.. All.Where(row => Data.ContestantOf[row] % 3 == 0)];
        var builder = new RowBuilder(Data, training, ScorerInputs.Field);
        var scores = scorer.Train(builder.Training(training), 1).Score(builder.Rows(test));
        var means = test.Index().GroupBy(item => Data.ContestantOf[item.Item]).OrderBy(group => group.Key).Select(group => group.Average(item => scores[item.Index])).ToArray();

        Assert.All(scores, score => Assert.True(double.IsFinite(score)));
        Assert.InRange(RankCorrelation.KendallTauB(means, [0, 1, 2, 3]), 0.6, 1);
    }

    [Theory]
    [MemberData(nameof(Scorers))]
    public void Train_SameSeed_GivesTheSameScores(IScorer scorer)
    {
        var builder = new RowBuilder(Data, All, ScorerInputs.Verdicts);
        var rows = builder.Training(All);

        Assert.Equal(scorer.Train(rows, 3).Score(rows), scorer.Train(rows, 3).Score(rows));
    }

    [Fact]
    public void Score_OfARankerOnPromptsItKnows_IsRelativeToTheTrainingResponses()
    {
        var builder = new RowBuilder(Data, All, ScorerInputs.Field);
        var scores = new LinearRanker("RankNet", new RankNetLoss(1)).Train(builder.Training(All), 1).Score(builder.Rows(All));

        Assert.All(All.GroupBy(row => Data.PromptOf[row]), prompt => Assert.Equal(0, prompt.Average(row => scores[row]), 1e-9));
    }

    [Fact]
    public void Shift_AnyScores_BringsTheMeanProbabilityToTheTarget() => Gen.Select(Gen.Double[-20, 20].Array[1, 30], Gen.Double[-8, 8]).Sample((scores, logOdds) =>
    {
        var shift = CombinedScorer.Shift(scores, logOdds);
        Assert.Equal(1 / (1 + Math.Exp(-logOdds)), scores.Average(score => 1 / (1 + Math.Exp(-score - shift))), 1e-9);
    });
}
