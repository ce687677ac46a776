using Arena.Core.Reports;
using Sylvan.Data.Csv;

namespace Arena.Tests.Reports;

public sealed class CsvReportTests
{
    [Fact]
    public void Write_NamesWithSeparatorsQuotesAndLines_ReadBackAsTheyWere()
    {
        string[] names = ["a,b", "say \"hi\"", "two\r\nlines", "plain"];

        var rows = Read(CsvReport.Write(SampleReports.Create(names)));

        foreach (var verdicts in (string[])["pairwise", "pointwise", "human"])
        {
            var board = rows.Where(row => row["verdicts"] == verdicts && row["category"] == "").ToArray();
            Assert.Equal(names.Order(StringComparer.Ordinal), board.Select(row => row["contestant"]).Order(StringComparer.Ordinal));
        }

        Assert.Equal(["", "coding", "writing"], rows.Where(row => row["verdicts"] == "pairwise").Select(row => row["category"]).Distinct().Order());
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("+1")]
    [InlineData("-1")]
    public void Write_NameThatIsAFormula_IsMarkedAsText(string name)
    {
        var rows = Read(CsvReport.Write(SampleReports.Create([name, "b", "c"])));

        Assert.Contains(rows, row => row["contestant"] == "'" + name);
        Assert.DoesNotContain(rows, row => row["contestant"] == name);
    }

    private static List<Dictionary<string, string>> Read(string csv)
    {
        using var reader = CsvDataReader.Create(new StringReader(csv));
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetString));
        }

        return rows;
    }
}
