using System.Text.RegularExpressions;
using Arena.Core.Bias.Distractors;

namespace Arena.Tests.Bias.Distractors;

/// <summary>Holds the table of docs/bias-audit.md and the registry together.</summary>
public sealed partial class BiasAuditDocumentTests
{
    [Fact]
    public void Table_OfTheDocument_IsTheRegistry()
    {
        var rows = File.ReadLines(Repository.PathOf("docs", "bias-audit.md")).Where(line => Row().IsMatch(line));

        Assert.Equal(DistractorRegistry.All.Concat(DistractorRegistry.Placebos).Select(Line), rows);
    }

    private static string Line(Distractor distractor)
    {
        var placebo = distractor.Placebo is { } name ? $"`{name}`" : "is one";
        return $"| `{distractor.Name}` | {distractor.Unit.ToString().ToLowerInvariant()} | {distractor.Definition} | {(distractor.KeepsQuality ? "yes" : "no")} | {placebo} | {distractor.Source} |";
    }

    [GeneratedRegex(@"^\| `[a-z0-9-]+` \| (?:response|prompt|judge) \|")]
    private static partial Regex Row();
}
