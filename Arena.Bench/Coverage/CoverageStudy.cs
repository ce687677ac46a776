using System.Globalization;
using Arena.Core.Ratings;
using Arena.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Arena.Bench.Coverage;

/// <summary>Many tournaments of one setting, each rated with one kind of interval and held against the truth.</summary>
internal sealed class CoverageStudy
{
    private CoverageStudy(CoverageSetting setting, IntervalMethod method, int tournaments, TournamentOutcome[] outcomes)
    {
        Setting = setting;
        Method = method;
        Tournaments = tournaments;
        Outcomes = outcomes;
    }

    public CoverageSetting Setting { get; }

    public IntervalMethod Method { get; }

    /// <summary>Tournaments drawn.</summary>
    public int Tournaments { get; }

    /// <summary>
    /// Those in which all contestants form one group with finite estimates. Elsewhere there are intervals for a part only, about
    /// a truth that is centred on that part.
    /// </summary>
    public IReadOnlyList<TournamentOutcome> Outcomes { get; }

    /// <summary>Coverage of the intervals of log-strengths.</summary>
    public CoverageRate Strengths => CoverageRate.Of(Outcomes.Select(outcome => outcome.Strengths));

    /// <summary>Coverage of the intervals of differences of two log-strengths.</summary>
    public CoverageRate Differences => CoverageRate.Of(Outcomes.Select(outcome => outcome.Differences));

    /// <summary>Coverage that intervals of differences would have with the normal quantile in place of Student's.</summary>
    public CoverageRate DifferencesByNormal => CoverageRate.Of(Outcomes.Select(outcome => outcome.DifferencesByNormal));

    /// <summary>Coverage of the intervals of tie parameter and position effect.</summary>
    public CoverageRate Others => CoverageRate.Of(Outcomes.Select(outcome => outcome.Others));

    /// <summary>Share of tournaments in which every contestant's true rank lies in its range.</summary>
    public CoverageRate Ranks => CoverageRate.Of(Outcomes.Select(outcome => outcome.RanksHold ? 1.0 : 0.0));

    public string MethodName => Method == IntervalMethod.Sandwich ? "sandwich" : "bootstrap";

    /// <summary>Share of bootstrap replicates that have no finite maximum and are left out of the intervals.</summary>
    public double FailedShare => Outcomes.Average(outcome => outcome.FailedShare);

    /// <summary>Tournaments draw from streams of the seed, so settings that differ in presentation alone see the same ones.</summary>
    public static CoverageStudy Run(CoverageSetting setting, IntervalMethod method, int tournaments, int replicates, long seed)
    {
        var simulator = new TournamentSimulator(setting);
        var outcomes = new TournamentOutcome?[tournaments];
        Parallel.For(0, tournaments, tournament =>
        {
            var battles = simulator.Draw(new DeterministicRandom(seed, tournament));
            var fit = Rating.Fit(battles, setting.Rating(method, replicates, seed + 1 + tournament));
            outcomes[tournament] = Judge(simulator, battles, fit);
        });
        return new CoverageStudy(setting, method, tournaments, [.. outcomes.OfType<TournamentOutcome>()]);
    }

    private static TournamentOutcome? Judge(TournamentSimulator simulator, BattleTable battles, RatingFit fit)
    {
        var n = simulator.Strengths.Length;
        if (fit.Uncertainty is not { } uncertainty || battles.Contestants.Count < n || fit.Groups.Any(group => group != 0))
        {
            return null;
        }

        // The simulator's contestants are numbered by strength from the weakest; the table's by their first appearance.
        int[] number = [.. battles.Contestants.Select(name => int.Parse(name, CultureInfo.InvariantCulture))];
        double[] truth = [.. number.Select(i => simulator.Strengths[i])];
        var mean = truth.Average();
        var strengths = Enumerable.Range(0, n).Select(i => (Interval: uncertainty.IntervalOf(i), Truth: truth[i] - mean)).ToArray();
        var differences = Enumerable.Range(0, n).SelectMany(
            i => Enumerable.Range(0, i).Select(j => (Interval: uncertainty.IntervalOfDifference(i, j), Truth: truth[i] - truth[j]))).ToArray();
        var others = fit.Parameters.Zip(simulator.Others, (estimate, value) => (Interval: estimate.Interval!.Value, Truth: value)).ToArray();
        var upper = (1 + uncertainty.Level) / 2;
        var byNormal = fit.Options.Intervals == IntervalMethod.Sandwich
            ? Normal.InvCDF(0, 1, upper) / StudentT.InvCDF(0, 1, uncertainty.Clusters - 1, upper)
            : 1;
        var entries = Leaderboard.Create(battles, fit).Entries;
        return new TournamentOutcome(
            Share(strengths),
            Share(differences),
            Share([.. differences.Select(pair => (Shrink(pair.Interval, byNormal), pair.Truth))]),
            Share(others),
            entries.All(entry => n - int.Parse(entry.Name, CultureInfo.InvariantCulture) is var rank && entry.RankLow <= rank && rank <= entry.RankHigh),
            entries.Average(entry => entry.RankHigh - entry.RankLow + 1),
            differences.Average(pair => pair.Interval.Width),
            fit.FailedReplicates / (double)fit.Options.Replicates);

        static double Share((Interval Interval, double Truth)[] pairs) =>
            pairs.Length == 0 ? double.NaN : pairs.Count(pair => pair.Interval.Contains(pair.Truth)) / (double)pairs.Length;

        static Interval Shrink(Interval interval, double factor)
        {
            var lost = interval.Width * (1 - factor) / 2;
            return interval with { Lower = interval.Lower + lost, Upper = interval.Upper - lost };
        }
    }
}
