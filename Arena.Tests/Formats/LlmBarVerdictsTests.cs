using Arena.Core;
using Arena.Core.Formats;
using Arena.Core.Statistics;

namespace Arena.Tests.Formats;

public sealed class LlmBarVerdictsTests : IDisposable
{
    private const string Header = "subset,item,gold,judge,strategy,winner_forward,winner_reversed,score_1,score_2\n";

    private static readonly Lazy<IReadOnlyList<ImportRecord>> Recorded =
        new(() => LlmBarVerdicts.Read(Repository.PathOf("data", "llmbar", "verdicts.csv")));

    private static readonly Lazy<Dictionary<string, string>> Gold = new(() => Recorded.Value
        .SelectMany(r => r.Votes)
        .ToDictionary(v => v.Cluster!, v => v.Outcome == 1 ? v.First : v.Second));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_RecordedVerdicts_HaveTheCountsOfTheFile()
    {
        var judgments = Recorded.Value.SelectMany(r => r.Judgments).ToList();

        Assert.Equal(16_760, Recorded.Value.Count);
        Assert.Equal(33_520, judgments.Count);
        Assert.Equal(40, judgments.Select(j => j.Judge).Distinct().Count());
        Assert.Equal(1_676, judgments.Count(j => j.Protocol == Protocol.Pointwise));
        Assert.Equal(419, Gold.Value.Count);
        Assert.Equal(206, Gold.Value.Values.Count(winner => winner == "output_1"));
        Assert.Equal(123, judgments.Count(j => j.IsFailed));
        Assert.DoesNotContain(judgments, j => j.Verdict == Verdict.Tie);
    }

    [Fact]
    public void Read_ChatGptPlainPrompt_GivesThePublishedFigures()
    {
        var judgments = Recorded.Value.SelectMany(r => r.Judgments).Where(j => j.Judge == "ChatGPT/Vanilla_NoRules").ToList();
        var items = judgments.GroupBy(j => j.PromptId).ToList();
        var consistent = items.Count(orders => orders.Select(WinnerOf).Distinct().Count() == 1);

        Assert.Equal(419, items.Count);
        Assert.DoesNotContain(judgments, j => j.IsFailed);
        Assert.Equal(0.400, judgments.Count(IsRight) / 838.0, 3);
        Assert.Equal(0.205, items.Count(orders => orders.All(IsRight)) / 419.0, 3);
        Assert.Equal(0.611, consistent / 419.0, 3);
        var interval = ProportionInterval.Wilson(consistent, 419);
        Assert.Equal((0.563, 0.656), (Math.Round(interval.Lower, 3), Math.Round(interval.Upper, 3)));
        Assert.Equal(0.685, judgments.Count(j => j.Verdict == Verdict.FirstWins) / 838.0, 3);
    }

    /// <summary>From the statistics.json of each judge and subset: correct_False, correct_True, correct_both and equal.</summary>
    [Theory]
    [InlineData("ChatGPT/Vanilla_NoRules", "Natural", 79, 79, 63, 68)]
    [InlineData("ChatGPT/Vanilla_NoRules", "Adversarial/Neighbor", 25, 23, 6, 98)]
    [InlineData("ChatGPT/Vanilla_NoRules", "Adversarial/GPTInst", 24, 30, 5, 48)]
    [InlineData("ChatGPT/Vanilla_NoRules", "Adversarial/GPTOut", 20, 21, 7, 20)]
    [InlineData("ChatGPT/Vanilla_NoRules", "Adversarial/Manual", 17, 17, 5, 22)]
    [InlineData("PaLM2/Vanilla_NoRules", "Natural", 77, 87, 74, 84)]
    [InlineData("PaLM2/Vanilla_NoRules", "Adversarial/Neighbor", 66, 71, 49, 95)]
    [InlineData("PaLM2/Vanilla_NoRules", "Adversarial/GPTInst", 60, 63, 50, 68)]
    [InlineData("PaLM2/Vanilla_NoRules", "Adversarial/Manual", 31, 26, 24, 37)]
    [InlineData("LLaMA2/Reference", "Natural", 78, 75, 58, 63)]
    [InlineData("LLaMA2/Reference", "Adversarial/Neighbor", 43, 50, 26, 93)]
    [InlineData("Falcon/CoT", "Natural", 49, 65, 14, 14)]
    [InlineData("Falcon/CoT", "Adversarial/Neighbor", 77, 57, 11, 21)]
    [InlineData("ChatGPT/Rating_NoRules", "Natural", 71, 61, 45, 58)]
    [InlineData("ChatGPT/Rating_NoRules", "Adversarial/Neighbor", 58, 60, 23, 62)]
    [InlineData("ChatGPT/Rating_NoRules", "Adversarial/GPTOut", 23, 24, 13, 26)]
    public void Read_JudgeAndSubset_GivesThePublishedStatistics(
        string judge, string subset, int forward, int reversed, int both, int equal)
    {
        var items = Recorded.Value
            .Where(r => r.Judgments[0].Judge == judge && r.Judgments[0].PromptId.StartsWith(subset + "/", StringComparison.Ordinal))
            .Select(r => (Gold: Gold.Value[r.Judgments[0].PromptId], Winners: PublishedWinners(r.Judgments)))
            .ToList();

        Assert.Equal(forward, items.Count(i => i.Winners.Forward == i.Gold));
        Assert.Equal(reversed, items.Count(i => i.Winners.Reversed == i.Gold));
        Assert.Equal(both, items.Count(i => i.Winners.Forward == i.Gold && i.Winners.Reversed == i.Gold));
        Assert.Equal(equal, items.Count(i => i.Winners.Forward == i.Winners.Reversed));
    }

    [Fact]
    public void Read_ChatGptPairwiseAgainstRating_GivesThePublishedTest()
    {
        var pairwise = Right("ChatGPT/Vanilla_NoRules", orders => orders.All(IsRight));
        var rating = Right("ChatGPT/Rating_NoRules", scores =>
        {
            var gold = Gold.Value[scores[0].PromptId];
            return scores.Single(s => s.First == gold).Score > scores.Single(s => s.First != gold).Score;
        });

        var pairwiseOnly = pairwise.Except(rating).Count();
        var ratingOnly = rating.Except(pairwise).Count();

        Assert.Equal((38, 57), (pairwiseOnly, ratingOnly));
        Assert.Equal(0.064, McNemar.ExactP(pairwiseOnly, ratingOnly), 3);
    }

    [Theory]
    [InlineData("v.csv")]
    [InlineData("v.csv.gz")]
    public void Read_PairwiseRow_IsBothOrdersAndTheFirstRowsGold(string name)
    {
        var records = LlmBarVerdicts.Read(_folder.Write(name, Header + "Natural,7,2,M,CoT,1,1,,\nNatural,7,2,M,Swap,,2,,\n"));

        var judgment = new Judgment("M/CoT", Protocol.Pairwise, "Natural/7", "output_1", "output_2");
        Assert.Equal(
            [
                judgment with { Verdict = Verdict.FirstWins },
                judgment with { First = "output_2", Second = "output_1", Verdict = Verdict.SecondWins },
            ],
            records[0].Judgments);
        var gold = new Battle("output_1", "output_2", 0, 1, "Natural/7") { Category = "Natural", Worker = "gold" };
        Assert.Equal([gold], records[0].Votes);
        Assert.Empty(records[1].Votes);
        Assert.Equal([2L, 3L], records.Select(r => r.Line));
    }

    [Fact]
    public void Read_MissingVerdict_IsAFailureAndNotATie()
    {
        var records = LlmBarVerdicts.Read(_folder.Write("v.csv", Header + "Natural,7,2,M,CoT,,2,,\nNatural,7,2,M,Rating,2,2,,9\n"));

        var (verdict, score) = (records[0].Judgments[0], records[1].Judgments[0]);
        Assert.Equal((Verdict.Failed, "unparseable: the recorded answer holds no verdict"), (verdict.Verdict, verdict.FailureReason));
        Assert.Equal((null, "unparseable: the recorded answer holds no score"), (score.Score, score.FailureReason));
        Assert.Equal(Verdict.FirstWins, records[0].Judgments[1].Verdict);
        Assert.Equal(9, records[1].Judgments[1].Score);
    }

    [Fact]
    public void Read_RatingRow_IsTwoScoresWithoutTheDerivedWinners()
    {
        var record = Assert.Single(LlmBarVerdicts.Read(_folder.Write("v.csv", Header + "Natural,7,2,M,Rating,2,1,8,8\n")));

        var judgment = new Judgment("M/Rating", Protocol.Pointwise, "Natural/7", "output_1", null) { Score = 8 };
        Assert.Equal([judgment, judgment with { First = "output_2" }], record.Judgments);
    }

    [Theory]
    [InlineData("subset,item,gold\nNatural,7,2\n", 1, null)]
    [InlineData(Header, null, null)]
    [InlineData(Header + "Natural,7,2,M,CoT,1,1,\n", 2, null)]
    [InlineData(Header + "Natural,7,3,M,CoT,1,1,,\n", 2, "gold")]
    [InlineData(Header + "#Natural,7,3,M,CoT,1,1,,\n", 2, "gold")]
    [InlineData(Header + "Natural,7,2,M,CoT,tie,1,,\n", 2, "winner_forward")]
    [InlineData(Header + "Natural,7,2,M,CoT,1,0,,\n", 2, "winner_reversed")]
    [InlineData(Header + "Natural,7,2,M,CoT,1,1,8,8\n", 2, "score_1")]
    [InlineData(Header + "Natural,7,2,M,Rating,1,1,8,good\n", 2, "score_2")]
    [InlineData(Header + "Natural,-7,2,M,CoT,1,1,,\n", 2, "item")]
    [InlineData(Header + "Natural,7,2,,CoT,1,1,,\n", 2, "judge")]
    [InlineData(Header + ",7,2,M,CoT,1,1,,\n", 2, "subset")]
    [InlineData(Header + "Natural,7,2,M,CoT,1,1,,\nNatural,7,2,M,CoT,1,1,,\n", 3, "item")]
    [InlineData(Header + "Natural,7,2,M,CoT,1,1,,\nNatural,7,1,M,Swap,1,1,,\n", 3, "gold")]
    [InlineData(Header + "Natural,7,2,M,\"CoT,1,1,,\n", 2, null)]
    public void Read_BadFile_IsRefusedWithItsPlace(string text, int? line, string? column)
    {
        var path = _folder.Write("v.csv", text);

        var refusal = Assert.Throws<BadInputException>(() => LlmBarVerdicts.Read(path));

        Assert.Equal((path, line, column), (refusal.InputSource, refusal.Line, refusal.Column));
    }

    private static bool IsRight(Judgment judgment) => WinnerOf(judgment) == Gold.Value[judgment.PromptId];

    private static string? WinnerOf(Judgment judgment) => judgment.Verdict switch
    {
        Verdict.FirstWins => judgment.First,
        Verdict.SecondWins => judgment.Second,
        _ => null,
    };

    /// <summary>LLMBar's winners in both orders: with equal scores, the output that would be shown second.</summary>
    private static (string? Forward, string? Reversed) PublishedWinners(IReadOnlyList<Judgment> row) =>
        row is [{ Score: { } score1 }, { Score: { } score2 }]
            ? (score1 > score2 ? "output_1" : "output_2", score2 > score1 ? "output_2" : "output_1")
            : (WinnerOf(row[0]), WinnerOf(row[1]));

    private static HashSet<string> Right(string judge, Func<IReadOnlyList<Judgment>, bool> isRight) =>
    [
        .. Recorded.Value
            .Where(r => r.Judgments[0].Judge == judge && isRight(r.Judgments))
            .Select(r => r.Judgments[0].PromptId),
    ];
}
