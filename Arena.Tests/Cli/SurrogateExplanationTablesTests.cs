using System.Text.Json;
using Arena.Cli;
using Arena.Core.Surrogate.Explanation;
using Arena.Core.Surrogate.Scorers;
using Arena.Tests.Surrogate.Explanation;
using Spectre.Console;

namespace Arena.Tests.Cli;

public sealed class SurrogateExplanationTablesTests
{
    private static readonly Lazy<SurrogateExplanation> Sample = new(() => SurrogateExplanation.Of(
        Planted.Table(row => row[0] + (row[4] * row[5]), 5, 40), Planted.Quick, 1, new LogisticScorer()));

    [Theory]
    [InlineData(100, false)]
    [InlineData(140, true)]
    public void Print_AnExplanation_FitsTheWidth(int width, bool isDetailed)
    {
        var page = Print(width, console => SurrogateExplanationTables.Print(console, "[red]judge[/]", Sample.Value, isDetailed));

        Assert.All(page.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.Contains("What [red]judge[/] rewards", page, StringComparison.Ordinal);
        Assert.Contains(Numbers.Estimate(Sample.Value.Groups[0].AucDrop), page, StringComparison.Ordinal);
        Assert.Equal(isDetailed, page.Contains("Models that were tried", StringComparison.Ordinal));
    }

    [Fact]
    public void Document_AnExplanationWithAComparison_IsJsonWithoutNaN()
    {
        var table = Planted.Table(row => row[0], 4, 20);
        var comparison = SurrogateExplanationComparison.Of("one", table, "same", table, Planted.Quick, 1, () => new LogisticScorer(), TestContext.Current.CancellationToken);
        Assert.Contains("one and same", Print(100, console => SurrogateExplanationTables.Print(console, comparison)), StringComparison.Ordinal);

        var json = JsonSerializer.Serialize(SurrogateExplanationDocument.From("judge", Sample.Value, comparison), CliJson.Default.SurrogateExplanationDocument);

        using var document = JsonDocument.Parse(json);
        Assert.Equal(Sample.Value.Groups[0].Name, document.RootElement.GetProperty("groups")[0].GetProperty("name").GetString());
        Assert.Equal(Sample.Value.Curves[0].Points.Count, document.RootElement.GetProperty("curves")[0].GetProperty("points").GetArrayLength());
        Assert.Equal(0, document.RootElement.GetProperty("comparison").GetProperty("groups")[0].GetProperty("difference").GetProperty("value").GetDouble());
    }

    private static string Print(int width, Action<IAnsiConsole> print)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        print(console);
        return writer.ToString();
    }
}
