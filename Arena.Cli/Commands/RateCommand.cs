using System.CommandLine;
using Arena.Core.Formats;
using Arena.Core.Ratings;

namespace Arena.Cli.Commands;

/// <summary><c>arena rate FILE…</c>: a leaderboard straight from battles files.</summary>
internal static class RateCommand
{
    public const string Name = "rate";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Battles: CSV, JSON lines or Parquet, each also as .gz.",
            Arity = ArgumentArity.OneOrMore,
        };
        files.Validators.Add(result =>
        {
            // The argument takes any number of words, so a mistyped option would pass for a file.
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
            {
                result.AddError($"there is no option {token.Value}.");
            }
        });
        var command = new Command(Name, "A leaderboard straight from battles files.") { files };
        var rating = new RatingArguments(command);
        command.SetAction((parsed, cancellationToken) =>
            Task.FromResult(Run(parsed.GetValue(files)!, rating.Read(parsed), new Terminal(parsed), cancellationToken)));
        return command;
    }

    private static int Run(string[] files, RatingOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var battles = BattleReader.Read(files, cancellationToken);
        var leaderboard = LeaderboardRun.Fit(battles, options, string.Join(", ", files), terminal, cancellationToken);
        LeaderboardRun.Print(leaderboard, $"Leaderboard of {string.Join(", ", files.Select(Path.GetFileName))}", terminal);
        return ExitCode.Done;
    }
}
