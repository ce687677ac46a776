using Arena.Core.Bias;
using Arena.Core.Bias.Distractors;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Arena.Core.World;
using Arena.Judges;
using Microsoft.Extensions.Configuration;

namespace Arena.Bench.Bias;

/// <summary>The audit of a bundled judge on pairs of a right and a wrong answer, both in a plain style: what it was made to fall for is known.</summary>
public static class BundledAudit
{
    /// <summary>Runs an audit in a folder of its own.</summary>
    /// <param name="folder">Where the tournament and the store are written.</param>
    /// <param name="judge">A bundled judge.</param>
    /// <param name="distractors">What to try, as <c>arena audit --distractors</c> takes it.</param>
    /// <param name="pairs">Pairs, a prompt each.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<(TournamentAudit Audit, RunResult Run)> RunAsync(
        string folder, string judge, string distractors, int pairs, TimeProvider time, CancellationToken cancellationToken = default)
    {
        double[] right = [.. Enum.GetValues<Skill>().Select(_ => 1.0)], wrong = [.. right.Select(_ => 0.0)];
        var world = CheckableWorld.Create(7, pairs, [new("sim-right", Style.Plain, right), new("sim-wrong", Style.Plain, wrong)]);
        var path = await WorldTournament.WriteAsync(folder, "plain", world, judge, 1, cancellationToken);
        var file = TournamentFileReader.Read(path, []);
        var tournament = await Tournament.ReadAsync(file, path, cancellationToken: cancellationToken);
        await using var judges = await OpenedJudges.OpenAsync(
            file.Judges, path, file.Protocols, new ConfigurationBuilder().Build(), time, cancellationToken: cancellationToken);
        using var store = await ArenaStore.OpenAsync(Path.Combine(folder, "arena.db"), time, create: true, cancellationToken);
        var request = new AuditRequest { Distractors = DistractorRegistry.Parse(distractors), Items = pairs };
        var plan = await AuditPlan.CreateAsync(file, tournament, judges.All, request, store, cancellationToken);
        return await new AuditRunner(plan, store, time).RunAsync(null, cancellationToken);
    }
}
