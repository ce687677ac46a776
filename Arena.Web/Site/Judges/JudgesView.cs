using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Arena.Web.Site.Data;

namespace Arena.Web.Site.Judges;

/// <summary>The judges of a tournament: with whom they agree, whether they are right when they are sure, and where they fail.</summary>
/// <param name="Agreement">Who agrees with whom, and with themselves when the order is swapped.</param>
/// <param name="Judges">How much each judge contributed.</param>
/// <param name="Failures">Why judgments failed.</param>
/// <param name="HasHumanVotes">Whether there are votes of humans.</param>
/// <param name="Calibrations">The judges that judged pairs on which humans voted, those with the most such pairs first.</param>
/// <param name="CalibrationsLeftOut">How many more such judges there are.</param>
internal sealed record JudgesView(
    AgreementReport Agreement,
    IReadOnlyList<JudgeTally> Judges,
    IReadOnlyList<FailureTally> Failures,
    bool HasHumanVotes,
    IReadOnlyList<(string Judge, HumanCalibration Of)> Calibrations,
    int CalibrationsLeftOut)
{
    /// <summary>A chart each; with more, the page is long and nobody compares them.</summary>
    private const int MostCalibrations = 8;

    /// <summary>Gives all of it, computing it only where the tournament changed since the last time.</summary>
    public static async Task<JudgesView> ReadAsync(SiteData data, string tournament, CancellationToken cancellationToken) =>
        (await data.KeepAsync(tournament, null, 1 << 20, (store, token) => ComputeAsync(store, tournament, token), cancellationToken).ConfigureAwait(false)).Value;

    private static async Task<JudgesView> ComputeAsync(ArenaStore store, string tournament, CancellationToken cancellationToken)
    {
        var options = new ReportOptions();
        var votes = await store.ReadVotesAsync(tournament, cancellationToken).ConfigureAwait(false);
        var humans = (await store.ReadBattlesAsync(tournament, BattleSource.Humans, cancellationToken).ConfigureAwait(false)).Battles;
        var calibrations = humans.Count == 0
            ? []
            : Calibrate(await store.ReadBattlesAsync(tournament, BattleSource.Judges, cancellationToken).ConfigureAwait(false), humans, options.Level);
        return new(
            new AgreementAnalysis(votes).Report(options.Seed, options.Replicates, options.Level),
            await store.ReadJudgeTalliesAsync(tournament, cancellationToken).ConfigureAwait(false),
            await store.ReadFailuresAsync(tournament, cancellationToken).ConfigureAwait(false),
            humans.Count > 0,
            [.. calibrations.Take(MostCalibrations)],
            Math.Max(0, calibrations.Count - MostCalibrations));
    }

    private static List<(string Judge, HumanCalibration Of)> Calibrate(MergedBattles judged, BattleTable humans, double level)
    {
        var found = new List<(string Judge, HumanCalibration Of)>();
        foreach (var judge in judged.Judges)
        {
            try
            {
                found.Add((judge, HumanCalibration.Create(judged.Of(judge).Battles, humans, level)));
            }
            catch (ArgumentException e) when (e.GetType() == typeof(ArgumentException))
            {
                // Humans voted on nothing that it judged, so there is nothing to calibrate it by.
            }
        }

        return [.. found.OrderByDescending(of => of.Of.Voted)];
    }
}
