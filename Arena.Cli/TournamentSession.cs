using Arena.Core.Judging;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Arena.Judges;
using Arena.Judges.Engines;
using Arena.Judges.Engines.OpenAI;

namespace Arena.Cli;

/// <summary>A tournament file read, its judges opened, ready to run.</summary>
internal sealed class TournamentSession : IAsyncDisposable
{
    private TournamentSession(TournamentFile file, Tournament tournament, OpenedJudges judges) =>
        (File, Tournament, Judges) = (file, tournament, judges);

    public TournamentFile File { get; }

    public Tournament Tournament { get; }

    public OpenedJudges Judges { get; }

    /// <summary>Reads and opens all; whatever is wrong is told before anything is judged.</summary>
    public static async Task<TournamentSession> OpenAsync(string path, IReadOnlyList<string> settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var file = TournamentFileReader.Read(path, settings);
        var tournament = await Tournament.ReadAsync(file, path, cancellationToken: cancellationToken);
        var judges = await OpenedJudges.OpenAsync(file.Judges, path, file.Protocols, ApiKeys.Load(), time, file.Seed, tournament, cancellationToken);
        return new(file, tournament, judges);
    }

    /// <summary>
    /// Whether a judge may be asked for a trial: a server may cost money, and a panel's members are asked by themselves. The judges of one entry carry its name, and behind it what
    /// they are asked by (<c>NAME/criterion</c>) or how (<c>NAME+variant</c>).
    /// </summary>
    public bool IsFreeToAsk(IJudge judge) => judge is not JudgePanel && !File.Judges.Any(
        file => file.Endpoints.Count > 0
            && judge.Description.Name.StartsWith(file.Name, StringComparison.Ordinal)
            && judge.Description.Name[file.Name.Length..] is "" or ['/' or '+', ..]);

    /// <summary>Runs the tournament.</summary>
    public Task<RunResult> RunAsync(
        ArenaStore store, TimeProvider time, IProgress<RunProgress> progress, CancellationToken cancellationToken, IShardDispatcher? dispatcher = null)
    {
        var manifest = RunManifest.Of(File.Seed, Judges.All.Select(judge => judge.Description), Judges.Engines.Select(Describe));
        return new TournamentRunner(File, Tournament, Judges.All, manifest, store, time, dispatcher).RunAsync(progress, cancellationToken);
    }

    public ValueTask DisposeAsync() => Judges.DisposeAsync();

    private static string Describe(EngineDescription engine) =>
        $"{engine.Engine}: {engine.Model}, {engine.Device}{(engine.GpuLayers is > 0 ? $", {engine.GpuLayers} layers on the GPU" : "")}, {engine.ModelHash}";
}
