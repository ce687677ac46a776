using System.CommandLine;

namespace Arena.Bench.Coverage;

/// <summary><c>correlation</c>: how often intervals of rank correlations contain that of the true orders, as a Markdown table.</summary>
internal static class CorrelationCommand
{
    private static readonly CoverageSetting[] Settings =
    [
        new("200 prompts") { Tie = 0.8 },
        new("30 prompts") { Tie = 0.8, Prompts = 30 },
        new("200 prompts, contestants close") { Tie = 0.8, Spread = 0.3 },
        new("30 prompts, contestants close") { Tie = 0.8, Spread = 0.3, Prompts = 30 },
    ];

    public static Command Create()
    {
        var tournaments = new Option<int>("--tournaments") { DefaultValueFactory = _ => 1000 };
        var replicates = new Option<int>("--replicates") { DefaultValueFactory = _ => 300 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("correlation", "Coverage of rank correlations of two leaderboards.") { tournaments, replicates, seed };
        command.SetAction(parsed =>
        {
            Console.WriteLine("| setting | coefficient | of the true orders | mean estimate | coverage | width |");
            Console.WriteLine("|---|---|---|---|---|---|");
            foreach (var line in Settings.SelectMany(setting => CorrelationStudy.Run(
                setting, parsed.GetValue(tournaments), parsed.GetValue(replicates), parsed.GetValue(seed))))
            {
                Console.WriteLine(line);
            }
        });
        return command;
    }
}
