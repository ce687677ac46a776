using System.Globalization;
using Arena.Core.Judging;
using Arena.Core.Statistics;

namespace Arena.Bench.Coverage;

/// <summary>Many simulated judges, each calibrated by votes on part of what it judged, held against the true win rates.</summary>
internal static class CalibrationStudy
{
    /// <summary>The ways to estimate a win rate.</summary>
    private static readonly (string Name, Func<CalibratedContestant, IntervalEstimate> Of)[] Estimates =
    [
        ("judge alone", contestant => contestant.Judge),
        ("humans alone", contestant => contestant.Humans),
        ("Rogan–Gladen", contestant => contestant.RoganGladen),
        ("prediction-powered", contestant => new(contestant.PredictionPowered.Value, contestant.PredictionPowered.Interval)),
    ];

    /// <summary>Lines of a Markdown table.</summary>
    public static IEnumerable<string> Run(CalibrationSetting setting, int tournaments, long seed)
    {
        var simulator = new TournamentSimulator(setting.Tournament);
        var truth = Enumerable.Range(0, setting.Tournament.Contestants).Select(simulator.WinRate).ToArray();
        var runs = new HumanCalibration[tournaments];
        Parallel.For(0, tournaments, t => runs[t] = Draw(setting, simulator, new DeterministicRandom(seed, t)));
        foreach (var (name, of) in Estimates)
        {
            var estimates = runs.Select(run => run.Contestants.Select(contestant =>
                (Estimate: of(contestant), Truth: truth[int.Parse(contestant.Name, CultureInfo.InvariantCulture)])).ToArray()).ToArray();
            var defined = estimates.SelectMany(run => run).Where(e => !double.IsNaN(e.Estimate.Interval.Lower)).ToArray();
            var coverage = CoverageRate.Of(estimates.Select(run => run.Average(e => e.Estimate.Interval.Contains(e.Truth) ? 1.0 : 0.0)));
            var bias = defined.GroupBy(e => e.Truth).Max(of => Math.Abs(of.Average(e => e.Estimate.Value - e.Truth)));
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {setting.Name} | {name} | {coverage} | {defined.Average(e => e.Estimate.Interval.Width):0.000} | {bias:0.000} | " +
                $"{(estimates.Sum(run => run.Length) - defined.Length) / (double)estimates.Sum(run => run.Length):P2} |");
        }
    }

    private static HumanCalibration Draw(CalibrationSetting setting, TournamentSimulator simulator, DeterministicRandom random)
    {
        // One battle per comparison, so that a verdict depends on the one vote that it was drawn from.
        var drawn = simulator.Draw(random);
        var compared = new HashSet<(int Prompt, int Low, int High)>();
        var votes = drawn.Where(row => compared.Add((
            drawn.Clusters!.Codes[row], Math.Min(drawn.First[row], drawn.Second[row]), Math.Max(drawn.First[row], drawn.Second[row]))));
        var prompts = Enumerable.Range(0, votes.Clusters!.Names.Count).Select(_ => random.NextDouble() < setting.VotedPrompts).ToArray();
        return HumanCalibration.Create(
            setting.Judge.Judge(votes, random),
            votes.Where(row => prompts[votes.Clusters.Codes[row]] && random.NextDouble() < setting.VotedComparisons));
    }
}
