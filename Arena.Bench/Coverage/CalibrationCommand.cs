using System.CommandLine;

namespace Arena.Bench.Coverage;

/// <summary><c>calibration</c>: how often intervals of calibrated win rates contain the truth, as a Markdown table.</summary>
internal static class CalibrationCommand
{
    public static Command Create()
    {
        var tournaments = new Option<int>("--tournaments") { DefaultValueFactory = _ => 1000 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("calibration", "Coverage of win rates calibrated by human votes.") { tournaments, seed };
        command.SetAction(parsed =>
        {
            Console.WriteLine("| setting | estimate | coverage | width | greatest bias | without interval |");
            Console.WriteLine("|---|---|---|---|---|---|");
            foreach (var line in CalibrationSetting.All.SelectMany(setting => CalibrationStudy.Run(setting, parsed.GetValue(tournaments), parsed.GetValue(seed))))
            {
                Console.WriteLine(line);
            }
        });
        return command;
    }
}
