using System.Text.RegularExpressions;
using Arena.Core.Reports;

namespace Arena.Tests.Reports;

public sealed partial class MarkdownReportTests
{
    [Fact]
    public void Write_NamesWithMarkup_AreEscaped()
    {
        string[] names = ["<script>alert(1)</script>", "a|b", "[x](javascript:alert(1))", "`code`", "line\nbreak"];

        var page = MarkdownReport.Write(SampleReports.Create(names, tournament: "# `x` <b>", reason: "<img src=x>"));

        // What stands in code spans shows as it is.
        var outside = CodeSpan().Replace(page, "");
        Assert.DoesNotContain('<', outside);
        Assert.DoesNotContain("](javascript", outside, StringComparison.Ordinal);
        Assert.Contains(@"\[x\]\(javascript\:alert\(1\)\)", outside, StringComparison.Ordinal);
        Assert.Contains(@"| a\|b |", outside, StringComparison.Ordinal);
        Assert.Contains("| line break |", outside, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_EveryTable_HasAsManyCellsInEachRow()
    {
        var lines = MarkdownReport.Write(SampleReports.Create(["a|a", "b\\|b", "c"])).Split('\n');

        var tables = 0;
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('|') && lines[i - 1].StartsWith('|'))
            {
                tables += lines[i].StartsWith("|---", StringComparison.Ordinal) ? 1 : 0;
                Assert.Equal(Bar().Count(lines[i - 1]), Bar().Count(lines[i]));
            }
        }

        Assert.True(tables >= 6, $"{tables} tables");
    }

    [GeneratedRegex("(`+).+?\\1(?!`)")]
    private static partial Regex CodeSpan();

    /// <summary>A bar that is not escaped: one behind an even number of backslashes.</summary>
    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\|")]
    private static partial Regex Bar();
}
