using System.Globalization;
using Arena.Core;
using Arena.Core.Ratings;
using Spectre.Console;

namespace Arena.Cli;

/// <summary>Fits a leaderboard, with progress where it takes long, and prints it.</summary>
internal static class LeaderboardRun
{
    public static Leaderboard Fit(
        BattleTable battles,
        RatingOptions options,
        string source,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        RatingFit fit;
        try
        {
            fit = options.Intervals == IntervalMethod.Bootstrap && !terminal.IsQuiet && !Console.IsErrorRedirected
                ? FitWithProgress(battles, options, terminal, cancellationToken)
                : Rating.Fit(battles, options, null, cancellationToken);
        }
        catch (ArgumentException e) when (e.GetType() == typeof(ArgumentException))
        {
            // Kinds of it, such as an index out of range, are bugs of ours and no fault of the battles.
            throw new BadInputException(source, e.Message, inner: e);
        }

        return Leaderboard.Create(battles, fit);
    }

    public static void Print(Leaderboard leaderboard, string title, Terminal terminal)
    {
        if (terminal.IsDetailed)
        {
            var fit = leaderboard.Fit;
            terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(fit.Converged ? "converged" : "did not converge")} after {fit.Iterations} iterations at a gradient norm of {fit.GradientNorm:0.0e+0}, seed {fit.Options.Seed}"));
        }

        if (terminal.IsJson)
        {
            Terminal.WriteJson(LeaderboardDocument.From(leaderboard), CliJson.Default.LeaderboardDocument);
        }
        else
        {
            LeaderboardTable.Write(terminal.Out, leaderboard, title);
        }
    }

    private static RatingFit FitWithProgress(BattleTable battles, RatingOptions options, Terminal terminal, CancellationToken cancellationToken) =>
        terminal.Error.Progress().AutoClear(true).Start(context =>
        {
            var task = context.AddTask("bootstrap");
            return Rating.Fit(battles, options, new Share(task), cancellationToken);
        });

    private sealed class Share(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = 100 * value;
    }
}
