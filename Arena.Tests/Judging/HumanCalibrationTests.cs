using Arena.Core;
using Arena.Core.Formats;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using CsCheck;

namespace Arena.Tests.Judging;

public sealed class HumanCalibrationTests
{
    private static readonly Gen<Battle> Votes =
        from prompt in Gen.Int[0, 5]
        from first in Gen.Int[0, 2]
        from step in Gen.Int[1, 2]
        from outcome in Gen.OneOfConst(0, 0.3, 0.5, 1)
        select new Battle($"m{first}", $"m{(first + step) % 3}", outcome, 1, $"p{prompt}");

    private static readonly Gen<(Battle[] Judge, Battle[] Humans)> Tables =
        Gen.Select(Votes.Array[10, 40], Votes.Array[10, 40]).Where((judge, humans) => judge.Any(j => humans.Any(h => IsSame(j, h))));

    /// <summary>Votes on every third pair only; all figures were computed apart from this code.</summary>
    [Fact]
    public async Task Create_LlmfaoVotesOnAThirdOfThePairs_GivesTheFiguresComputedElsewhere()
    {
        var judge = await Shipped("gpt3-verdicts.csv", _ => true);
        var humans = await Shipped("human-votes.csv", id => id % 3 == 0);

        var calibration = HumanCalibration.Create(judge, humans);

        Assert.Equal((2139, 714, 13, 13), (calibration.Comparisons, calibration.Voted, calibration.Prompts, calibration.VotedPrompts));
        AssertEstimate(0.6021937568, 0.5440355404, 0.6603519732, calibration.Sensitivity.Value, calibration.Sensitivity.Interval);

        var gpt4 = calibration.Contestants.Single(contestant => contestant.Name == "GPT 4");
        Assert.Equal((39, 12), (gpt4.Comparisons, gpt4.Voted));
        Assert.Equal(0.6538461538, gpt4.Judge.Value, 1e-9);
        Assert.Equal(0.7319444444, gpt4.Humans.Value, 1e-9);
        Assert.Equal(0.4320012669, gpt4.Humans.Interval.Lower, 1e-9);
        Assert.Equal(0.3987029692, gpt4.PredictionPowered.Weight, 1e-9);
        AssertEstimate(0.7600581154, 0.4510467887, 1, gpt4.PredictionPowered.Value, gpt4.PredictionPowered.Interval);
        Assert.Equal((1, 1), (gpt4.RoganGladen.Value, gpt4.RoganGladen.Interval.Upper));
        Assert.Equal(0.24938, gpt4.RoganGladen.Interval.Lower, 0.00001);

        var falcon = calibration.Contestants.Single(contestant => contestant.Name == "Falcon Instruct (40B)");
        Assert.Equal(0.8165843217, falcon.RoganGladen.Value, 1e-9);
        Assert.Equal(0.36904, falcon.RoganGladen.Interval.Lower, 0.00001);
        Assert.Equal(0, falcon.PredictionPowered.Weight);

        // The judge favours it beyond what errors alike on all could do.
        var command = calibration.Contestants.Single(contestant => contestant.Name == "command");
        Assert.True(double.IsNaN(command.RoganGladen.Interval.Lower));
        Assert.Contains(calibration.Notes, note => note.Contains("not to be relied on", StringComparison.Ordinal));
        Assert.Contains(calibration.Notes, note => note.Contains("13 prompts", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_VotesOnEverything_GivesTheHumansWinRates()
    {
        var judge = Table(Battle("p", 1), Battle("q", 0), Battle("r", 0.8));
        var humans = Table(Battle("p", 1), Battle("q", 1), Battle("r", 0), Battle("r", 0.5));

        var calibration = HumanCalibration.Create(judge, humans);

        var a = calibration.Contestants.Single(contestant => contestant.Name == "a");
        Assert.Equal(0.6, a.Judge.Value, 1e-12);
        Assert.Equal(0.75, a.Humans.Value, 1e-12);
        Assert.Equal(a.Humans.Value, a.PredictionPowered.Value, 1e-12);
        Assert.Equal(a.Humans.Interval, a.PredictionPowered.Interval);
        Assert.Contains(calibration.Notes, note => note.Contains("nothing for the judge to add", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_HumanTies_SayNothingOfTheJudgesSensitivity()
    {
        var judge = Table(Battle("p", 0.9), Battle("q", 0.2), Battle("r", 1));

        var calibration = HumanCalibration.Create(judge, Table(Battle("p", 1), Battle("q", 0), Battle("r", 0.5)));

        // 0.9 of the points for the one that was preferred, then 0.8.
        Assert.Equal(0.85, calibration.Sensitivity.Value, 1e-12);
    }

    [Fact]
    public void Create_SameResultOnEveryPrompt_HasNoIntervalRatherThanACertainOne()
    {
        var calibration = HumanCalibration.Create(
            Table(Battle("p", 1), Battle("q", 1), Battle("r", 1)), Table(Battle("p", 1), Battle("q", 1), Battle("r", 1)));

        Assert.All(calibration.Contestants, contestant => Assert.True(double.IsNaN(contestant.Humans.Interval.Lower)));
        Assert.Equal(["a", "b"], calibration.Contestants.Select(contestant => contestant.Name));
    }

    [Fact]
    public void Create_VotesOnOtherPairsOnly_Throws()
    {
        var judge = Table(Battle("p", 1));

        Assert.Throws<ArgumentException>(() => HumanCalibration.Create(judge, Table(Battle("q", 1))));
        Assert.Throws<ArgumentException>(() => HumanCalibration.Create(judge, Table(new Battle("a", "c", 1, 1, "p"))));
        Assert.Throws<ArgumentException>(() => HumanCalibration.Create(judge, Table(new Battle("a", "b", 1))));
        Assert.Throws<ArgumentException>(() => HumanCalibration.Create(Table(new Battle("a", "b", 1)), judge));
    }

    [Fact]
    public void Create_ContestantWithoutVotes_StandsLastWithTheJudgesWinRate()
    {
        var judge = Table(Battle("p", 0.8), Battle("q", 1), new Battle("c", "b", 1, 1, "p"), new Battle("c", "b", 1, 1, "q"));

        var last = HumanCalibration.Create(judge, Table(Battle("p", 1), Battle("q", 1))).Contestants[^1];

        Assert.Equal(("c", 2, 0, 1.0), (last.Name, last.Comparisons, last.Voted, last.Judge.Value));
        Assert.True(double.IsNaN(last.PredictionPowered.Value) && double.IsNaN(last.Humans.Value));
        Assert.False(double.IsNaN(last.RoganGladen.Value));
    }

    [Fact]
    public void Create_VotesListedTheOtherWayRound_AreTheSame() => Tables.Sample((judge, humans) =>
    {
        static Battle Turn(Battle battle) => battle with { First = battle.Second, Second = battle.First, Outcome = 1 - battle.Outcome };

        AssertSame(HumanCalibration.Create(Table(judge), Table(humans)), HumanCalibration.Create(Table([.. judge.Select(Turn)]), Table([.. humans.Select(Turn)])));
    });

    [Fact]
    public void Create_EveryBattleInBothOrders_IsNoMoreEvidence() => Tables.Sample((judge, humans) =>
    {
        // Once in each order first, so that the doubled table only repeats what is there.
        Battle[] both = [.. judge.Concat(judge.Select(b => b with { First = b.Second, Second = b.First, Outcome = 1 - b.Outcome }))];

        AssertSame(HumanCalibration.Create(Table(both), Table(humans)), HumanCalibration.Create(Table([.. both, .. both]), Table([.. humans, .. humans])));
    });

    [Fact]
    public void Curve_AnyVotes_HoldsEveryDecidedComparisonOnceInOrderOfCertainty() => Tables.Sample((judge, humans) =>
    {
        var curve = HumanCalibration.Create(Table(judge), Table(humans)).Curve;

        var exchanged = HumanCalibration.Create(Table(judge.Select(Exchange)), Table(humans)).Curve;
        Assert.All(curve.Zip(curve.Skip(1)), pair => Assert.True(pair.First.Certainty < pair.Second.Certainty));
        Assert.All(curve, part => Assert.InRange(part.Certainty, 0.5, 1));
        Assert.Equal(curve.Select(part => (part.Comparisons, Math.Round(part.Humans.Value, 9))), exchanged.Select(part => (part.Comparisons, Math.Round(part.Humans.Value, 9))));
    });

    [Fact]
    public void Curve_AJudgeThatIsTooSure_LiesBelowItsCertaintyByWhatItIsTooSure()
    {
        // Of each hundred with a certainty, humans side with the judge 20 times fewer.
        double[] certainties = [0.75, 0.85, 0.95];
        var all = certainties.SelectMany((certainty, c) => Enumerable.Range(0, 100).Select(i => (
            Judge: new Battle("a", "b", i % 2 == 0 ? certainty : 1 - certainty, 1, $"p{c}-{i}"),
            Human: new Battle("a", "b", (i % 2 == 0) == (i / 2 < (50 * certainty) - 10) ? 1 : 0, 1, $"p{c}-{i}")))).ToList();

        var curve = HumanCalibration.Create(Table(all.Select(pair => pair.Judge)), Table(all.Select(pair => pair.Human))).Curve;

        Assert.Equal(certainties, curve.Select(part => Math.Round(part.Certainty, 9)));
        Assert.All(curve, part => Assert.Equal((100, 100), (part.Comparisons, part.Prompts)));
        Assert.All(curve, part => Assert.InRange(part.Humans.Value, part.Certainty - 0.22, part.Certainty - 0.18));
        Assert.All(curve, part => Assert.False(part.Humans.Interval.Contains(part.Certainty)));
    }

    private static Battle Exchange(Battle battle) => battle with { First = battle.Second, Second = battle.First, Outcome = 1 - battle.Outcome };

    private static bool IsSame(Battle one, Battle other) =>
        one.Cluster == other.Cluster && ((one.First, one.Second) == (other.First, other.Second) || (one.First, one.Second) == (other.Second, other.First));

    private static void AssertSame(HumanCalibration expected, HumanCalibration actual)
    {
        Assert.Equal(expected.Sensitivity.Value, actual.Sensitivity.Value, 1e-9);
        var of = actual.Contestants.ToDictionary(contestant => contestant.Name);
        foreach (var contestant in expected.Contestants)
        {
            var same = of[contestant.Name];
            Assert.Equal((contestant.Comparisons, contestant.Voted), (same.Comparisons, same.Voted));
            Assert.Equal(contestant.PredictionPowered.Value, same.PredictionPowered.Value, 1e-9);
            Assert.Equal(contestant.PredictionPowered.Interval.Lower, same.PredictionPowered.Interval.Lower, 1e-9);
            Assert.Equal(contestant.RoganGladen.Value, same.RoganGladen.Value, 1e-9);
            Assert.Equal(contestant.Judge.Interval.Upper, same.Judge.Interval.Upper, 1e-9);
        }
    }

    private static void AssertEstimate(double value, double lower, double upper, double actual, Core.Statistics.Interval interval)
    {
        Assert.Equal(value, actual, 1e-9);
        Assert.Equal(lower, interval.Lower, 1e-9);
        Assert.Equal(upper, interval.Upper, 1e-9);
    }

    private static Battle Battle(string prompt, double outcome) => new("a", "b", outcome, 1, prompt);

    private static BattleTable Table(params IEnumerable<Battle> battles) => BattleTable.From(battles);

    /// <summary>The battles of a shipped file whose pair's number fulfils a condition.</summary>
    private static async Task<BattleTable> Shipped(string file, Func<int, bool> condition)
    {
        var path = Repository.PathOf("data", "llmfao", file);
        var ids = (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken))
            .Skip(1).Select(line => int.Parse(line.AsSpan(0, line.IndexOf(',', StringComparison.Ordinal)))).ToArray();
        return BattleReader.Read(path).Where(row => condition(ids[row]));
    }
}
