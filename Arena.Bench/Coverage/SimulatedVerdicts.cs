using System.Globalization;
using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Bench.Coverage;

/// <summary>Verdicts of simulated judges.</summary>
internal static class SimulatedVerdicts
{
    /// <summary>What a judge says of what humans voted on; contestants are named by their numbers.</summary>
    public static BattleTable Judge(this SimulatedJudge judge, BattleTable votes, DeterministicRandom random)
    {
        var judged = new BattleTableBuilder();
        for (var row = 0; row < votes.Count; row++)
        {
            var vote = votes[row];
            var (first, second) = (int.Parse(vote.First, CultureInfo.InvariantCulture), int.Parse(vote.Second, CultureInfo.InvariantCulture));
            judged.Add(vote with { Outcome = Verdict(judge, first, second, vote.Outcome, random), Judge = "judge" });
        }

        return judged.Build();
    }

    private static double Verdict(SimulatedJudge judge, int first, int second, double human, DeterministicRandom random)
    {
        if (judge == SimulatedJudge.Soft)
        {
            return Math.Clamp(0.5 + (0.2 * (human - 0.5)) + (0.1 * random.NextGaussian()), 0, 1);
        }

        if (judge == SimulatedJudge.HasFavourites && first % 2 != second % 2 && random.NextDouble() < 0.25)
        {
            return first % 2;
        }

        var u = random.NextDouble();
        return human == 0.5
            ? u < 0.3 ? 0.5 : u < 0.65 ? 1 : 0
            : u < 0.7 ? human : u < 0.8 ? 0.5 : 1 - human;
    }
}
