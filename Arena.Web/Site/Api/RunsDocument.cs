using Arena.Core.Tournaments;
using Arena.Web.Site.Runs;

namespace Arena.Web.Site.Api;

/// <summary>The runs of a tournament, the latest first, and how far the living one is: of the judgments that it plans, how many are there; null where none runs or it does not say.</summary>
internal sealed record RunsDocument(int Processes, int Judgments, int? Done, int? Planned, IReadOnlyList<RunsDocument.Run> Runs)
{
    public static RunsDocument From(RunsView view) => new(
        view.Activity.Processes,
        view.Judgments,
        view.Plan?.Done,
        view.Plan?.Planned,
        [.. view.Runs.Select(run => new Run(run.Run.StartedAt, run.Run.FinishedAt, run.State.ToString().ToLowerInvariant(), RunsView.Manifest(run.Run)))]);

    /// <summary>A run: running, ended or died, and with what it was made; null where another version of Arena wrote that in another form.</summary>
    internal sealed record Run(DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string State, RunManifest? Manifest);
}
