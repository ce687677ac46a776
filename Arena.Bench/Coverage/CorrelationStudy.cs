using System.Globalization;
using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Bench.Coverage;

/// <summary>Leaderboards by simulated humans and by a judge with favourites on the same prompts, and the rank correlation of the two.</summary>
internal static class CorrelationStudy
{
    /// <summary>The judge's own true strengths have no formula: those from so many prompts stand for them.</summary>
    private const int PromptsOfTruth = 40_000;

    /// <summary>Lines of a Markdown table.</summary>
    public static IEnumerable<string> Run(CoverageSetting setting, int tournaments, int replicates, long seed)
    {
        var simulator = new TournamentSimulator(setting);
        var truth = TruthOf(setting, simulator, seed);
        var runs = new RankAgreement[tournaments];
        Parallel.For(0, tournaments, t =>
        {
            var (humans, judged) = Draw(simulator, new DeterministicRandom(seed, t));
            var options = new RatingOptions { Replicates = replicates, Seed = seed + 1 + t };
            runs[t] = LeaderboardComparison.Compare([(humans, Rating.Fit(humans, options)), (judged, Rating.Fit(judged, options))])[0];
        });
        yield return Line(setting.Name, "Kendall's τ-b", truth.Tau, runs.Select(run => run.KendallTau).ToArray());
        yield return Line(setting.Name, "Spearman's ρ", truth.Rho, runs.Select(run => run.SpearmanRho).ToArray());
    }

    private static string Line(string setting, string name, double truth, IntervalEstimate[] estimates) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {setting} | {name} | {truth:0.000} | {estimates.Average(estimate => estimate.Value):0.000} | " +
        $"{CoverageRate.Of(estimates.Select(estimate => estimate.Interval.Contains(truth) ? 1.0 : 0.0))} | " +
        $"{estimates.Average(estimate => estimate.Interval.Width):0.000} |");

    private static (double Tau, double Rho) TruthOf(CoverageSetting setting, TournamentSimulator simulator, long seed)
    {
        var (_, judged) = Draw(new TournamentSimulator(setting with { Prompts = PromptsOfTruth }), new DeterministicRandom(seed, -1));
        var fit = Rating.Fit(judged, new RatingOptions { Intervals = IntervalMethod.None });
        double[] humans = [.. fit.Contestants.Select(name => simulator.Strengths[int.Parse(name, CultureInfo.InvariantCulture)])];
        double[] judge = [.. fit.LogStrengths];
        return (RankCorrelation.KendallTauB(humans, judge), RankCorrelation.SpearmanRho(humans, judge));
    }

    private static (BattleTable Humans, BattleTable Judge) Draw(TournamentSimulator simulator, DeterministicRandom random)
    {
        var votes = simulator.Draw(random);
        return (votes, SimulatedJudge.HasFavourites.Judge(votes, random));
    }
}
