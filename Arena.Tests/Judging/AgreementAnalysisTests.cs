using System.IO.Compression;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Judging;

public sealed class AgreementAnalysisTests
{
    private const long Seed = 20_240_601;

    private static readonly Gen<Battle> Battles =
        from prompt in Gen.Int[0, 4]
        from first in Gen.Int[0, 2]
        from step in Gen.Int[1, 2]
        from outcome in Gen.OneOfConst(0, 0.25, 0.5, 0.75, 1)
        from voter in Gen.OneOfConst("judge j", "judge k", "worker v", "worker w", "nobody")
        select new Battle($"m{first}", $"m{(first + step) % 3}", outcome, 1, $"p{prompt}")
        {
            Judge = voter.StartsWith("judge", StringComparison.Ordinal) ? voter[^1..] : null,
            Worker = voter.StartsWith("worker", StringComparison.Ordinal) ? voter[^1..] : null,
        };

    private static readonly Gen<Battle[]> Tables = Battles.Array[1, 60];

    [Fact]
    public void Report_LlmfaoVotes_GivesThePublishedAgreement()
    {
        var table = BattleTable.From(
            [.. Llmfao("crowd-comparisons.csv", judge: null), .. Llmfao("gpt3-crowd-comparisons.csv", judge: "gpt-3")]);

        var report = new AgreementAnalysis(table).Report(Seed);

        Assert.Equal(2, report.Sources.Count);
        var humans = report.Sources[0];
        Assert.Equal((VoteSource.Humans, VoteSource.Humans), (humans.First, humans.Second));
        Assert.Equal(2124, humans.Comparisons);
        Assert.Equal(15_112, humans.WithTies.Of);
        Assert.Equal(8_043, humans.WithTies.Count);
        Assert.Equal(0.532, humans.WithTies.Value!.Value, 3);
        Assert.Equal(6_755, humans.WithoutTies.Of);
        Assert.Equal(0.701, humans.WithoutTies.Value!.Value, 3);

        // Computed apart from this code.
        Assert.Equal(0.2914782704, humans.Alpha!.Value, 10);
        Assert.Null(humans.Kappa);

        var judge = report.Sources[1];
        Assert.Equal((VoteSource.OfJudge("gpt-3"), VoteSource.Humans), (judge.First, judge.Second));
        Assert.Equal(2139, judge.Comparisons);
        Assert.Equal(8_931, judge.WithTies.Of);
        Assert.Equal(0.376, judge.WithTies.Value!.Value, 3);
        Assert.Equal(5_019, judge.WithoutTies.Of);
        Assert.Equal(0.601, judge.WithoutTies.Value!.Value, 3);
        Assert.Equal(0.0913189888, judge.Kappa!.Value, 10);
        Assert.Null(judge.Alpha);

        // The ends of 20,000 replicates computed apart from this code; a thousand are less sure of them.
        Assert.Equal(13, judge.WithTies.Prompts);
        Assert.Equal(0.320, judge.WithTies.Interval!.Value.Lower, 0.006);
        Assert.Equal(0.429, judge.WithTies.Interval.Value.Upper, 0.006);
        Assert.Empty(report.Positions);
        Assert.Equal(0, report.WithoutPrompt);
    }

    [Theory]
    [InlineData(1, 2, 0.852)]
    [InlineData(1, 3, 0.879)]
    [InlineData(2, 3, 0.862)]
    public void Between_PandaLmAnnotators_GivesThePublishedKappa(int first, int second, double expected)
    {
        using var file = new GZipStream(File.OpenRead(Repository.Shared("pandalm", "testset-v1.json.gz")), CompressionMode.Decompress);
        using var pairs = JsonDocument.Parse(file);
        var battles =
            from pair in pairs.RootElement.EnumerateArray()
            from annotator in Enumerable.Range(1, 3)
            let models = pair.GetProperty("cmp_key").GetString()!.Split('_')
            let label = pair.GetProperty($"annotator{annotator}").GetInt32()
            select new Battle(models[0], models[1], label == 0 ? 0.5 : 2 - label, 1, pair.GetProperty("idx").GetRawText())
            {
                Worker = $"annotator{annotator}",
            };

        var agreement = new AgreementAnalysis(BattleTable.From(battles))
            .Between(VoteSource.OfWorker($"annotator{first}"), VoteSource.OfWorker($"annotator{second}"), Seed, 100);

        Assert.Equal(999, agreement.WithTies.Of);
        Assert.Equal(expected, agreement.Kappa!.Value, 3);
    }

    [Fact]
    public void Between_OppositeOrders_MeanTheSameContestant()
    {
        var agreement = Humans(Vote("a", "b", 1, "v"), Vote("b", "a", 0, "w"), Vote("b", "a", 1, "x"));

        Assert.Equal((1, 3), (agreement.WithTies.Count, agreement.WithTies.Of));
    }

    [Fact]
    public void Between_TieAndWin_DisagreeAndAreNotDecided()
    {
        var agreement = Humans(Vote("a", "b", 1, "v"), Vote("a", "b", 0.5, "w"), Vote("a", "b", 0.5, "x"));

        Assert.Equal((1, 3), (agreement.WithTies.Count, agreement.WithTies.Of));
        Assert.Equal(0, agreement.WithoutTies.Of);
        Assert.Null(agreement.WithoutTies.Value);
        Assert.Null(agreement.WithoutTies.Interval);
    }

    [Fact]
    public void Between_SoftOutcomes_AreVotesForTheLikelierWinner()
    {
        var agreement = Humans(Vote("a", "b", 0.51, "v"), Vote("a", "b", 1, "w"), Vote("b", "a", 0.49, "x"));

        Assert.Equal((3, 3), (agreement.WithTies.Count, agreement.WithTies.Of));
    }

    [Fact]
    public void Between_VoterAskedInBothOrders_HasOneVoteInWhichTheOrdersWeighTheSame()
    {
        // Twice for a shown first, once for b shown first: the orders cancel, which is a tie and one vote.
        var agreement = Humans(Vote("a", "b", 1, "v"), Vote("a", "b", 1, "v"), Vote("b", "a", 1, "v"), Vote("a", "b", 0.5, "w"));

        Assert.Equal((1, 1), (agreement.WithTies.Count, agreement.WithTies.Of));
    }

    [Fact]
    public void Between_HumansWithoutNames_AreDifferentHumans()
    {
        var agreement = Humans(Vote("a", "b", 1, null), Vote("a", "b", 1, null), Vote("a", "b", 1, null));

        Assert.Equal((3, 3), (agreement.WithTies.Count, agreement.WithTies.Of));
    }

    [Fact]
    public void Between_OtherPromptOrOtherPair_IsNotCompared()
    {
        var agreement = Humans(
            Vote("a", "b", 1, "v"),
            Vote("a", "c", 1, "w"),
            Vote("a", "b", 1, "x") with { Cluster = "other" },
            Vote("a", "b", 1, "y") with { Cluster = null });

        Assert.Equal(0, agreement.WithTies.Of);
        Assert.Equal(0, agreement.Comparisons);
        Assert.Null(agreement.Alpha);
    }

    [Fact]
    public void Between_WorkerAndHumans_LeavesOutTheWorkersOwnVote()
    {
        var analysis = new AgreementAnalysis(BattleTable.From([Vote("a", "b", 1, "v"), Vote("a", "b", 1, "w"), Vote("a", "b", 0, "x")]));

        var agreement = analysis.Between(VoteSource.OfWorker("v"), VoteSource.Humans, Seed);

        Assert.Equal((1, 2), (agreement.WithTies.Count, agreement.WithTies.Of));
    }

    [Fact]
    public void Between_OnePrompt_HasNoInterval()
    {
        var one = Humans(Vote("a", "b", 1, "v"), Vote("a", "b", 1, "w"));
        var two = Humans(
            Vote("a", "b", 1, "v"),
            Vote("a", "b", 1, "w"),
            Vote("a", "b", 1, "v") with { Cluster = "other" },
            Vote("a", "b", 1, "w") with { Cluster = "other" });

        Assert.Equal(1, one.WithTies.Prompts);
        Assert.Null(one.WithTies.Interval);
        Assert.Equal(1, one.WithTies.Value);
        Assert.Equal(2, two.WithTies.Prompts);
        Assert.Equal(new Interval(1, 1, 0.95), two.WithTies.Interval);
    }

    [Fact]
    public void Between_UnknownName_Throws()
    {
        var analysis = new AgreementAnalysis(BattleTable.From([Vote("a", "b", 1, "v")]));

        Assert.Throws<ArgumentException>(() => analysis.Between(VoteSource.OfJudge("v"), VoteSource.Humans, Seed));
        Assert.Throws<ArgumentException>(() => analysis.Between(VoteSource.Humans, VoteSource.OfWorker("w"), Seed));
    }

    [Fact]
    public void Report_JudgeInBothOrders_MeasuresPosition()
    {
        // On p1 it always takes the first; on p2 it keeps to a; on p3 it ties once; on p4 it saw one order only.
        Battle[] battles =
        [
            Verdict("p1", "a", "b", 1),
            Verdict("p1", "b", "a", 1),
            Verdict("p2", "a", "b", 1),
            Verdict("p2", "b", "a", 0),
            Verdict("p3", "a", "b", 0.5),
            Verdict("p3", "b", "a", 0.9),
            Verdict("p4", "a", "b", 0),
        ];

        var report = new AgreementAnalysis(BattleTable.From(battles)).Report(Seed);

        var position = Assert.Single(report.Positions);
        Assert.Equal("j", position.Judge);
        Assert.Equal((1, 3, 3), (position.Consistency.Count, position.Consistency.Of, position.Consistency.Prompts));
        Assert.Equal((4, 5, 3), (position.FirstPicks.Count, position.FirstPicks.Of, position.FirstPicks.Prompts));
        Assert.Empty(report.Sources);
    }

    [Fact]
    public void Report_TwoJudgesAndHumans_ListsEveryPairOnce()
    {
        Battle[] battles =
        [
            Vote("a", "b", 1, "v"),
            Vote("a", "b", 1, "v") with { Worker = null, Judge = "j" },
            Vote("a", "b", 0, "v") with { Worker = null, Judge = "k" },
            Vote("a", "b", 1, "v") with { Cluster = null },
        ];

        var report = new AgreementAnalysis(BattleTable.From(battles)).Report(Seed);

        Assert.Equal(
            ["humans humans 0/0", "j humans 1/1", "k humans 0/1", "j k 0/1"],
            report.Sources.Select(row => $"{row.First} {row.Second} {row.WithTies.Count}/{row.WithTies.Of}"));
        Assert.Equal(1, report.WithoutPrompt);
    }

    [Fact]
    public void Report_AnyTable_CountsThePairsOfVotes() => Tables.Sample(battles =>
    {
        // By the definition: one vote per voter and comparison, then all pairs, one by one.
        var votes =
            from row in Enumerable.Range(0, battles.Length)
            let battle = battles[row]
            let isUp = string.CompareOrdinal(battle.First, battle.Second) < 0
            let pair = isUp ? (battle.First, battle.Second) : (battle.Second, battle.First)
            let voter = battle.Judge ?? battle.Worker ?? $"row {row}"
            group (isUp, Outcome: isUp ? battle.Outcome : 1 - battle.Outcome) by (battle.Cluster, pair, voter, battle.Judge) into same
            let mean = same.GroupBy(x => x.isUp).Average(order => order.Average(x => x.Outcome))
            select (same.Key, Sign: Math.Sign(Math.Round(mean - 0.5, 6)));
        var all = votes.ToArray();

        foreach (var row in new AgreementAnalysis(BattleTable.From(battles)).Report(Seed, 10).Sources)
        {
            var pairs = (
                from first in all
                from second in all
                where first.Key.Judge == row.First.Judge && second.Key.Judge == row.Second.Judge
                where first.Key.Cluster == second.Key.Cluster && first.Key.pair == second.Key.pair && first.Key.voter != second.Key.voter
                where row.First != row.Second || string.CompareOrdinal(first.Key.voter, second.Key.voter) < 0
                select (First: first.Sign, Second: second.Sign)).ToArray();

            Assert.Equal(pairs.Length, row.WithTies.Of);
            Assert.Equal(pairs.Count(p => p.First == p.Second), row.WithTies.Count);
            Assert.Equal(pairs.Count(p => p.First * p.Second != 0), row.WithoutTies.Of);
            Assert.Equal(pairs.Count(p => p.First * p.Second == 1), row.WithoutTies.Count);
        }
    });

    [Fact]
    public void Report_OrdersSwapped_ChangesNoAgreement() => Tables.Sample(battles =>
    {
        Battle[] swapped = [.. battles.Select(b => b with { First = b.Second, Second = b.First, Outcome = 1 - b.Outcome })];

        var report = new AgreementAnalysis(BattleTable.From(battles)).Report(Seed, 10);
        var mirrored = new AgreementAnalysis(BattleTable.From(swapped)).Report(Seed, 10);

        // Shown first and second change places, so picks of the first become picks of the second.
        Assert.Equal(report.Sources.Select(Rounded), mirrored.Sources.Select(Rounded));
        Assert.Equal(report.Positions.Select(p => p.Consistency), mirrored.Positions.Select(p => p.Consistency));
        Assert.Equal(
            report.Positions.Select(p => p.FirstPicks.Count),
            mirrored.Positions.Select(p => p.FirstPicks.Of - p.FirstPicks.Count));

        // Mirrored, the coefficients add up the same terms in another order.
        static SourceAgreement Rounded(SourceAgreement row) => row with
        {
            Kappa = row.Kappa is { } kappa ? Math.Round(kappa, 9) : null,
            Alpha = row.Alpha is { } alpha ? Math.Round(alpha, 9) : null,
        };
    });

    private static SourceAgreement Humans(params Battle[] battles) =>
        new AgreementAnalysis(BattleTable.From(battles)).Between(VoteSource.Humans, VoteSource.Humans, Seed);

    private static Battle Vote(string first, string second, double outcome, string? worker) =>
        new(first, second, outcome, 1, "p") { Worker = worker };

    private static Battle Verdict(string prompt, string first, string second, double outcome) =>
        new(first, second, outcome, 1, prompt) { Judge = "j" };

    private static IEnumerable<Battle> Llmfao(string file, string? judge)
    {
        var lines = File.ReadAllLines(Repository.Shared("llmfao", file));
        var columns = lines[0].Split(',');
        foreach (var fields in lines[1..].Select(line => line.Split(',')))
        {
            var outcome = Field("winner") switch
            {
                "left" => 1,
                "right" => 0,
                "tie" => 0.5,
                var other => throw new InvalidDataException(other),
            };
            yield return new Battle(Field("left"), Field("right"), outcome, 1, Field("prompt"))
            {
                Judge = judge,
                Worker = judge is null ? Field("worker") : null,
            };

            string Field(string name) => fields[Array.IndexOf(columns, name)];
        }
    }
}
