using System.Text.Json;
using Arena.Cli;
using Arena.Core;
using Arena.Core.Bias;
using Arena.Tests.Bias;
using Spectre.Console;

namespace Arena.Tests.Cli;

public sealed class AuditTablesTests
{
    [Theory]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(160, true)]
    public void Print_RealisticSize_FitsTheWidthWithEveryFigureOnItsLine(int width, bool isDetailed)
    {
        var audit = SampleAudits.Create(distractors: SampleAudits.Names, prompts: 30);

        var lines = Print(audit, width, isDetailed).Split('\n');

        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= width, line));
        var row = audit.Report.Judges[0].Rows[0];
        Assert.Contains(lines, line =>
            line.Contains("  prolix ", StringComparison.Ordinal) && line.Contains(Numbers.Estimate(row.Strict.Excess), StringComparison.Ordinal) && line.TrimEnd().EndsWith("detected", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains('…', StringComparison.Ordinal));
        Assert.Equal(isDetailed, lines.Any(line => line.Contains("L→W", StringComparison.Ordinal)));
    }

    [Fact]
    public void Print_NamesAndTextsWithMarkup_AreTextAndControlNothing()
    {
        var audit = SampleAudits.Create(["[red]judge[/]", "[/]"], ["[blink]x[/]", "y"], ["[a]", "[/b]"], "[t]", reason: "[link=x]no[/].");

        var page = Print(audit, 120, isDetailed: true);

        Assert.Contains("Audit of [t]", page, StringComparison.Ordinal);
        Assert.Contains("Judge [red]judge[/]", page, StringComparison.Ordinal);
        Assert.Contains("[blink]x[/]", page, StringComparison.Ordinal);
        Assert.Contains("trials were not made: [link=x]no[/].", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_WhatWasLeftOut_IsSaid() => Assert.Contains(
        "! The judge j was left out [why].", Print(SampleAudits.Empty() with { LeftOut = ["The judge j was left out [why]."] }, 100, isDetailed: false), StringComparison.Ordinal);

    [Fact]
    public void Print_NothingTried_SaysSo() => Assert.Contains("0 pairs on 0 prompts", Print(SampleAudits.Empty(), 100, isDetailed: true), StringComparison.Ordinal);

    [Fact]
    public void Document_OfAnAudit_HasTheFieldsOfTheContract()
    {
        var audit = SampleAudits.Create();

        using var json = JsonDocument.Parse(JsonSerializer.Serialize(AuditDocument.From(audit), CliJson.Default.AuditDocument));

        var root = json.RootElement;
        Assert.Equal(["tournament", "items", "prompts", "seed", "band", "level", "judges", "attacks", "left_out"], root.EnumerateObject().Select(field => field.Name));
        var judge = root.GetProperty("judges")[0];
        Assert.Equal(
            ["judge", "rows", "placebos", "baselines", "comparisons", "position", "advice", "limits"], judge.EnumerateObject().Select(field => field.Name));
        var row = judge.GetProperty("rows")[0];
        Assert.Superset(
            new[]
            {
                "distractor", "protocol", "n", "flips", "flip_rate", "lower", "upper", "placebo_rate", "excess", "excess_lower", "excess_upper", "p", "p_holm", "q", "verdict",
            }.ToHashSet(),
            row.EnumerateObject().Select(field => field.Name).ToHashSet());
        var first = audit.Report.Judges[0].Rows[0];
        Assert.Equal(first.Strict.Excess.Value, row.GetProperty("excess").GetDouble());
        Assert.Equal("detected", row.GetProperty("verdict").GetString());
        Assert.Equal(first.Transitions.Total, row.GetProperty("transitions").EnumerateArray().Sum(of => of.GetProperty("trials").GetInt32()));
        Assert.Equal("The response is empty.", row.GetProperty("not_made")[0].GetProperty("reason").GetString());
        Assert.Equal(8, root.GetProperty("attacks")[0].GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void Document_WithoutAPlacebo_HasNullForWhatIsNotDefined()
    {
        FlipTrial[] trials = [.. Enumerable.Range(0, 3).Select(i => new FlipTrial("j", "emoji", $"p{i}", "a", "b", new(Protocol.Pairwise, -1), new(Protocol.Pairwise, 1)) { Placebo = "none" })];
        var audit = SampleAudits.Empty() with { Report = Audit.Analyse(trials, [], new()) };

        using var json = JsonDocument.Parse(JsonSerializer.Serialize(AuditDocument.From(audit), CliJson.Default.AuditDocument));

        var row = json.RootElement.GetProperty("judges")[0].GetProperty("rows")[0];
        Assert.Equal(1, row.GetProperty("flip_rate").GetDouble());
        Assert.All(
            (string[])["placebo_rate", "excess", "excess_lower", "excess_upper", "p", "p_holm", "q"],
            name => Assert.Equal(JsonValueKind.Null, row.GetProperty(name).ValueKind));
    }

    private static string Print(TournamentAudit audit, int width, bool isDetailed)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        AuditTables.Print(console, audit, isDetailed);
        if (Environment.GetEnvironmentVariable("ARENA_SHOW") is { } path)
        {
            File.WriteAllText($"{path}{audit.Tournament}{width}{isDetailed}.txt", writer.ToString());
        }

        return writer.ToString();
    }
}
