using Arena.Core.Tournaments;
using Arena.Web.Site.Runs;

namespace Arena.Web.Site.Api;

/// <summary>The runs of a tournament, the latest first, and how far the living one is: of the judgments that it plans, how many are there; null where none runs or it does not say. Where a run is shared out, shards that wait and the workers of the store.</summary>
internal sealed record RunsDocument(
    int Processes, int Judgments, int? Done, int? Planned, long Waiting, IReadOnlyList<RunsDocument.Worker> Workers, IReadOnlyList<RunsDocument.Run> Runs)
{
    public static RunsDocument From(RunsView view) => new(
        view.Activity.Processes,
        view.Judgments,
        view.Plan?.Done,
        view.Plan?.Planned,
        view.Waiting,
        [
            .. view.Workforce.Workers.Select(worker =>
                new Worker(worker.Name, view.JudgesOf(worker), worker.InHand, worker.Concurrency, worker.Since, worker.LastSeen, worker.IsSilent(view.At))),
        ],
        [.. view.Runs.Select(run => new Run(run.Run.StartedAt, run.Run.FinishedAt, run.State.ToString().ToLowerInvariant(), RunsView.Manifest(run.Run)))]);

    /// <summary>A worker: the judges of this tournament that it works for, shards in hand and at once; silent where others take up what it had.</summary>
    internal sealed record Worker(
        string Name, IReadOnlyList<string> Judges, int InHand, int Concurrency, DateTimeOffset Since, DateTimeOffset LastSeen, bool IsSilent);

    /// <summary>A run: running, ended or died, and with what it was made; null where another version of Arena wrote that in another form.</summary>
    internal sealed record Run(DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string State, RunManifest? Manifest);
}
