using Arena.Core;
using Arena.Core.Bias.Recorded;

namespace Arena.Tests.Bias.Recorded;

public sealed class RecordedAuditTests : IDisposable
{
    private static readonly Lazy<Task<RecordedReport>> LlmBar = new(() => RecordedAudit.ReadAsync(Repository.PathOf("data", "llmbar")));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_LlmBarsPlainPrompt_GivesThePublishedFigures()
    {
        var report = await LlmBar.Value;
        var judge = report.Judges.Single(judge => judge.Judge == "ChatGPT/Vanilla_NoRules");
        var position = judge.Position!;

        Assert.Equal(40, report.Judges.Count);
        Assert.Equal((419, 0), (judge.Items, judge.Failed));
        Assert.Equal(0.400, judge.Accuracy.Value!.Value, 3);
        Assert.Equal(86, judge.Right.Count);
        Assert.Equal(0.205, judge.Right.Value!.Value, 3);
        Assert.Equal(256, position.Consistency.Count);
        Assert.Equal((0.563, 0.656), (Math.Round(position.Consistency.Interval!.Value.Lower, 3), Math.Round(position.Consistency.Interval!.Value.Upper, 3)));
        Assert.Equal((574, 838), (position.FirstPicks.Count, position.FirstPicks.Of));
        Assert.Equal(419, position.Consistency.Count + position.Primacy.Count + position.Recency.Count);
    }

    [Fact]
    public async Task ReadAsync_LlmBarsPairwiseAgainstRating_GivesThePublishedTest()
    {
        var comparison = (await LlmBar.Value).Strategies.Single(of => (of.Pairwise, of.Pointwise) == ("ChatGPT/Vanilla_NoRules", "ChatGPT/Rating_NoRules"));

        Assert.Equal((419, 38, 57), (comparison.Items, comparison.PairwiseOnly, comparison.PointwiseOnly));
        Assert.Equal(0.064, comparison.ExactP, 3);
        Assert.Equal(0.052, comparison.MidP, 3);
        Assert.Equal((38 - 57) / 419.0, comparison.Difference.Value, 1e-12);
    }

    /// <summary>From the statistics.json of each judge and subset: correct_average, correct_both, equal less those without any verdict.</summary>
    [Theory]
    [InlineData("PaLM2/Swap", "Natural", 0.84, 80, 91, 1)]
    [InlineData("Falcon/CoT", "Natural", 0.57, 14, 14, 0)]
    [InlineData("LLaMA2/Reference", "Adversarial/Neighbor", 93 / 268.0, 26, 93, 0)]
    [InlineData("ChatGPT/Rating", "Natural", 0.685, 45, null, 0)]
    [InlineData("ChatGPT/Rating_NoRules", "Adversarial/GPTOut", 0.5, 13, null, 0)]
    public async Task ReadAsync_LlmBarsOtherJudges_GiveThePublishedStatistics(string judge, string subset, double average, int both, int? equal, int failed)
    {
        var figures = (await LlmBar.Value).Judges.Single(of => of.Judge == judge).Subsets.Single(of => of.Subset == subset);

        Assert.Equal(average, figures.Accuracy.Value!.Value, 1e-12);
        Assert.Equal((both, failed), ((int)figures.Right.Count, figures.Failed));
        Assert.Equal(equal, (int?)figures.Position?.Consistency.Count);
    }

    [Fact]
    public async Task ReadAsync_VotesWithSides_HoldsJudgesAgainstHumansOnTheSamePairs()
    {
        var report = await RecordedAudit.ReadAsync(Repository.PathOf("data", "llmfao"));

        var (judge, humans) = (report.Sides.Single(of => of.Source == "GPT-3"), report.Sides.Single(of => of.Source == "humans"));
        Assert.Equal((2139, 8931), (judge.Votes, humans.Votes));
        Assert.Equal(3471, humans.Ties.Count);
        Assert.True(judge.Left.Interval!.Value.Lower > 0.5);
        Assert.True(humans.Left.Interval!.Value.Contains(0.5));
        var difference = Assert.Single(report.SideDifferences);
        Assert.Equal(("GPT-3", 13), (difference.Judge, difference.Prompts));
        Assert.True(difference.Difference.Interval.Lower > 0);
        Assert.Empty(report.Judges);
    }

    [Fact]
    public async Task ReadAsync_AlpacaEvalsTwins_ArePairedByPrompt()
    {
        _folder.Write("m.json", Annotations("m", "long answer", 1.2, 1.9, 1.4));
        _folder.Write("m_concise.json", Annotations("m_concise", "brief", 1.1, 1.2, 1.4));
        _folder.Write("other_verbose.json", Annotations("other_verbose", "lonely", 1.1, 1.2, 1.4));

        var twin = Assert.Single((await RecordedAudit.ReadAsync(_folder.PathOf())).Twins);

        Assert.Equal(("judge", "m", "m_concise", 3), (twin.Judge, twin.Model, twin.Twin, twin.Prompts));
        Assert.Equal((0.2 + 0.9 + 0.4) / 3, twin.ModelWins, 1e-12);
        Assert.Equal((-0.1 - 0.7) / 3, twin.Difference.Value, 1e-12);
        Assert.Equal((0, 1), (twin.Gains, twin.Losses));
        Assert.Equal(1, twin.P, 1e-12);
        Assert.Equal((11, 5), (twin.ModelLength, twin.TwinLength));
    }

    [Fact]
    public async Task ReadAsync_AlpacaEvalAsPublished_ShowsThatLongerWins()
    {
        var twins = (await RecordedAudit.ReadAsync(Repository.Shared("alpaca_eval", "annotations"))).Twins;

        Assert.Equal(5, twins.Count);
        var verbose = twins.Single(of => of.Twin == "gpt-3.5-turbo-1106_verbose");
        Assert.True(verbose.TwinLength > 1.3 * verbose.ModelLength);
        Assert.True(verbose.Difference.Interval.Lower > 0);
        Assert.True(twins.Single(of => of.Twin == "claude-2.1_concise").Difference.Interval.Upper < 0);
    }

    [Theory]
    [InlineData("m.json")]
    [InlineData("m.md")]
    public async Task ReadAsync_NothingToAudit_SaysWhatItTakes(string name)
    {
        var file = _folder.Write(name, Annotations("m", "answer", 1.2));

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => RecordedAudit.ReadAsync(file));

        Assert.Contains("verdicts.csv", refusal.Message, StringComparison.Ordinal);
    }

    private static string Annotations(string model, string output, params double[] preferences) => "[" + string.Join(",", preferences.Select((preference, i) =>
        FormattableString.Invariant(
            $$"""{"instruction":"question {{i}}","generator_1":"base","generator_2":"{{model}}","output_2":"{{output}}","annotator":"judge","preference":{{preference}}}"""))) + "]";
}
