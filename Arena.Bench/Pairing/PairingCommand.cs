using System.CommandLine;
using System.Globalization;
using Arena.Core.Statistics;
using Arena.Core.Tournaments.Pairing;

namespace Arena.Bench.Pairing;

/// <summary><c>pairing</c>: plays pairing strategies against recorded preferences, and prints Markdown tables.</summary>
internal static class PairingCommand
{
    private static readonly double[] Shares = [0.02, 0.03, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9];

    private static readonly double[] Errors = [0.5, 0.2, 0.1, 0.05, 0.01];

    public static Command Create()
    {
        var data = new Argument<DirectoryInfo>("data") { Description = "The folder that holds alpaca_eval and llmfao." };
        var curves = new Option<int>("--curves") { Description = "Tournaments per curve of the whole ranking of a file.", DefaultValueFactory = _ => 200 };
        var simulations = new Option<int>("--simulations") { Description = "Tournaments for all else.", DefaultValueFactory = _ => 1000 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var plot = new Option<FileInfo?>("--plot") { Description = "Where to draw the curves, as SVG." };
        var settle = new Option<bool>("--settle") { Description = "Measures the rule that stops, instead of the curves." };
        var command = new Command("pairing", "Pairing strategies on recorded preferences.") { data, curves, simulations, seed, plot, settle };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(data)!.FullName;
            RecordedWorld[] worlds =
            [
                RecordedWorld.AlpacaEval(new DirectoryInfo(Path.Combine(folder, "alpaca_eval", "annotations"))),
                RecordedWorld.Llmfao(new FileInfo(Path.Combine(folder, "llmfao", "crowd-comparisons.csv"))),
            ];
            var (ofCurve, ofElse, first) = (parsed.GetValue(curves), parsed.GetValue(simulations), parsed.GetValue(seed));
            if (parsed.GetValue(settle))
            {
                Settle(worlds, ofCurve, ofElse, first);
            }
            else
            {
                Spend(worlds, ofCurve, ofElse, first, parsed.GetValue(plot));
            }
        });
        return command;
    }

    /// <summary>What comparisons buy: the ranking and the best three.</summary>
    private static void Spend(RecordedWorld[] worlds, int curves, int simulations, long seed, FileInfo? plot)
    {
        List<PairingPanel> panels = [];
        Line("| comparisons | strategy | τ-b after " + string.Join(" | ", Shares.Select(share => share.ToString("0 %", CultureInfo.InvariantCulture))) + " |");
        Line("|---|---|" + string.Concat(Shares.Select(_ => "---|")));
        foreach (var world in worlds)
        {
            var all = world.Pool.Comparisons.Count;
            var studies = Strategies(world, RankingGoal.WholeRanking, (all + 99) / 100)
                .Select(strategy => PairingStudy.Run(strategy.Name, world, strategy.Make, curves, seed, withCurve: true)).ToArray();
            foreach (var study in studies)
            {
                Line($"| {world.Name}, {all:N0} | {study.Name} | " + string.Join(" | ", Shares.Select(share => $"{study.TauAt(share * all):0.000}")) + " |");
            }

            panels.Add(PairingPanel.OfRanking(world, studies));
        }

        Line("");
        Line("| comparisons | strategy | best three wrong in at most " + string.Join(" | ", Errors.Select(error => $"{error:0 %}")) + " |");
        Line("|---|---|" + string.Concat(Errors.Select(_ => "---|")));
        foreach (var world in worlds)
        {
            var all = world.Pool.Comparisons.Count;
            var cap = Math.Min(all, 3000);
            var studies = Strategies(world, RankingGoal.BestOf(PairingRun.Top), 10)
                .Select(strategy => PairingStudy.Run(strategy.Name, world, strategy.Make, simulations, seed, withCurve: true, cap)).ToArray();
            foreach (var study in studies)
            {
                Line($"| {world.Name}, {all:N0} | {study.Name} | " + string.Join(" | ", Errors.Select(error => $"{study.SpentFor(error):N0}")) + " |");
            }

            Line($"| | adaptive/uniform | " + string.Join(" | ", Errors.Select(error => $"{(double)studies[^1].SpentFor(error) / studies[0].SpentFor(error):0 %}")) + " |");
            panels.Add(PairingPanel.OfTop(world, studies));
        }

        if (plot is not null)
        {
            File.WriteAllText(plot.FullName, PairingPlot.Draw(panels));
        }
    }

    /// <summary>When the rule stops, and how often it is wrong.</summary>
    private static void Settle(RecordedWorld[] worlds, int curves, int simulations, long seed)
    {
        Line("| comparisons | goal | strategy | settled | wrongly | comparisons spent: mean | least | most |");
        Line("|---|---|---|---|---|---|---|---|");
        RecordedWorld[] hard = [.. worlds, RecordedWorld.NearlyEqual(6, 60, seed), RecordedWorld.NearlyEqual(6, 600, seed)];
        foreach (var world in hard)
        {
            foreach (var goal in new[] { RankingGoal.BestOf(PairingRun.Top), RankingGoal.WholeRanking })
            {
                // The whole ranking of the files is settled by judging nearly all of them, which takes long.
                var count = goal.Top is null && worlds.Contains(world) ? curves : simulations;
                var all = world.Pool.Comparisons.Count;
                var batch = goal.Top is null ? (all + 99) / 100 : Math.Max(all / 2000, 10);
                foreach (var (name, audit) in new[] { ("uniform in order", 1.0), ("adaptive", 0.05) })
                {
                    var study = PairingStudy.Run(name, world, s => Adaptive(world, goal, batch, audit, 0.95, s), count, seed, withCurve: false);
                    PairingRun[] settled = [.. study.Runs.Where(run => run.Stop == PairingStop.Settled)];
                    var wrong = settled.Count(run => !(goal.Top is null ? run.IsRankingRight : run.IsTopRight));
                    var bound = ProportionInterval.ClopperPearson(wrong, count, 0.95).Upper;
                    Line($"| {world.Name}, {all:N0} | {(goal.Top is null ? "whole ranking" : "best three")} | {name} | {settled.Length:N0} of {count:N0} | " +
                        $"{wrong} (at most {bound:0.0 %}) | {study.Runs.Average(run => run.Spent):N0} | {study.Runs.Min(run => run.Spent):N0} | {study.Runs.Max(run => run.Spent):N0} |");
                }
            }
        }
    }

    private static IEnumerable<(string Name, Func<long, IPairingStrategy> Make)> Strategies(RecordedWorld world, RankingGoal goal, int batch) =>
    [
        ("uniform", seed => new UniformPairing(world.Pool, world.Pool.Comparisons.Count, batch, seed)),
        ("uniform in order", seed => Adaptive(world, goal, batch, 1, null, seed)),
        ("adaptive", seed => Adaptive(world, goal, batch, 0.05, null, seed)),
    ];

    private static AdaptivePairing Adaptive(RecordedWorld world, RankingGoal goal, int batch, double audit, double? confidence, long seed) =>
        new(world.Pool, new AdaptivePairingOptions { Goal = goal, BatchSize = batch, AuditShare = audit, Confidence = confidence, Seed = seed });

    private static void Line(FormattableString line) => Line(line.ToString(CultureInfo.InvariantCulture));

    private static void Line(string line) => Console.WriteLine(line);
}
