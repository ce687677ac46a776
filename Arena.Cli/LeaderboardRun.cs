using System.Globalization;
using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Reports;
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
        var fit = Guarded(source, () => WithProgress(
            options.Intervals == IntervalMethod.Bootstrap,
            progress => Rating.Fit(battles, options, progress, cancellationToken),
            terminal));
        return Leaderboard.Create(battles, fit);
    }

    /// <summary>Computes what battles may not allow; then they are bad input.</summary>
    public static T Guarded<T>(string source, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (ArgumentException e) when (e.GetType() == typeof(ArgumentException))
        {
            // Kinds of it, such as an index out of range, are bugs of ours and no fault of the battles.
            throw new BadInputException(source, e.Message, inner: e);
        }
    }

    /// <summary>Works, and shows how far it is where that may take long and somebody watches.</summary>
    public static T WithProgress<T>(bool isLong, Func<IProgress<double>?, T> work, Terminal terminal, string task = "bootstrap") =>
        !isLong || terminal.IsQuiet || Console.IsErrorRedirected
            ? work(null)
            : terminal.Error.Progress().AutoClear(true).Start(context => work(new Share(context.AddTask(task))));

    public static void Print(Leaderboard leaderboard, string title, Terminal terminal, LeaderboardSource? source = null)
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
            Terminal.WriteJson(LeaderboardDocument.From(leaderboard, source), CliJson.Default.LeaderboardDocument);
        }
        else
        {
            LeaderboardTable.Write(terminal.Out, leaderboard, title, source?.Scores);
        }
    }

    private sealed class Share(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = 100 * value;
    }
}
