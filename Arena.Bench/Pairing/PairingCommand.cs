using System.CommandLine;
using System.Globalization;
using Arena.Core.Tournaments.Pairing;

namespace Arena.Bench.Pairing;

/// <summary><c>pairing</c>: plays pairing strategies against recorded preferences.</summary>
internal static class PairingCommand
{
    public static Command Create()
    {
        var data = new Argument<DirectoryInfo>("data") { Description = "The folder that holds alpaca_eval and llmfao." };
        var simulations = new Option<int>("--simulations") { DefaultValueFactory = _ => 1000 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var parts = new Option<string[]>("--parts") { DefaultValueFactory = _ => ["curves", "top", "settle"], AllowMultipleArgumentsPerToken = true };
        var worlds = new Option<string[]>("--worlds") { DefaultValueFactory = _ => ["alpaca", "llmfao"], AllowMultipleArgumentsPerToken = true };
        var command = new Command("pairing", "Pairing strategies on recorded preferences.") { data, simulations, seed, parts, worlds };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(data)!.FullName;
            foreach (var w in parsed.GetValue(worlds)!)
            {
                var world = w == "alpaca"
                    ? RecordedWorld.AlpacaEval(new DirectoryInfo(Path.Combine(folder, "alpaca_eval", "annotations")))
                    : w == "llmfao"
                    ? RecordedWorld.Llmfao(new FileInfo(Path.Combine(folder, "llmfao", "crowd-comparisons.csv")))
                    : RecordedWorld.NearlyEqual(10, 200, 1);
                Run(world, parsed.GetValue(parts)!, parsed.GetValue(simulations), parsed.GetValue(seed));
            }
        });
        return command;
    }

    private static void Run(RecordedWorld world, string[] parts, int simulations, long seed)
    {
        var all = world.Pool.Comparisons.Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"## {world.Name}: {world.Ranked.Length} contestants, {all} comparisons"));
        AdaptivePairing Adaptive(RankingGoal goal, int batch, double audit, double? confidence, long s, int? budget = null) => new(
            world.Pool, new AdaptivePairingOptions { Goal = goal, BatchSize = batch, AuditShare = audit, Confidence = confidence, Seed = s, Budget = budget });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        void Report(string what)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}   [{watch.Elapsed.TotalSeconds:0.0} s]"));
            watch.Restart();
        }

        var hundredth = (all + 99) / 100;
        if (parts.Contains("curves"))
        {
            double[] shares = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
            foreach (var (name, make) in new (string, Func<long, IPairingStrategy>)[]
            {
                ("uniform", s => new UniformPairing(world.Pool, all, hundredth, s)),
                ("in order", s => Adaptive(RankingGoal.WholeRanking, hundredth, 1, null, s)),
                ("adaptive", s => Adaptive(RankingGoal.WholeRanking, hundredth, 0.1, null, s)),
            })
            {
                var runs = Play(world, make, simulations, seed, true);
                Report($"tau {name,-10} " + string.Join(" ", shares.Select(share => runs.Average(run => run.TauAt(share * all)).ToString("0.000", CultureInfo.InvariantCulture))));
            }
        }

        if (parts.Contains("top"))
        {
            foreach (var (name, make) in new (string, Func<long, IPairingStrategy>)[]
            {
                ("uniform", s => new UniformPairing(world.Pool, all, 20, s)),
                ("in order", s => Adaptive(RankingGoal.BestOf(3), 20, 1, null, s)),
                ("adaptive", s => Adaptive(RankingGoal.BestOf(3), 20, 0.1, null, s)),
            })
            {
                var runs = Play(world, make, simulations, seed, true, world.Name == "LLMFAO" ? all : 2000);
                Report($"top {name,-10} " + string.Join(" ", new[] { 0.5, 0.2, 0.1, 0.05, 0.02, 0.01 }.Select(e => $"{e}:{Needed(runs, e)}")));
            }
        }

        if (parts.Contains("settle"))
        {
            foreach (var goal in new[] { RankingGoal.BestOf(3), RankingGoal.WholeRanking })
            {
                foreach (var audit in new[] { 1, 0.1 })
                {
                    var runs = Play(world, s => Adaptive(goal, goal.Top is null ? hundredth : 20, audit, 0.95, s), simulations, seed, false);
                    var settled = runs.Where(run => run.Stop == PairingStop.Settled).ToArray();
                    var wrong = settled.Count(run => !(goal.Top is null ? run.IsRankingRight : run.IsTopRight));
                    Report($"settle {goal} audit {audit}: settled {settled.Length}/{runs.Length}, wrong {wrong}, spent mean {runs.Average(run => run.Spent):0}, median {runs.Select(run => run.Spent).Order().ElementAt(runs.Length / 2)} of {all}");
                }
            }
        }
    }

    private static int Needed(PairingRun[] runs, double error)
    {
        var needed = 0;
        for (var spent = 20; spent <= runs.Max(run => run.Spent); spent += 10)
        {
            if (runs.Count(run => !run.IsTopRightAt(spent)) > error * runs.Length)
            {
                needed = spent + 10;
            }
        }

        return needed;
    }

    private static PairingRun[] Play(RecordedWorld world, Func<long, IPairingStrategy> make, int simulations, long seed, bool withCurve, int cap = int.MaxValue)
    {
        var runs = new PairingRun[simulations];
        Parallel.For(0, simulations, s => runs[s] = PairingRun.Play(world, make(seed + s), withCurve, cap));
        return runs;
    }
}
