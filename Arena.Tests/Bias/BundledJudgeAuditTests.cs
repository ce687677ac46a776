using Arena.Bench.Bias;
using Arena.Core;
using Arena.Core.Bias;

namespace Arena.Tests.Bias;

/// <summary>The audit of the bundled judges, one made to be fair and one made to be biased, on pairs of a plain right and a plain wrong answer.</summary>
public sealed class BundledJudgeAuditTests : IDisposable
{
    private static readonly string[] Planted = ["prolix", "assertive", "sycophantic"];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_TheBiasedJudge_IsCaughtOnEveryPlantedDistractor_InThePlantedOrder()
    {
        var rows = (await AuditAsync("tiny-biased", 80)).Report.Judges.Single().Rows;

        double[] pairwise = [.. Planted.Select(name => Row(name, Protocol.Pairwise).Strict.Excess.Value)];
        double[] pointwise = [.. Planted.Select(name => Row(name, Protocol.Pointwise).Strict.Excess.Value)];
        Assert.All(Planted, name => Assert.Equal(AuditVerdict.Detected, Row(name, Protocol.Pairwise).Verdict));
        Assert.Equal(pairwise.OrderDescending(), pairwise);
        Assert.All(pairwise.Zip(pointwise), of => Assert.True(of.First > of.Second));
        Assert.NotEqual(AuditVerdict.Detected, Row("emoji", Protocol.Pairwise).Verdict);

        DistractorRow Row(string name, Protocol protocol) => rows.Single(row => row.Distractor == name && row.Protocol == protocol);
    }

    [Fact]
    public async Task RunAsync_TheFairJudge_IsSilent()
    {
        var audit = await AuditAsync("tiny-fair", 150);

        var rows = audit.Report.Judges.Single().Rows;
        Assert.All(rows, row => Assert.Equal(AuditVerdict.Equivalent, row.Verdict));
        Assert.Equal(rows.Sum(row => row.Strict.Flips.Count), audit.Flips.Count);
    }

    private async Task<TournamentAudit> AuditAsync(string judge, int pairs) => (await BundledAudit.RunAsync(
        _folder.PathOf(judge), judge, string.Join(',', [.. Planted, "emoji"]), pairs, TimeProvider.System, Cancelled)).Audit;
}
