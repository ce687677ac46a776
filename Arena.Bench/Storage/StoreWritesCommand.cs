using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Statistics;
using Arena.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Arena.Bench.Storage;

/// <summary>
/// <c>store-writes</c>: what it costs to keep a win matrix in step. Finishes shards, and imports votes, into tournaments with a matrix and into such as are from before there were
/// any, turn about; then reads a leaderboard's battles both ways. Every tournament is new, so that all rows are.
/// </summary>
internal static class StoreWritesCommand
{
    private static readonly string[] Categories = ["code", "math", "writing", "reasoning"];

    public static Command Create()
    {
        var isPostgres = new Option<bool>("--postgres") { Description = "A durable PostgreSQL of its own in place of a SQLite file." };
        var shards = new Option<int>("--shards") { DefaultValueFactory = _ => 200 };
        var contestants = new Option<int>("--contestants") { Description = "Contestants of a shard, all judged against all in both orders.", DefaultValueFactory = _ => 8 };
        var votes = new Option<int>("--votes") { DefaultValueFactory = _ => 100_000 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5 };
        var command = new Command("store-writes", "Times writes with and without a win matrix.") { isPostgres, shards, contestants, votes, rounds };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(isPostgres))
            {
                await using var server = await PostgresServer.StartAsync(isDurable: true, cancellationToken);
                await RunAsync(await server.CreateDatabaseAsync(cancellationToken), parsed.GetValue(shards), parsed.GetValue(contestants), parsed.GetValue(votes), parsed.GetValue(rounds), cancellationToken);
            }
            else
            {
                var folder = Directory.CreateTempSubdirectory("arena-writes-");
                await RunAsync(Path.Combine(folder.FullName, "arena.db"), parsed.GetValue(shards), parsed.GetValue(contestants), parsed.GetValue(votes), parsed.GetValue(rounds), cancellationToken);
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    private static async Task RunAsync(string location, int shards, int contestants, int votes, int rounds, CancellationToken cancellationToken)
    {
        using var store = await ArenaStore.OpenAsync(location, TimeProvider.System, cancellationToken: cancellationToken);
        var (shardTimes, voteTimes) = (new List<double>[] { [], [] }, new List<double>[] { [], [] });
        for (var round = 0; round <= rounds; round++)
        {
            for (var with = 0; with < 2; with++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"t{round}-{with}");
                var shardsTook = await FinishShardsAsync(store, location, name, with == 1, shards, contestants, round, cancellationToken);
                var votesTook = await ImportVotesAsync(store, location, $"{name}v", with == 1, votes, round, cancellationToken);

                // The first round is for the compiler and the caches.
                if (round > 0)
                {
                    shardTimes[with].Add(shardsTook);
                    voteTimes[with].Add(votesTook);
                }
            }
        }

        var judgments = contestants * (contestants - 1);
        Tell($"a shard of {judgments} judgments", shardTimes, 1e3, "ms");
        Tell($"import of {votes:N0} votes", voteTimes, 1, "s");

        var last = string.Create(CultureInfo.InvariantCulture, $"t{rounds}-1v");
        var options = new RatingOptions { Intervals = IntervalMethod.None };
        double[][] times = [[], []];
        for (var round = 0; round < 7; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var battles = (await store.ReadBattlesAsync(last, BattleSource.Humans, cancellationToken)).Battles;
            Rating.Fit(battles, options, null, cancellationToken);
            times[0] = [.. times[0], Stopwatch.GetElapsedTime(start).TotalMilliseconds];
            start = Stopwatch.GetTimestamp();
            var matrix = await store.ReadWinMatrixAsync(last, BattleSource.Humans, cancellationToken: cancellationToken);
            var fit = Rating.Fit(matrix, options, null, cancellationToken);
            times[1] = [.. times[1], Stopwatch.GetElapsedTime(start).TotalMilliseconds];
            if (matrix.Battles != battles.Count || fit.LogStrengths.Count == 0)
            {
                throw new InvalidOperationException("The matrix has lost battles.");
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"estimates of {votes:N0} votes: {Median(times[0]):0.0} ms from the battles, {Median(times[1]):0.0} ms from the matrix (reading and fitting, median of 7)"));
    }

    /// <summary>Seconds for a shard, the median.</summary>
    private static async Task<double> FinishShardsAsync(
        ArenaStore store, string location, string tournament, bool hasMatrix, int shards, int contestants, int seed, CancellationToken cancellationToken)
    {
        string[] names = [.. Enumerable.Range(0, contestants).Select(i => $"m{i}")];
        string[] prompts = [.. Enumerable.Range(0, shards).Select(i => $"p{i}")];
        await store.ImportAsync(
            tournament,
            new[]
            {
                new ImportRecord("made up")
                {
                    Prompts = [.. prompts.Select((prompt, i) => new Prompt(prompt, [$"question {i}"]) { Category = Categories[i % Categories.Length] })],
                    Responses = [.. prompts.SelectMany(prompt => names.Select(name => new Response(prompt, name, [$"answer of {name} to {prompt}"])))],
                },
            }.ToAsyncEnumerable(),
            cancellationToken);
        await SetMatrixAsync(location, tournament, hasMatrix, cancellationToken);
        var judge = new StoredJudge("judge", "judge", JudgeKind.Asked, Protocol.Pairwise);
        var random = new DeterministicRandom(seed);
        var seconds = new List<double>();
        foreach (var prompt in prompts)
        {
            (JudgmentKey, Judgment)[] judgments =
            [
                .. from first in names
                   from second in names
                   where first != second
                   let p = random.NextDouble()
                   let judgment = Judge(prompt, first, second, p)
                   select (JudgmentKey.OfNames(judge.Fingerprint, judgment), judgment),
            ];
            var start = Stopwatch.GetTimestamp();
            await store.FinishShardAsync(tournament, prompt, judge, judgments, cancellationToken);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Median(seconds);
    }

    private static async Task<double> ImportVotesAsync(
        ArenaStore store, string location, string tournament, bool hasMatrix, int votes, int seed, CancellationToken cancellationToken)
    {
        await store.ImportBattlesAsync(tournament, BattleTable.From([new Battle("m0", "m1", 1, 1, "q")]), "first.csv", cancellationToken);
        await SetMatrixAsync(location, tournament, hasMatrix, cancellationToken);
        var random = new DeterministicRandom(seed);
        var table = BattleTable.From(Enumerable.Range(0, votes).Select(i =>
        {
            var first = random.NextInt(100);
            return new Battle($"m{first}", $"m{(first + 1 + random.NextInt(99)) % 100}", random.NextInt(3) / 2.0, 1, $"q{random.NextInt(10_000)}")
            {
                Category = Categories[random.NextInt(Categories.Length)],
                Worker = $"w{i % 5_000}",
            };
        }));
        var start = Stopwatch.GetTimestamp();
        await store.ImportBattlesAsync(tournament, table, "votes.csv", cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Judgment Judge(string prompt, string first, string second, double p) => new("judge", Protocol.Pairwise, prompt, first, second)
    {
        Verdict = p > 0.5 ? Verdict.FirstWins : Verdict.SecondWins,
        FirstWinProbability = p,
        Tokens = 500,
        Seconds = 0.1,
        Mass = 1,
        Probabilities = [p, 1 - p],
    };

    private static async Task SetMatrixAsync(string location, string tournament, bool hasMatrix, CancellationToken cancellationToken)
    {
        if (hasMatrix)
        {
            return;
        }

        StoreDatabase database = StoreLocation.IsPostgres(location) ? new PostgresDatabase(location) : new SqliteDatabase(location, TimeSpan.FromSeconds(30), null);
        await using (var context = database.CreateContext())
        {
            await context.Tournaments.Where(t => t.Name == tournament).ExecuteUpdateAsync(set => set.SetProperty(t => t.HasWinMatrix, false), cancellationToken);
        }

        if (database is PostgresDatabase)
        {
            database.Close();
        }
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static void Tell(string what, List<double>[] times, double factor, string unit)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {Range(times[0])} without a matrix, {Range(times[1])} with it, {Median(times[1]) / Median(times[0]):0.00} times (least, median, most of {times[0].Count})"));

        string Range(List<double> of) => string.Create(CultureInfo.InvariantCulture, $"{of.Min() * factor:0.00} · {Median(of) * factor:0.00} · {of.Max() * factor:0.00} {unit}");
    }
}
