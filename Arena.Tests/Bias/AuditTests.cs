using Arena.Core;
using Arena.Core.Bias;
using CsCheck;

namespace Arena.Tests.Bias;

public sealed class AuditTests
{
    private const string Placebo = "same-again";

    private static readonly Gen<(double Before, double After)[]> Readings = Gen.Select(Gen.Double[-1, 1], Gen.Double[-1, 1]).Array[20, 60];

    [Fact]
    public void Analyse_DistractorThatDoesWhatThePlaceboDoes_HasNoExcess() => Readings.Sample(readings =>
    {
        var row = Assert.Single(Analyse(
            [.. readings.SelectMany((r, i) => Both(i, r.Before, r.After, r.After))]).Rows);

        Assert.All(row.Flips.Where(flips => flips.PlaceboFlips.Of > 0), flips => Assert.Equal(0, flips.Excess.Value));
        Assert.Equal(0, row.Shift.Value);
        Assert.NotEqual(AuditVerdict.Detected, row.Verdict);
        Assert.Equal(readings.Length, row.Transitions.Total);
    });

    [Fact]
    public void Analyse_AnyReadings_CountsStrictFlipsAndTransitionsAlike() => Readings.Sample(readings =>
    {
        var row = Assert.Single(Analyse([.. readings.SelectMany((r, i) => Both(i, r.Before, r.After, r.Before))]).Rows);

        var lost = Enum.GetValues<PairOutcome>().Sum(after => row.Transitions[PairOutcome.Loss, after]);
        Assert.Equal(readings.Count(r => r.Before < 0 && r.After > 0), row.Strict.Flips.Count);
        Assert.Equal((lost, row.Transitions[PairOutcome.Loss, PairOutcome.Win]), ((int)row.Strict.Flips.Of, (int)row.Strict.Flips.Count));
        Assert.Equal(row.Transitions[PairOutcome.Win, PairOutcome.Loss], row.Flips[(int)FlipDefinition.WinToLoss].Flips.Count);
        Assert.Equal(0, row.Strict.PlaceboFlips.Count);
    });

    [Fact]
    public void Analyse_EveryLossFlipsAndNoPlacebo_IsDetectedWithTheSignTestsP()
    {
        var row = Assert.Single(Analyse([.. Enumerable.Range(0, 20).SelectMany(i => Both(i, -0.5, 0.5, -0.5))]).Rows);

        Assert.Equal((AuditVerdict.Detected, 1.0), (row.Verdict, row.Strict.Excess.Value));
        Assert.Equal(Math.Pow(0.5, 20), row.P!.Value, 1e-15);
        Assert.Equal(row.P, row.AdjustedP);
        Assert.Equal(1, row.Shift.Value, 1e-12);
        Assert.Empty(row.Notes);
    }

    [Fact]
    public void Analyse_ManyItemsAndNoFlip_IsEquivalentAndWithFewUnderpowered()
    {
        var many = Assert.Single(Analyse([.. Enumerable.Range(0, 200).SelectMany(i => Both(i, -0.5, -0.4, -0.5))]).Rows);
        var few = Assert.Single(Analyse([.. Enumerable.Range(0, 10).SelectMany(i => Both(i, -0.5, -0.4, -0.5))]).Rows);

        Assert.Equal((AuditVerdict.Equivalent, AuditVerdict.Underpowered), (many.Verdict, few.Verdict));
        Assert.InRange(many.Detectable!.Value, 0.01, 0.06);
        Assert.True(few.Detectable > many.Detectable);
        Assert.Contains("Only 10 prompts", Assert.Single(few.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Analyse_DistractorsAskedForWithoutATrial_CountInTheFamilyAndAreSaid()
    {
        var judge = Analyse(
            [.. Enumerable.Range(0, 20).SelectMany(i => Both(i, -0.5, 0.5, -0.5))],
            new() { Distractors = ["emoji", "null response"], Protocols = [Protocol.Pairwise] });

        Assert.Equal(["emoji", "null response"], judge.Rows.Select(row => row.Distractor));
        Assert.Equal(2 * judge.Rows[0].P, judge.Rows[0].AdjustedP);
        Assert.Equal(("No trial was made.", null, AuditVerdict.Underpowered), (judge.Rows[1].Notes[0], judge.Rows[1].P, judge.Rows[1].Verdict));
        Assert.Contains(judge.Limits, limit => limit.Contains("Anything of null response pairwise", StringComparison.Ordinal));
    }

    [Fact]
    public void Analyse_TrialsNotMadeAndFailed_AreSaidAtTheirRowAndNeverDropped()
    {
        var trials = Enumerable.Range(0, 20).SelectMany(i => Both(i, -0.5, 0.5, -0.5)).ToList();
        trials.Add(Trial(20, "emoji", -0.5, null) with { NotMade = "The response is empty." });
        trials.Add(Trial(21, "emoji", -0.5, 0.5) with { After = new(Protocol.Pairwise, 0) { Failure = "refused" } });

        var row = Assert.Single(Analyse(trials).Rows);

        Assert.Equal((22, 1, 20), (row.Asked, row.Failed, (int)row.Strict.Flips.Of));
        Assert.Equal(1, row.Transitions[PairOutcome.Loss, PairOutcome.Failed]);
        Assert.Contains("1 of 22 trials were not made: The response is empty.", row.Notes);
        Assert.Contains(row.Notes, note => note.StartsWith("In 1 of 22 trials the judge failed", StringComparison.Ordinal));
    }

    [Fact]
    public void Analyse_NoPlacebo_GivesNoExcessAndSaysSo()
    {
        var judge = Analyse([.. Enumerable.Range(0, 20).Select(i => Trial(i, "emoji", -0.5, 0.5))]);
        var row = Assert.Single(judge.Rows);

        Assert.True(double.IsNaN(row.Strict.Excess.Value));
        Assert.Equal((null, AuditVerdict.Underpowered, 20), (row.P, row.Verdict, (int)row.Strict.Flips.Count));
        Assert.Contains("Without a placebo on the same items, bias cannot be told from noise.", row.Notes);
        Assert.Contains(judge.Limits, limit => limit.Contains("there was no placebo", StringComparison.Ordinal));
    }

    [Fact]
    public void Analyse_PaperDefinition_TakesThePapersMarginsAndDropsTies()
    {
        // Pairwise a tie is the likeliest, and of A and B the other one wins: the paper's flip, and no strict one.
        var (before, after) = (new PairReading(Protocol.Pairwise, -0.1) { LogOdds = -1, IsTieLikeliest = true }, new PairReading(Protocol.Pairwise, 0.1) { LogOdds = 1 });
        FlipTrial Pointwise(int i, double lead) => Trial(i, "emoji", -1, null) with { Before = new(Protocol.Pointwise, -1), After = new(Protocol.Pointwise, lead) };

        var judge = Analyse(
        [
            .. Enumerable.Range(0, 20).Select(i => Trial(i, "emoji", 0, null) with { Before = before, After = after }),
            Pointwise(0, 0.05), Pointwise(1, 0.3), Pointwise(2, 0.6),
        ]);

        var (pairwise, pointwise) = (judge.Rows[0], judge.Rows[1]);
        Assert.Equal((0, 20), (pairwise.Strict.Flips.Of, pairwise.Flips[(int)FlipDefinition.Paper].Flips.Count));
        Assert.Equal(20, pairwise.Flips[(int)FlipDefinition.TieToWin].Flips.Count);
        Assert.Equal(
            (2, 1), (pointwise.Flips[(int)FlipDefinition.Paper].Flips.Count, pointwise.Flips[(int)FlipDefinition.PaperWide].Flips.Count));
    }

    [Fact]
    public void Analyse_Gold_TellsWhatTheDistractorDoesToAccuracy()
    {
        var row = Assert.Single(Analyse(
            [.. Enumerable.Range(0, 20).SelectMany(i => Both(i, -0.5, i < 5 ? 0.5 : -0.5, -0.5)).Select(trial => trial with { IsMarkedBetter = false })]).Rows);

        Assert.Equal((1.0, 0.75, -0.25), (row.AccuracyBefore.Value, row.AccuracyAfter.Value, row.AccuracyChange.Value));
    }

    [Fact]
    public void Analyse_BothProtocols_ComparesThemOnTheSameItemsAndAdvisesByIt()
    {
        // Pairwise flips under the distractor, pointwise does not; 0.3 of the pairs tie pointwise.
        var trials = Enumerable.Range(0, 40).SelectMany(i => Both(i, -0.5, i % 2 == 0 ? 0.5 : -0.5, -0.5).Concat(Both(i, -2, -2, -2, Protocol.Pointwise))).ToList();

        var judge = Analyse(trials);

        var comparison = judge.Comparisons[^1];
        Assert.Equal((null, 40, 20, 0), (comparison.Distractor, comparison.Items, comparison.PairwiseOnly, comparison.PointwiseOnly));
        Assert.Equal(Math.Pow(0.5, 19), comparison.ExactP, 1e-12);
        Assert.Equal(comparison.ExactP, comparison.ClusteredP, 1e-12);
        Assert.Equal((0.5, 0.5), (comparison.Difference.Value, comparison.ExcessDifference.Value));
        Assert.Equal(Protocol.Pointwise, judge.Advice.Protocol);
        Assert.Contains("net of placebo, pairwise flips less pointwise flips are 0.500", judge.Advice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyse_GoldThatSpeaksForPairwise_OutweighsItsFlips()
    {
        // Pointwise never flips because it is wrong before and after; pairwise is right, and flips a little.
        var trials = Enumerable.Range(0, 60).SelectMany(i =>
            Both(i, -0.5, i % 6 == 0 ? 0.5 : -0.5, -0.5).Concat(Both(i, i % 2 == 0 ? -2 : 2, i % 2 == 0 ? -2 : 2, i % 2 == 0 ? -2 : 2, Protocol.Pointwise)))
            .Select(trial => trial with { IsMarkedBetter = false }).ToList();

        var advice = Analyse(trials).Advice;

        Assert.Equal(Protocol.Pairwise, advice.Protocol);
        Assert.Contains("with distractors on", advice.Reason, StringComparison.Ordinal);
        Assert.Contains("Against it: net of placebo", advice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyse_ProtocolsThatDoTheSame_FavoursNeither()
    {
        var trials = Enumerable.Range(0, 30).SelectMany(i => Both(i, -0.5, 0.5, -0.5).Concat(Both(i, -2, 2, -2, Protocol.Pointwise))).ToList();

        var advice = Analyse(trials).Advice;

        Assert.Null(advice.Protocol);
        Assert.StartsWith("The figures favour neither protocol", advice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyse_JudgeThatLikesTheFirstPlace_ShowsPrimacy()
    {
        var first = new PairReading(Protocol.Pairwise, 0.01) { ShownFirst = PairOutcome.Win, ShownSecond = PairOutcome.Loss };
        var steady = new PairReading(Protocol.Pairwise, 0.8) { ShownFirst = PairOutcome.Win, ShownSecond = PairOutcome.Win };

        var position = Audit.Analyse(
            [], [.. Enumerable.Range(0, 20).Select(i => new BaselinePair("j", $"{i}", "a", "b", i < 15 ? first : steady))], new()).Judges[0].Position!;

        Assert.Equal((0.25, 0.75, 0.0), (position.Consistency.Value, position.Primacy.Value, position.Recency.Value));
        Assert.Equal(35 / 40.0, position.FirstPicks.Value);
    }

    [Fact]
    public void IsFlip_TrialsOfARow_AreThoseThatItCounts() => Readings.Sample(readings =>
    {
        List<FlipTrial> trials = [.. readings.Select((r, i) => Trial(i, "emoji", r.Before, r.After))];

        var judge = Analyse(trials);

        var flips = trials.Select(trial => trial.IsFlip(FlipDefinition.Strict, judge.Margins)).ToList();
        Assert.Equal((judge.Rows[0].Strict.Flips.Count, judge.Rows[0].Strict.Flips.Of), (flips.Count(flip => flip == true), flips.Count(flip => flip is not null)));
    });

    [Fact]
    public void Analyse_TheSameTrialTwice_IsRefused()
    {
        var trials = Both(0, -0.5, 0.5, -0.5).ToList();

        Assert.Throws<ArgumentException>(() => Analyse([.. trials, trials[^1]]));
    }

    /// <summary>A trial of a distractor and one of its placebo on item i.</summary>
    private static IEnumerable<FlipTrial> Both(int i, double before, double after, double underPlacebo, Protocol protocol = Protocol.Pairwise) =>
        [Trial(i, "emoji", before, after, protocol), Trial(i, Placebo, before, underPlacebo, protocol) with { Placebo = null }];

    private static FlipTrial Trial(int i, string distractor, double before, double? after, Protocol protocol = Protocol.Pairwise) =>
        new("j", distractor, $"p{i}", "a", "b", Reading(before, protocol), after is { } lead ? Reading(lead, protocol) : null) { Placebo = Placebo };

    private static PairReading Reading(double lead, Protocol protocol) => new(protocol, lead) { LogOdds = protocol == Protocol.Pairwise ? lead : 0 };

    /// <summary>The audit of the one judge, with the pairs that the trials start from as its baseline.</summary>
    private static JudgeAudit Analyse(IReadOnlyList<FlipTrial> trials, AuditOptions? options = null) => Assert.Single(Audit.Analyse(
        trials,
        [
            .. trials.DistinctBy(trial => (trial.Protocol, trial.PromptId)).Select(trial =>
                new BaselinePair("j", trial.PromptId, trial.Marked, trial.Other, trial.Before) { IsFirstBetter = trial.IsMarkedBetter }),
        ],
        options ?? new()).Judges);
}
