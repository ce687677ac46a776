using System.Text.Json;

namespace Arena.Tests.Cli;

/// <summary><c>import</c>, <c>leaderboard</c>, <c>agreement</c> and <c>doctor</c>, which share a store.</summary>
public sealed class StoreCommandsTests : IDisposable
{
    private static readonly string Human = Path.Combine("data", "llmfao", "human-votes.csv");
    private static readonly string Judge = Path.Combine("data", "llmfao", "gpt3-verdicts.csv");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_TwiceTheSameFile_ChangesNothingTheSecondTime()
    {
        var first = (await RunAsync("import", Human, "--tournament", "llmfao", "--json")).Json();
        var second = (await RunAsync("import", Human, "--tournament", "llmfao", "--json")).Json();

        Assert.Equal(8931, first.GetProperty("imported").GetProperty("battles").GetInt32());
        Assert.Equal(59, first.GetProperty("imported").GetProperty("contestants").GetInt32());
        Assert.All(second.GetProperty("imported").EnumerateObject(), count => Assert.Equal(0, count.Value.GetInt32()));
        Assert.Equal(8931, second.GetProperty("skipped")[0].GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Leaderboard_ImportedVotes_EqualsTheOneOfTheFile()
    {
        await RunAsync("import", Human, "--tournament", "llmfao");

        var stored = (await RunAsync("leaderboard", "llmfao", "--protocol", "human", "--json")).Json();
        var file = (await RunAsync("rate", Human, "--json")).Json();

        // The store may hand the votes back in another order, so contestants are matched by name and sums by rounding.
        var expected = file.GetProperty("leaderboard").EnumerateArray().ToDictionary(line => line.GetProperty("name").GetString()!);
        foreach (var line in stored.GetProperty("leaderboard").EnumerateArray())
        {
            var same = expected[line.GetProperty("name").GetString()!];
            foreach (var number in (string[])["rating", "lower", "upper"])
            {
                Assert.Equal(same.GetProperty(number).GetDouble(), line.GetProperty(number).GetDouble(), 1e-6);
            }
        }

        Assert.Equal(59, expected.Count);
    }

    [Fact]
    public async Task Agreement_JudgeAndHumans_ReportsThePublishedShares()
    {
        await RunAsync("import", Human, "--tournament", "llmfao");
        await RunAsync("import", Judge, "--tournament", "llmfao");

        var pairs = (await RunAsync("agreement", "llmfao", "--json")).Json().GetProperty("agreement").EnumerateArray().ToArray();

        var humans = pairs.Single(pair => pair.GetProperty("first").GetString() == "humans");
        Assert.Equal(15112, humans.GetProperty("with_ties").GetProperty("of").GetInt32());
        Assert.Equal(0.532, humans.GetProperty("with_ties").GetProperty("value").GetDouble(), 0.0005);
        var judge = pairs.Single(pair => pair.GetProperty("first").GetString() == "GPT-3");
        Assert.Equal(0.376, judge.GetProperty("with_ties").GetProperty("value").GetDouble(), 0.0005);
        Assert.Equal(0.601, judge.GetProperty("without_ties").GetProperty("value").GetDouble(), 0.0005);
    }

    [Fact]
    public async Task Leaderboard_ByCategory_HasOneForEach()
    {
        var file = _folder.Write(
            "votes.csv",
            "prompt,model_a,model_b,winner,category\n1,a,b,left,math\n2,a,b,right,math\n3,a,b,left,art\n4,b,a,left,art\n");
        await RunAsync("import", file, "--tournament", "t");

        var categories = (await RunAsync("leaderboard", "t", "--by", "category", "--json")).Json().GetProperty("categories");

        Assert.Equal(["math", "art"], categories.EnumerateArray().Select(entry => entry.GetProperty("category").GetString()));
        Assert.All(
            categories.EnumerateArray(),
            entry => Assert.Equal(2, entry.GetProperty("result").GetProperty("battles").GetInt32()));
    }

    [Fact]
    public async Task Import_BadRowInTheMiddle_ExitsWith3AndStoresNothing()
    {
        var file = _folder.Write("votes.csv", "model_a,model_b,winner\na,b,left\na,a,left\nb,a,left\n");

        var run = await RunAsync("import", file, "--tournament", "t");
        var after = await RunAsync("leaderboard", "t");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("line 3, column model_b", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, after.ExitCode);
        Assert.Contains("there is no tournament \"t\"", after.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaderboard_NoStore_ExitsWith3AndMakesNone()
    {
        var run = await RunAsync("leaderboard", "t");

        Assert.Equal(3, run.ExitCode);
        Assert.False(File.Exists(_folder.PathOf("arena.db")));
    }

    [Fact]
    public async Task Doctor_DatabaseThatIsNone_SaysSoAndExitsWith3()
    {
        _folder.Write("arena.db", "this is no database, however long this text goes on and on");

        var run = await RunAsync("doctor", "--json");

        Assert.Equal(3, run.ExitCode);
        using var document = JsonDocument.Parse(run.Out);
        var store = document.RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "store");
        Assert.False(store.GetProperty("ok").GetBoolean());
        Assert.NotEqual("", store.GetProperty("fix").GetString());
    }

    [Fact]
    public async Task Doctor_NoStoreYet_IsOk()
    {
        var checks = (await RunAsync("doctor", "--json")).Json().GetProperty("checks").EnumerateArray();

        Assert.All(checks, check => Assert.True(check.GetProperty("ok").GetBoolean(), check.ToString()));
    }

    private Task<ArenaProcess> RunAsync(params string[] arguments) =>
        ArenaProcess.RunAsync([.. arguments, "--db", _folder.PathOf("arena.db")]);
}
