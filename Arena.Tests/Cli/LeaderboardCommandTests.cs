using Arena.Core;
using Arena.Core.Storage;

namespace Arena.Tests.Cli;

/// <summary><c>leaderboard</c> with one judge of several, with protocols side by side, and calibrated by human votes.</summary>
public sealed class LeaderboardCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Judge_OneOfSeveral_HasItsVerdictsAlone()
    {
        await FillAsync();

        var run = await RunAsync("leaderboard", "t", "--judge", "contrary", "--json");

        var document = run.Json();
        Assert.Equal("pairwise", document.GetProperty("protocol").GetString());
        Assert.Equal(["contrary"], document.GetProperty("judges").EnumerateArray().Select(judge => judge.GetString()));
        Assert.Equal(8, document.GetProperty("battles").GetInt32());
        Assert.Equal("b", document.GetProperty("leaderboard")[0].GetProperty("name").GetString());
        Assert.DoesNotContain("pooled", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_NoneAskedForOfSeveral_SaysThatTheyArePooledAndHowToAskForOne()
    {
        await FillAsync();

        var run = await RunAsync("leaderboard", "t");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("of contrary, right pooled", run.Out, StringComparison.Ordinal);
        Assert.Contains("2 judges are pooled", run.Error, StringComparison.Ordinal);
        Assert.Contains("--judge NAME", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 failed judgment left out", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_Unknown_ExitsWith3AndNamesTheKnownOnes()
    {
        await FillAsync();

        var run = await RunAsync("leaderboard", "t", "--judge", "nobody");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("no verdicts of a judge \"nobody\"", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"contrary\", \"right\", \"scorer\"", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_NameThatJudgesShare_IsEnoughWhereOneOfThemJudged()
    {
        await FillAsync();
        using (var store = await OpenAsync())
        {
            await store.AddJudgmentsAsync("t", new StoredJudge("right", "abcdefghij", JudgeKind.Asked), [.. Scores("right")], Cancelled);
        }

        var pairwise = await RunAsync("leaderboard", "t", "--judge", "right", "--protocol", "pairwise", "--json");
        using (var store = await OpenAsync())
        {
            await store.AddJudgmentsAsync("t", new StoredJudge("right", "klmnopqrst", JudgeKind.Asked), [.. Pairs("right", 1)], Cancelled);
        }

        var both = await RunAsync("leaderboard", "t", "--judge", "right", "--protocol", "pairwise");
        var inFull = await RunAsync("leaderboard", "t", "--judge", "right (klmnopqr)", "--protocol", "pairwise", "--json");

        Assert.Equal("right (01234567)", pairwise.Json().GetProperty("judges")[0].GetString());
        Assert.Equal(3, both.ExitCode);
        Assert.Contains("\"right (01234567)\", \"right (klmnopqr)\"", both.Error, StringComparison.Ordinal);
        Assert.Equal(8, inFull.Json().GetProperty("battles").GetInt32());
    }

    [Fact]
    public async Task Pointwise_MeanScores_StandBesideTheRating()
    {
        await FillAsync();

        var run = await RunAsync("leaderboard", "t", "--protocol", "pointwise", "--replicates", "50");
        var first = (await RunAsync("leaderboard", "t", "--protocol", "pointwise", "--replicates", "50", "--json"))
            .Json().GetProperty("leaderboard")[0];

        // 6 and 7 by turns, and b has 5.
        Assert.Contains("mean score", run.Out, StringComparison.Ordinal);
        Assert.Contains("6.500 [6.053, 6.947]", run.Out, StringComparison.Ordinal);
        Assert.Equal("a", first.GetProperty("name").GetString());
        Assert.Equal(8, first.GetProperty("score").GetProperty("prompts").GetInt32());
        Assert.Equal(6.5, first.GetProperty("score").GetProperty("mean").GetProperty("value").GetDouble(), 1e-12);
        Assert.Equal(1.5, first.GetProperty("score").GetProperty("lead_over_next").GetProperty("value").GetDouble(), 1e-12);
    }

    [Fact]
    public async Task Compare_ThreeProtocols_HasThemSideBySideWithTheirRankCorrelations()
    {
        await FillAsync();
        await ImportVotesAsync(6);

        var document = (await RunAsync("leaderboard", "t", "--compare", "--judge", "right", "--replicates", "50", "--json")).Json();
        var all = await RunAsync("leaderboard", "t", "--compare", "--replicates", "50");

        Assert.Equal(["pairwise", "human"], document.GetProperty("leaderboards").EnumerateArray().Select(side => side.GetProperty("protocol").GetString()));
        var correlation = Assert.Single(document.GetProperty("rank_correlations").EnumerateArray());
        Assert.Equal(1, correlation.GetProperty("kendall_tau").GetProperty("value").GetDouble());
        Assert.Equal(3, correlation.GetProperty("contestants").GetInt32());
        Assert.Equal(0, all.ExitCode);
        foreach (var word in (string[])["pairwise", "pointwise", "human", "Kendall τ", "pooled"])
        {
            Assert.Contains(word, all.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Compare_OneProtocol_ExitsWith3()
    {
        await ImportVotesAsync(6);

        var run = await RunAsync("leaderboard", "t", "--compare");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("nothing to compare with", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_VotesOnSomePrompts_HasFourWinRatesForEach()
    {
        await FillAsync();
        await ImportVotesAsync(5);

        var document = (await RunAsync("leaderboard", "t", "--calibrate", "--judge", "contrary", "--json")).Json();
        var table = await RunAsync("leaderboard", "t", "--calibrate", "--judge", "contrary");

        Assert.Equal("contrary", document.GetProperty("judge").GetString());
        Assert.Equal((8, 5), (document.GetProperty("comparisons").GetInt32(), document.GetProperty("voted").GetInt32()));
        var a = document.GetProperty("contestants").EnumerateArray().Single(line => line.GetProperty("name").GetString() == "a");
        Assert.Equal(0.25, a.GetProperty("judge").GetProperty("value").GetDouble(), 1e-12);
        Assert.Equal(0.6, a.GetProperty("humans").GetProperty("value").GetDouble(), 1e-12);

        // Right on three of five, which may be chance, so that nothing can be said.
        Assert.Equal(0.6, document.GetProperty("sensitivity").GetProperty("value").GetDouble(), 1e-12);
        Assert.Equal(0, a.GetProperty("rogan_gladen").GetProperty("lower").GetDouble());
        Assert.Equal(1, a.GetProperty("rogan_gladen").GetProperty("upper").GetDouble());
        Assert.True(a.GetProperty("lambda").GetDouble() > 0);
        Assert.Contains("prediction-powered", table.Out, StringComparison.Ordinal);
        Assert.Contains("not clearly better than a coin", table.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_SeveralJudgesOrNoVotes_ExitsWith3AndSaysWhatToDo()
    {
        await FillAsync();

        var noVotes = await RunAsync("leaderboard", "t", "--calibrate", "--judge", "right");
        await ImportVotesAsync(5);
        var several = await RunAsync("leaderboard", "t", "--calibrate");

        Assert.Equal((3, 3), (noVotes.ExitCode, several.ExitCode));
        Assert.Contains("no human votes", noVotes.Error, StringComparison.Ordinal);
        Assert.Contains("choose it by --judge", several.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--calibrate", "--model", "bt")]
    [InlineData("--calibrate", "--protocol", "human")]
    [InlineData("--calibrate", "--by", "category")]
    [InlineData("--compare", "--by", "category")]
    [InlineData("--compare", "--protocol", "human")]
    [InlineData("--compare", "--calibrate")]
    [InlineData("--protocol", "human", "--judge", "x")]
    [InlineData("--assisted-by", "x")]
    [InlineData("--assisted-by", "x", "--judge", "x")]
    [InlineData("--assisted-by", "x", "--judge", "y", "--model", "elo")]
    [InlineData("--assisted-by", "x", "--judge", "y", "--control", "position")]
    [InlineData("--assisted-by", "x", "--judge", "y", "--compare")]
    [InlineData("--assisted-by", "x", "--judge", "y", "--next", "0")]
    [InlineData("--next", "5", "--judge", "y")]
    public async Task Options_ThatContradict_ExitWith2(params string[] options)
    {
        var run = await RunAsync(["leaderboard", "t", .. options]);

        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public async Task AssistedBy_JudgeOfMorePairs_HasItsLeaderboardBesideThePlainOneAndTheNextPairs()
    {
        await FillAssistedAsync();

        var document = (await RunAsync("leaderboard", "t", "--judge", "dear", "--assisted-by", "cheap", "--next", "3", "--json")).Json();
        var table = await RunAsync("leaderboard", "t", "--judge", "dear", "--assisted-by", "cheap", "--next", "3");

        Assert.Equal(210, document.GetProperty("planned_battles").GetInt32());
        Assert.Equal(70, document.GetProperty("judged_battles").GetInt32());
        Assert.InRange(document.GetProperty("lambda").GetDouble(), 0.2, 3);
        Assert.True(document.GetProperty("hybrid").GetProperty("mean_interval_width").GetDouble() < document.GetProperty("plain").GetProperty("mean_interval_width").GetDouble());
        var lines = document.GetProperty("leaderboard").EnumerateArray().ToArray();
        Assert.Equal(7, lines.Length);
        Assert.Equal("c6", lines[0].GetProperty("name").GetString());
        Assert.True(lines[0].GetProperty("rating").GetProperty("lower").GetDouble() < lines[0].GetProperty("rating").GetProperty("value").GetDouble());

        // The real judge judged prompts 0 to 9.
        Assert.Equal(3, document.GetProperty("next").GetArrayLength());
        Assert.All(document.GetProperty("next").EnumerateArray(), pair => Assert.Equal(3, pair.GetProperty("prompt").GetString()!.Length));
        Assert.Equal(0, table.ExitCode);
        foreach (var word in (string[])["dear assisted by cheap", "70 of 210 pairs", "dear alone", "λ", "Kendall τ", "To be judged by dear next"])
        {
            Assert.Contains(word, table.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("nobody", "no pairwise verdicts of a judge \"nobody\"")]
    [InlineData("elsewhere", "no pair of contestants on a prompt in common")]
    public async Task AssistedBy_JudgeThatIsNotThereOrSharesNothing_ExitsWith3AndSaysSo(string assistant, string reason)
    {
        await FillAssistedAsync();

        var run = await RunAsync("leaderboard", "t", "--judge", "dear", "--assisted-by", assistant);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>On eight prompts, one judge finds a better on six and c in between; one finds the contrary; a third scores.</summary>
    private async Task FillAsync()
    {
        using var store = await OpenAsync();
        Prompt[] prompts = [.. Enumerable.Range(0, 8).Select(i => new Prompt($"p{i}", ["?"]))];
        Response[] responses = [.. prompts.SelectMany(prompt => new[] { "a", "b", "c" }.Select(name => new Response(prompt.Id, name, [name])))];
        await store.ImportAsync(
            "t", new[] { new ImportRecord("f") { Prompts = prompts, Responses = responses } }.ToAsyncEnumerable(), Cancelled);
        var failed = new Judgment("right", Protocol.Pairwise, "p0", "a", "c") { FailureReason = "garbage", Repeat = 9 };
        await store.AddJudgmentsAsync("t", new StoredJudge("right", "0123456789", JudgeKind.Asked), [.. Pairs("right", 3), failed], Cancelled);
        await store.AddJudgmentsAsync("t", new StoredJudge("contrary", "1123456789", JudgeKind.Asked), [.. Pairs("contrary", -1)], Cancelled);
        await store.AddJudgmentsAsync("t", new StoredJudge("scorer", "2123456789", JudgeKind.Asked), [.. Scores("scorer")], Cancelled);
    }

    /// <summary>Seven contestants on thirty prompts; a cheap judge judged some pairs on all of them with probabilities, a dear one on ten, and a third on others.</summary>
    private async Task FillAssistedAsync()
    {
        using var store = await OpenAsync();
        string[] names = [.. Enumerable.Range(0, 7).Select(i => $"c{i}")];
        Prompt[] prompts = [.. Enumerable.Range(0, 31).Select(i => new Prompt($"p{i}", ["?"]))];
        Response[] responses = [.. prompts.SelectMany(prompt => names.Select(name => new Response(prompt.Id, name, [name])))];
        await store.ImportAsync("t", new[] { new ImportRecord("f") { Prompts = prompts, Responses = responses } }.ToAsyncEnumerable(), Cancelled);
        await store.AddJudgmentsAsync("t", new StoredJudge("cheap", "0123456789", JudgeKind.Asked), [.. Judged("cheap", 0, 30)], Cancelled);
        await store.AddJudgmentsAsync("t", new StoredJudge("dear", "1123456789", JudgeKind.Asked), [.. Judged("dear", 0, 10)], Cancelled);
        await store.AddJudgmentsAsync("t", new StoredJudge("elsewhere", "2123456789", JudgeKind.Asked), [.. Judged("elsewhere", 30, 31)], Cancelled);

        IEnumerable<Judgment> Judged(string judge, int first, int end) =>
            from prompt in Enumerable.Range(first, end - first)
            from i in Enumerable.Range(0, 7)
            let j = (i + 1 + (prompt % 3)) % 7
            let noise = (((prompt * 7) + (i * 3)) * 0.618 % 1) - 0.5
            let probability = Math.Clamp(0.5 + ((i - j) * 0.06) + (0.6 * noise) + (judge == "cheap" ? 0.1 * (i % 2) : 0), 0.02, 0.98)
            select new Judgment(judge, Protocol.Pairwise, $"p{prompt}", names[i], names[j])
            {
                Verdict = probability > 0.5 ? Verdict.FirstWins : Verdict.SecondWins,
                FirstWinProbability = probability,
            };
    }

    /// <summary>a against b, and, where <paramref name="kinds"/> is 3, a against c and c against b; −1 turns verdicts round.</summary>
    private static IEnumerable<Judgment> Pairs(string judge, int kinds) =>
        from prompt in Enumerable.Range(0, 8)
        from pair in new[] { ("a", "b"), ("a", "c"), ("c", "b") }.Take(Math.Abs(kinds))
        let isUpset = (prompt + pair.Item2[0]) % 4 == 0
        select new Judgment(judge, Protocol.Pairwise, $"p{prompt}", pair.Item1, pair.Item2)
        {
            Verdict = isUpset == (kinds < 0) ? Verdict.FirstWins : Verdict.SecondWins,
        };

    private static IEnumerable<Judgment> Scores(string judge) =>
        from prompt in Enumerable.Range(0, 8)
        from score in new[] { ("a", 6 + (prompt % 2)), ("b", 5), ("c", 3) }
        select new Judgment(judge, Protocol.Pointwise, $"p{prompt}", score.Item1, null) { Score = score.Item2 };

    /// <summary>Human votes on the first prompts: a beats b on three of them, and all of them rank c in between.</summary>
    private async Task ImportVotesAsync(int prompts)
    {
        var rows = Enumerable.Range(0, prompts).Select(i => $"p{i},a,b,{(i < 3 ? "left" : "right")}");
        var others = Enumerable.Range(0, 8).Select(i => $"q{i},a,c,{(i % 4 == 0 ? "right" : "left")}\nq{i},c,b,{(i % 4 == 1 ? "right" : "left")}");
        var file = _folder.Write("votes.csv", "prompt,model_a,model_b,winner\n" + string.Join('\n', rows.Concat(others)) + "\n");
        Assert.Equal(0, (await RunAsync("import", file, "--tournament", "t")).ExitCode);
    }

    private Task<ArenaStore> OpenAsync() => ArenaStore.OpenAsync(_folder.PathOf("arena.db"), TimeProvider.System, create: true, Cancelled);

    private Task<ArenaProcess> RunAsync(params string[] arguments) => ArenaProcess.RunAsync([.. arguments, "--db", _folder.PathOf("arena.db")]);
}
