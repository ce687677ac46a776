using System.CommandLine;
using System.Globalization;
using Arena.Core.Ratings;

namespace Arena.Bench.Coverage;

/// <summary><c>coverage</c>: how often the intervals of simulated tournaments contain the truth, as a Markdown table.</summary>
internal static class CoverageCommand
{
    public static Command Create()
    {
        var tournaments = new Option<int>("--tournaments") { DefaultValueFactory = _ => 1000 };
        var replicates = new Option<int>("--replicates") { DefaultValueFactory = _ => 1000 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var plot = new Option<FileInfo?>("--plot") { Description = "Where to draw the coverage, as SVG." };
        var large = new Option<bool>("--large") { Description = "Runs the settings of the shipped votes' size instead of the usual ones." };
        var command = new Command("coverage", "Coverage of the intervals in simulated tournaments.") { tournaments, replicates, seed, plot, large };
        command.SetAction(parsed => Run(
            parsed.GetValue(large) ? CoverageSetting.Large : CoverageSetting.Usual,
            parsed.GetValue(tournaments),
            parsed.GetValue(replicates),
            parsed.GetValue(seed),
            parsed.GetValue(plot)));
        return command;
    }

    private static void Run(IReadOnlyList<CoverageSetting> settings, int tournaments, int replicates, long seed, FileInfo? plot)
    {
        Console.WriteLine("| setting | interval | log-strengths | differences | all ranks | places | width | tournaments left out | replicates left out |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        List<CoverageStudy> studies = [];
        foreach (var setting in settings)
        {
            foreach (var method in new[] { IntervalMethod.Sandwich, IntervalMethod.Bootstrap })
            {
                var study = CoverageStudy.Run(setting, method, tournaments, replicates, seed);
                Console.WriteLine(Line(study));
                studies.Add(study);
            }
        }

        Console.WriteLine();
        foreach (var study in studies.Where(study => study.Setting.Tie > 0))
        {
            Console.WriteLine($"- {study.Setting.Name}, {study.MethodName}: {study.Others} of the intervals of tie parameter and position effect.");
        }

        foreach (var study in studies.Where(study => study.Method == IntervalMethod.Sandwich && study.Setting.Prompts <= 30))
        {
            Console.WriteLine($"- {study.Setting.Name}, sandwich with the normal quantile in place of Student's: {study.DifferencesByNormal} of differences.");
        }

        foreach (var study in studies.Where(study => study.Setting.IsSwapped))
        {
            var once = studies.Single(other =>
                other.Method == study.Method && other.Setting == study.Setting with { Name = other.Setting.Name, IsSwapped = false });
            var ratios = study.Outcomes.Zip(once.Outcomes, (both, one) => both.DifferenceWidth / one.DifferenceWidth).ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"- {study.Setting.Name}, {study.MethodName}: {ratios.Min():0.00000} to {ratios.Max():0.00000} times as wide as in one order."));
        }

        if (plot is not null)
        {
            File.WriteAllText(plot.FullName, CoveragePlot.Draw(studies));
        }
    }

    private static string Line(CoverageStudy study)
    {
        var outcomes = study.Outcomes;
        var failed = study.Method == IntervalMethod.Bootstrap ? study.FailedShare.ToString("P2", CultureInfo.InvariantCulture) : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {study.Setting.Name} | {study.MethodName} | {study.Strengths} | {study.Differences} | {study.Ranks} | " +
            $"{outcomes.Average(outcome => outcome.RankWidth):0.0} | {outcomes.Average(outcome => outcome.DifferenceWidth):0.000} | " +
            $"{study.Tournaments - outcomes.Count} | {failed} |");
    }
}
