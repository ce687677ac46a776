using System.Globalization;
using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Arena.Cli;

/// <summary>Shows a run while it goes: on a screen a picture that is redrawn, elsewhere a line now and then.</summary>
internal sealed class RunScreen(Terminal terminal, ArenaStore store, string? tournament, TimeProvider time) : IProgress<RunProgress>
{
    private const int BestShown = 5;

    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan BetweenStandings = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private RunProgress _now;
    private TimeSpan _lastLine;
    private Leaderboard? _standings;

    /// <summary>Runs something and shows it; with who leads, where it is a tournament.</summary>
    public async Task<T> ShowAsync<T>(Func<IProgress<RunProgress>, Task<T>> run, CancellationToken cancellationToken)
    {
        if (terminal.IsQuiet || terminal.IsJson || Console.IsErrorRedirected)
        {
            return await run(this);
        }

        return await terminal.Error.Live(Draw()).AutoClear(true).StartAsync(async context =>
        {
            var running = run(this);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var standing = tournament is null ? Task.CompletedTask : StandAsync(tournament, ended.Token);
            while (!running.IsCompleted)
            {
                context.UpdateTarget(Draw());
                await Task.WhenAny(running, Task.Delay(BetweenFrames, time, CancellationToken.None));
            }

            await ended.CancelAsync();
            await standing;
            return await running;
        });
    }

    public void Report(RunProgress value)
    {
        lock (_lock)
        {
            _now = value;
            if (!Console.IsErrorRedirected || terminal.IsQuiet || value.Elapsed - _lastLine < BetweenLines)
            {
                return;
            }

            _lastLine = value.Elapsed;
        }

        terminal.Error.WriteLine(Line(value));
    }

    private static string Line(RunProgress now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Figures.Count(now.Judged + now.Reused)} of {Figures.Count(now.Planned)} judgments, {Rate(now):0.0}/s, {Figures.Count(now.Failed)} failed, {TimeLeft(now)}");

    private static double Rate(RunProgress now) => now.Elapsed > TimeSpan.Zero ? now.Judged / now.Elapsed.TotalSeconds : 0;

    private static string TimeLeft(RunProgress now)
    {
        var left = now.Planned - now.Judged - now.Reused;
        if (left <= 0 || now.Judged == 0)
        {
            return left <= 0 ? "nothing left" : "time left not known yet";
        }

        var time = TimeSpan.FromSeconds(left / Rate(now));
        return time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"about {(int)time.TotalHours} h {time.Minutes} min left")
            : time.TotalMinutes >= 1
                ? string.Create(CultureInfo.InvariantCulture, $"about {time.Minutes} min {time.Seconds} s left")
                : string.Create(CultureInfo.InvariantCulture, $"about {Math.Max(1, time.Seconds)} s left");
    }

    /// <summary>Keeps an eye on who leads; as reading the store takes longer, it looks less often.</summary>
    private async Task StandAsync(string tournament, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var began = time.GetTimestamp();
                var battles = (await store.ReadBattlesAsync(tournament, BattleSource.Judges, cancellationToken)).Battles;
                if (battles.Count > 0)
                {
                    _standings = Leaderboard.Create(battles, Rating.Fit(battles, new RatingOptions(), null, cancellationToken));
                }

                var took = time.GetElapsedTime(began);
                await Task.Delay(took * 10 > BetweenStandings ? took * 10 : BetweenStandings, time, cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or BadInputException or ArgumentException)
        {
            // The standings are a courtesy; a run does not end because there are none yet.
        }
    }

    private Rows Draw()
    {
        RunProgress now;
        lock (_lock)
        {
            now = _now;
        }

        var done = now.Planned == 0 ? 0 : (now.Judged + now.Reused) / (double)now.Planned;
        const int Width = 40;
        var filled = (int)Math.Round(done * Width);
        var lines = new List<IRenderable>
        {
            new Markup(string.Create(CultureInfo.InvariantCulture, $"[green]{new string('━', filled)}[/][grey]{new string('━', Width - filled)}[/] {done:P0}")),
            new Text(Line(now)),
            new Text(string.Create(
                CultureInfo.InvariantCulture,
                $"{Figures.Count(now.PromptTokens)} tokens judged, {Figures.Count(now.ComputedTokens)} computed, {Figures.Count(now.PromptTokens - now.ComputedTokens)} saved; {Figures.Count(now.Reused)} judgments reused")),
        };
        if (_standings is { } standings)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("rank", "contestant", "rating", "95 %");
            foreach (var entry in standings.Entries.Take(BestShown))
            {
                table.AddRow(
                    new Text(LeaderboardText.Range(entry)),
                    new Text(entry.Name),
                    new Text(LeaderboardText.Rating(entry)),
                    new Text(LeaderboardText.Interval(entry.Interval)));
            }

            lines.Add(table);
        }

        return new Rows(lines);
    }
}
