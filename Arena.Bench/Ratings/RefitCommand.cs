using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Bench.Ratings;

/// <summary>
/// <c>refit</c>: streams battles into a win matrix, one by one, and times an update, fits of all three models from nothing and from the fit
/// before the latest battles, and for comparison a fit from a table of battles. Contestants get standard normal log-strengths, battles draw two
/// of them uniformly, and a quarter of all outcomes are ties.
/// </summary>
internal static class RefitCommand
{
    private const int Chunk = 1_000_000;

    /// <summary>Fits of which the median is shown.</summary>
    private const int Fits = 21;

    public static Command Create()
    {
        var rows = new Option<long>("--rows") { Description = "Battles in the matrix.", DefaultValueFactory = _ => 100_000_000 };
        var table = new Option<int>("--table") { Description = "Battles of the fit from a table.", DefaultValueFactory = _ => 1_000_000 };
        var latest = new Option<int>("--latest") { Description = "Battles between two fits.", DefaultValueFactory = _ => 1_000 };
        var contestants = new Option<int>("--contestants") { DefaultValueFactory = _ => 200 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("refit", "Times updates of a win matrix and fits of it.") { rows, table, latest, contestants, seed };
        command.SetAction(parsed => Run(
            parsed.GetValue(rows),
            parsed.GetValue(table),
            parsed.GetValue(latest),
            new Draw(parsed.GetValue(contestants), parsed.GetValue(seed))));
        return command;
    }

    private static void Run(long rows, int table, int latest, Draw draw)
    {
        // The table goes first and is gone before the matrix is made, so that neither's memory is counted with the other's.
        Tell($"fit of a table of {table:N0} battles (adding up, then fitting)", TableFits(table, draw));

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var matrix = new WinMatrix();
        var battles = new Battle[Chunk];
        var watch = new Stopwatch();
        for (var left = rows; left > 0; left -= battles.Length)
        {
            battles = left < battles.Length ? battles[..(int)left] : battles;
            draw.Fill(battles);
            watch.Start();
            foreach (var battle in battles)
            {
                matrix.Add(battle);
            }

            watch.Stop();
        }

        battles = [];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{matrix.Battles:N0} battles added: {watch.Elapsed.TotalNanoseconds / rows:0} ns each; the matrix holds {matrix.Pairs.Count:N0} pairs in {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0:0.0} MiB"));

        foreach (var model in (RatingModel[])[RatingModel.BradleyTerry, RatingModel.Davidson, RatingModel.RaoKupper])
        {
            Refits(matrix, model, latest, draw);
        }

        Console.WriteLine($"most memory of the process: {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
    }

    /// <summary>Seconds of fits of a table.</summary>
    private static double[] TableFits(int rows, Draw draw)
    {
        var battles = new Battle[rows];
        draw.Fill(battles);
        var table = BattleTable.From(battles);
        return Times(7, () => Rating.Fit(table, new RatingOptions { Intervals = IntervalMethod.None }));
    }

    private static void Refits(WinMatrix matrix, RatingModel model, int latest, Draw draw)
    {
        var options = new RatingOptions { Model = model, Intervals = IntervalMethod.None };
        var fit = Rating.Fit(matrix, options);
        Tell($"{model}, from nothing, {fit.Iterations} iterations", Times(Fits, () => Rating.Fit(matrix, options)));

        var battles = new Battle[latest];
        var (steps, apart) = (0, 0.0);
        var warm = new double[Fits];
        for (var k = 0; k < warm.Length; k++)
        {
            draw.Fill(battles);
            Array.ForEach(battles, battle => matrix.Add(battle));
            var start = Stopwatch.GetTimestamp();
            fit = Rating.Fit(matrix, options, fit);
            warm[k] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            steps = Math.Max(steps, fit.Iterations);
            apart = fit.LogStrengths.Zip(Rating.Fit(matrix, options).LogStrengths, (a, b) => Math.Abs(a - b)).Max();
        }

        Tell($"{model}, after {latest:N0} more battles, from the fit before them, at most {steps} iterations", warm);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    it differs from the fit from nothing by at most {apart:0.0e0} in any log-strength"));
    }

    private static double[] Times(int times, Func<RatingFit> fit)
    {
        var seconds = new double[times];
        for (var k = 0; k < times; k++)
        {
            var start = Stopwatch.GetTimestamp();
            fit();
            seconds[k] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return seconds;
    }

    private static void Tell(string what, double[] seconds)
    {
        Array.Sort(seconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {seconds[0] * 1e3:0.0} · {seconds[seconds.Length / 2] * 1e3:0.0} · {seconds[^1] * 1e3:0.0} ms (least, median, most of {seconds.Length})"));
    }

    /// <summary>Where battles come from.</summary>
    private sealed class Draw
    {
        private readonly DeterministicRandom _random;
        private readonly string[] _names;
        private readonly double[] _strengths;

        public Draw(int contestants, long seed)
        {
            _random = new DeterministicRandom(seed);
            _names = [.. Enumerable.Range(0, contestants).Select(i => string.Create(CultureInfo.InvariantCulture, $"model-{i:000}"))];
            _strengths = Array.ConvertAll(_names, _ => _random.NextGaussian());
        }

        public void Fill(Battle[] battles)
        {
            foreach (ref var battle in battles.AsSpan())
            {
                var i = _random.NextInt(_names.Length);
                var j = _random.NextInt(_names.Length - 1);
                j += j >= i ? 1 : 0;
                var p = 1 / (1 + Math.Exp(_strengths[j] - _strengths[i]));
                battle = new Battle(_names[i], _names[j], _random.NextDouble() < 0.25 ? 0.5 : _random.NextDouble() < p ? 1 : 0);
            }
        }
    }
}
