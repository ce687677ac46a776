using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Core.Bias;

/// <summary>
/// What an attack does to a leaderboard: Bradley–Terry on pairwise judgments, RankList on pointwise ones, once as it is and once with each assault; intervals
/// by a bootstrap over prompts in which all of them are fitted to the same draws.
/// </summary>
internal static class AttackAnalysis
{
    private const int Replicates = 200;

    /// <summary>What came of the attacks of all plans of one judge's name.</summary>
    public static LeaderboardAttack Analyse(
        string judge,
        IReadOnlyList<PlannedAttack> attacks,
        IReadOnlyDictionary<AskingKey, Judgment> judged,
        AuditRequest request,
        double level,
        CancellationToken cancellationToken)
    {
        var rows = new List<AttackRow>();
        var notMade = new List<string>();
        foreach (var attack in attacks)
        {
            rows.AddRange(Rows(attack, judged, request, level, cancellationToken));
            foreach (var assault in attack.Assaults.Where(assault => assault.NotMade > 0))
            {
                notMade.Add($"{assault.Distractor.Name} of {assault.Attacker}, {Figure.Of(attack.Judge.Description.Protocol)}: on {assault.NotMade} prompts it could not be made, and the response stayed as it is.");
            }
        }

        var duels = attacks.SelectMany(attack => attack.Base).ToList();
        return new(
            judge,
            duels.SelectMany(duel => new[] { duel.First, duel.Second }).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
            duels.Select(duel => duel.PromptId).Distinct(StringComparer.Ordinal).Count(),
            rows,
            notMade);
    }

    /// <summary>The battles of duels; those whose judgment failed are left out.</summary>
    public static BattleTable Battles(IEnumerable<PlannedDuel> duels, IReadOnlyDictionary<AskingKey, Judgment> judged)
    {
        var pairwise = new List<Judgment>();
        var scores = new Dictionary<string, Dictionary<string, double>>(StringComparer.Ordinal);
        foreach (var duel in duels)
        {
            Judgment[] judgments = [.. duel.Askings.Select(asking => judged[asking.Key])];
            if (Array.Exists(judgments, judgment => judgment.IsFailed))
            {
                continue;
            }

            // Under the names that the leaderboard has, whatever the distractor made of them.
            if (duel.Second is { } second)
            {
                pairwise.Add(judgments[0] with { PromptId = duel.PromptId, First = duel.First, Second = second });
                pairwise.Add(judgments[1] with { PromptId = duel.PromptId, First = second, Second = duel.First });
                continue;
            }

            if (!scores.TryGetValue(duel.PromptId, out var ofPrompt))
            {
                scores.Add(duel.PromptId, ofPrompt = new(StringComparer.Ordinal));
            }

            ofPrompt.Add(duel.First, judgments[0].Score!.Value);
        }

        return scores.Count > 0
            ? new PointwiseScores([.. scores.Select(of => new PromptScores(of.Key, "", null, of.Value) { TieMargin = PromptScores.ExpectedScoreMargin })], []).ToBattles()
            : BattleMerge.Merge(pairwise).Battles;
    }

    private static IEnumerable<AttackRow> Rows(
        PlannedAttack attack, IReadOnlyDictionary<AskingKey, Judgment> judged, AuditRequest request, double level, CancellationToken cancellationToken)
    {
        var protocol = attack.Judge.Description.Protocol;
        var options = new RatingOptions
        {
            Model = protocol == Protocol.Pairwise ? RatingModel.BradleyTerry : RatingModel.RankList,
            Intervals = IntervalMethod.None,
            Replicates = Replicates,
            Seed = request.Seed,
            Level = level,
        };
        var leaderboards = new List<(BattleTable Battles, RatingFit Fit)>();
        Add(attack.Base);
        foreach (var assault in attack.Assaults)
        {
            Add(attack.Base.Where(duel => !duel.Has(assault.Attacker)).Concat(assault.Duels));
        }

        var draws = JointRefits.Draw(leaderboards, options, null, cancellationToken);
        return attack.Assaults.Select((assault, i) =>
        {
            var (before, after) = (leaderboards[0].Fit, leaderboards[i + 1].Fit);
            var (at, then) = (IndexOf(before, assault.Attacker), IndexOf(after, assault.Attacker));
            var drawn = draws.Where(draw => draw[0] is not null && draw[i + 1] is not null).ToArray();
            double[] climbs = [.. drawn.Select(draw => (double)(Rank(draw[0]!, at) - Rank(draw[i + 1]!, then)))];
            double[] gains = [.. drawn.Select(draw => Gain(draw[0]![at], draw[i + 1]![then]))];
            var (rankBefore, rankAfter) = (Rank(before.LogStrengths, at), Rank(after.LogStrengths, then));
            return new AttackRow(
                assault.Distractor.Name,
                assault.Attacker,
                protocol,
                rankBefore,
                rankAfter,
                new IntervalEstimate(rankBefore - rankAfter, Quantile.Central(climbs, level)),
                new IntervalEstimate(Gain(before.LogStrengths[at], after.LogStrengths[then]), Quantile.Central(gains, level)));
        });

        void Add(IEnumerable<PlannedDuel> duels)
        {
            var battles = Battles(duels, judged);
            leaderboards.Add((battles, Rating.Fit(battles, options, null, cancellationToken)));
        }
    }

    private static int IndexOf(RatingFit fit, string contestant) => fit.Contestants.Index().First(of => of.Item == contestant).Index;

    private static int Rank(IReadOnlyList<double> strengths, int contestant)
    {
        var own = Math.Round(strengths[contestant], RatingScale.Digits);
        return 1 + strengths.Count(strength => Math.Round(strength, RatingScale.Digits) > own);
    }

    private static double Gain(double before, double after) => RatingScale.FromLogStrength(after) - RatingScale.FromLogStrength(before);
}
