using Arena.Core.Judging;

namespace Arena.Core.Reports;

/// <summary>The few sentences that stand at the head of a report.</summary>
internal static class ReportFindings
{
    public static IEnumerable<string> Of(TournamentReport report) =>
    [
        .. report.Protocols.Select(First),
        .. report.Correlations.Where(pair => pair.Tau is not null).Select(Alike),
        .. Agreement(report.Agreement),
        .. Position(report.Agreement),
        .. Failures(report),
    ];

    private static string First(ProtocolReport protocol)
    {
        var name = LeaderboardText.NameOf(protocol.Basis);
        var leaders = protocol.Leaderboard.Entries.Where(entry => entry is { Group: 1, Rank: 1 }).ToArray();
        var first = leaders[0];
        var groups = protocol.Leaderboard.Groups > 1 ? $" of the largest of {protocol.Leaderboard.Groups} groups that do not compare" : "";
        return leaders.Length > 1
            ? $"By {name}, {leaders.Length} contestants share the first place{groups}."
            : first.RankHigh == 1
                ? $"By {name}, “{first.Name}” comes first{groups}, and the data leave it no other rank."
                : $"By {name}, “{first.Name}” comes first{groups}, but the data leave it any rank from {first.RankLow} to {first.RankHigh}.";
    }

    private static string Alike(LeaderboardCorrelation pair) =>
        $"{Capital(LeaderboardText.NameOf(pair.First))} and {LeaderboardText.NameOf(pair.Second)} order {Figures.Count(pair.Contestants, "contestant")} " +
        $"alike to τ = {Figures.Coefficient(pair.Tau)} (1: the same order, 0: unrelated orders).";

    private static IEnumerable<string> Agreement(AgreementReport agreement)
    {
        var judges = agreement.Sources
            .Where(pair => pair.First.Judge is not null && pair.Second == VoteSource.Humans && pair.WithoutTies.Of > 0)
            .OrderByDescending(pair => pair.WithoutTies.Value)
            .ToArray();
        if (judges.Length == 0)
        {
            yield break;
        }

        var humans = agreement.Sources.FirstOrDefault(pair => pair is { First.Judge: null, Second.Judge: null, WithoutTies.Of: > 0 });
        var ceiling = humans is null ? "" : $"; humans agree with each other on {Figures.Percent(humans.WithoutTies.Value)}";
        yield return judges.Length == 1
            ? $"“{judges[0].First}” agrees with humans on {Figures.Percent(judges[0].WithoutTies.Value)} of the pairs that both decide{ceiling}."
            : $"The {judges.Length} judges agree with humans on {Figures.Percent(judges[^1].WithoutTies.Value)} (“{judges[^1].First}”) to " +
              $"{Figures.Percent(judges[0].WithoutTies.Value)} (“{judges[0].First}”) of the pairs that both decide{ceiling}.";
    }

    private static IEnumerable<string> Position(AgreementReport agreement)
    {
        var judges = agreement.Positions.OrderByDescending(judge => judge.Consistency.Value).ToArray();
        if (judges.Length > 0)
        {
            yield return judges.Length == 1
                ? $"“{judges[0].Judge}” gives the same verdict in both orders on {Figures.Percent(judges[0].Consistency.Value)} of the comparisons."
                : $"{judges.Length} judges give the same verdict in both orders on {Figures.Percent(judges[^1].Consistency.Value)} (“{judges[^1].Judge}”) to " +
                  $"{Figures.Percent(judges[0].Consistency.Value)} (“{judges[0].Judge}”) of the comparisons.";
        }
    }

    private static IEnumerable<string> Failures(TournamentReport report)
    {
        var (failed, all) = (report.Judges.Sum(judge => judge.Failed), report.Judges.Sum(judge => judge.Judgments));
        if (failed > 0)
        {
            yield return $"{Figures.Count(failed)} of {Figures.Count(all, "judgment")} failed ({Figures.Percent((double)failed / all, 1)}); they are no ties, " +
                "and are left out.";
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
