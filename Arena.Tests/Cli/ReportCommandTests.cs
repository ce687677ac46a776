using System.Text.Json;
using Arena.Core.Bias;
using Arena.Core.Storage;
using Arena.Tests.Bias;
using Arena.Tests.Web;

namespace Arena.Tests.Cli;

public sealed class ReportCommandTests : IDisposable
{
    private const string Votes = "prompt,model_a,model_b,winner,category\n1,<b>a</b>,b,left,math\n2,<b>a</b>,b,right,math\n3,<b>a</b>,b,left,art\n4,b,<b>a</b>,left,art\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Report_NoFileNamed_WritesHtmlNamedAfterTheTournament()
    {
        await ImportAsync("my/votes");

        var run = await RunAsync("report", "my/votes", "--replicates", "20");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(_folder.PathOf("my-votes.html"), run.Out, StringComparison.Ordinal);
        var page = HtmlPage.ParseHarmless(await File.ReadAllTextAsync(_folder.PathOf("my-votes.html")));
        Assert.Equal("my/votes", Assert.Single(page.Texts("h1")));
        Assert.Contains("<b>a</b>", page.Texts("th"));
        Assert.Empty(Directory.GetFiles(_folder.PathOf(), "*.tmp"));
    }

    [Fact]
    public async Task Report_WithAnAuditInTheStore_HoldsIt_AndSaysSoWhereItCannotBeRead()
    {
        await ImportAsync("t");
        await ImportAsync("t audit");
        using var store = await ArenaStore.OpenAsync(_folder.PathOf("arena.db"), TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);
        await AuditArchive.KeepAsync(store, SampleAudits.Create(["judge"], ["prolix"], tournament: "t"), TestContext.Current.CancellationToken);

        var run = await RunAsync("report", "t", "--replicates", "20", "--out", _folder.PathOf("r.html"));
        await store.KeepFitAsync("t audit", new StoredFit("audit", "bias", """{"format":0,"arena":"0.0.1"}""", 1, "{}"), TestContext.Current.CancellationToken);
        var without = await RunAsync("report", "t", "--replicates", "20", "--out", _folder.PathOf("without.html"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("id=\"audit-judge-1\"", await File.ReadAllTextAsync(_folder.PathOf("r.html")), StringComparison.Ordinal);
        Assert.Contains("another version of Arena (0.0.1)", without.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"audit-judge-1\"", await File.ReadAllTextAsync(_folder.PathOf("without.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OverAnOlderOne_ReplacesIt()
    {
        await ImportAsync("t");
        var file = _folder.Write("t.html", "an older one");

        await RunAsync("report", "t", "--out", file);

        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r.md", null, "# t")]
    [InlineData("r.csv", null, "tournament,verdicts,")]
    [InlineData("r.html", "csv", "tournament,verdicts,")]
    [InlineData("r.txt", null, "<!DOCTYPE html>")]
    public async Task Report_FileOfAKind_IsWrittenInItsFormat(string name, string? format, string beginning)
    {
        await ImportAsync("t");

        var run = await RunAsync(["report", "t", "--out", _folder.PathOf(name), .. format is null ? Array.Empty<string>() : ["--format", format]]);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(beginning, await File.ReadAllTextAsync(_folder.PathOf(name)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_Json_HoldsTheLeaderboardThatLeaderboardPrints()
    {
        await ImportAsync("t");

        var printed = (await RunAsync("report", "t", "--out", _folder.PathOf("r.json"), "--json")).Json();
        var expected = (await RunAsync("leaderboard", "t", "--json")).Json();

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.PathOf("r.json")));
        var board = Assert.Single(report.RootElement.GetProperty("leaderboards").EnumerateArray());
        Assert.Equal("human", board.GetProperty("verdicts").GetString());
        Assert.True(JsonElement.DeepEquals(expected.GetProperty("leaderboard"), board.GetProperty("result").GetProperty("leaderboard")));
        Assert.Equal(0.5, Assert.Single(board.GetProperty("head_to_head").EnumerateArray()).GetProperty("share").GetDouble());
        Assert.Equal("json", printed.GetProperty("format").GetString());
        Assert.Equal(_folder.PathOf("r.json"), printed.GetProperty("report").GetString());
        Assert.Equal(new FileInfo(_folder.PathOf("r.json")).Length, printed.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task Report_UnknownTournament_ExitsWith3AndNamesTheKnownOnes()
    {
        await ImportAsync("known");

        var run = await RunAsync("report", "other");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("there is no tournament \"other\"; there are \"known\"", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("other.html")));
    }

    [Fact]
    public async Task Report_FolderThatIsNotThere_ExitsWith3AndSaysSo()
    {
        await ImportAsync("t");

        var run = await RunAsync("report", "t", "--out", _folder.PathOf("nowhere", "r.html"));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("its folder does not exist", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format", "pdf")]
    [InlineData("--replicates", "1")]
    [InlineData("--level", "95")]
    public async Task Report_WhatItDoesNotKnow_IsAUsageError(string option, string value)
    {
        var run = await RunAsync("report", "t", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(value, run.Error, StringComparison.Ordinal);
    }

    private async Task ImportAsync(string tournament) =>
        Assert.Equal(0, (await RunAsync("import", _folder.Write("votes.csv", Votes), "--tournament", tournament)).ExitCode);

    private Task<ArenaProcess> RunAsync(params string[] arguments) =>
        ArenaProcess.RunAsync([.. arguments, "--db", _folder.PathOf("arena.db")], _folder.PathOf());
}
