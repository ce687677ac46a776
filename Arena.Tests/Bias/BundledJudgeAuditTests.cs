using Arena.Core;
using Arena.Core.Bias;
using Arena.Core.Bias.Distractors;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Arena.Core.World;
using Arena.Judges;
using Microsoft.Extensions.Configuration;

namespace Arena.Tests.Bias;

/// <summary>The audit of the bundled judges, one made to be fair and one made to be biased, on pairs of a plain right and a plain wrong answer.</summary>
public sealed class BundledJudgeAuditTests : IDisposable
{
    private const int Pairs = 150;

    private static readonly string[] Planted = ["prolix", "assertive", "sycophantic"];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_TheBiasedJudge_IsCaughtOnEveryPlantedDistractor_InThePlantedOrder()
    {
        var rows = (await AuditAsync("tiny-biased")).Report.Judges.Single().Rows;

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
        var audit = await AuditAsync("tiny-fair");

        var rows = audit.Report.Judges.Single().Rows;
        Assert.All(rows, row => Assert.Equal(AuditVerdict.Equivalent, row.Verdict));
        Assert.Equal(rows.Sum(row => row.Strict.Flips.Count), audit.Flips.Count);
    }

    private async Task<TournamentAudit> AuditAsync(string judge)
    {
        double[] good = [.. Enum.GetValues<Skill>().Select(_ => 1.0)], bad = [.. good.Select(_ => 0.0)];
        var world = CheckableWorld.Create(7, Pairs, [new("sim-right", Style.Plain, good), new("sim-wrong", Style.Plain, bad)]);
        var path = await WorldTournament.WriteAsync(_folder.PathOf(judge), "plain", world, judge, 1, Cancelled);
        var file = TournamentFileReader.Read(path, []);
        var tournament = await Tournament.ReadAsync(file, path, cancellationToken: Cancelled);
        await using var judges = await OpenedJudges.OpenAsync(
            file.Judges, path, file.Protocols, new ConfigurationBuilder().Build(), TimeProvider.System, cancellationToken: Cancelled);
        using var store = await ArenaStore.OpenAsync(_folder.PathOf($"{judge}.db"), TimeProvider.System, create: true, Cancelled);
        var request = new AuditRequest { Distractors = DistractorRegistry.Parse(string.Join(',', [.. Planted, "emoji"])), Items = Pairs };
        var plan = await AuditPlan.CreateAsync(file, tournament, judges.All, request, store, Cancelled);
        return (await new AuditRunner(plan, store, TimeProvider.System).RunAsync(null, Cancelled)).Audit;
    }
}
