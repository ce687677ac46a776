using Arena.Core.Bias;

namespace Arena.Tests.Bias;

public sealed class AuditGateTests
{
    [Theory]
    [InlineData("excess>0.05", "excess", false, 0.05)]
    [InlineData(" excess_lower >= -0.01 ", "excess_lower", true, -0.01)]
    [InlineData("excess_upper>1e-1", "excess_upper", false, 0.1)]
    [InlineData("flip_rate>0.2", "flip_rate", false, 0.2)]
    public void Parse_ACondition_GivesItsParts(string text, string figure, bool isInclusive, double bound) =>
        Assert.Equal(new AuditGate(figure, isInclusive, bound), AuditGate.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("excess")]
    [InlineData("excess<0.05")]
    [InlineData("excess>much")]
    [InlineData("p>0.05")]
    public void Parse_AnythingElse_GivesNone(string text) => Assert.Null(AuditGate.Parse(text));

    [Fact]
    public void Broken_RowsBeyondTheBound_AreThoseAndNoOthers()
    {
        var report = SampleAudits.Create().Report;
        var rows = report.Judges.SelectMany(judge => judge.Rows).ToList();
        var bound = rows.Select(row => row.Strict.Excess.Value).Where(double.IsFinite).Order().ElementAt(rows.Count / 2);

        var broken = new AuditGate("excess", false, bound).Broken(report);
        var inclusive = new AuditGate("excess", true, bound).Broken(report);

        Assert.Equal(rows.Count(row => row.Strict.Excess.Value > bound), broken.Count);
        Assert.Equal(rows.Count(row => row.Strict.Excess.Value >= bound), inclusive.Count);
        Assert.True(inclusive.Count > broken.Count);
        Assert.Empty(new AuditGate("excess", false, 1).Broken(report));
    }
}
