using System.Diagnostics;
using Arena.Bench.Storage;
using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Storage;
using Arena.Tests.Cli;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Arena.Tests.Storage;

public sealed class StoreCopyTests(PostgresFixture postgres) : IDisposable
{
    // Both kinds of database keep microseconds.
    private static readonly DateTimeOffset Now = new(new DateTime(2026, 3, 1, 12, 30, 0, DateTimeKind.Utc).AddMicroseconds(123_456), TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Copy_ToPostgresAndBack_IsTheSameStoreRowByRow()
    {
        var (source, middle, back) = (await FilledAsync(), await postgres.CreateDatabaseAsync(), _folder.PathOf("back.db"));

        var there = await CopyAsync(source, middle);
        var again = await CopyAsync(middle, back);

        Assert.Equal(there, again);
        Assert.All(there, table => Assert.True(table.Rows > 0, $"No row of {table.Name} was there to be copied."));
        var rows = Rows(source);
        Assert.Equal(rows, Rows(back));
        Assert.Equal(there.Sum(table => table.Rows), rows.Count);
        var seen = await SeenAsync(source);
        Assert.Equal(seen, await SeenAsync(middle));
        Assert.Equal(seen, await SeenAsync(back));
    }

    [Fact]
    public async Task Copy_ToAnotherFile_KeepsEveryCharacterAndTick()
    {
        var (source, target) = (_folder.PathOf("source.db"), _folder.PathOf("target.db"));
        using (var store = await OpenAsync(source, Now.AddTicks(7)))
        {
            await store.ImportAsync("a\0b", Records(new ImportRecord("f") { Prompts = [new Prompt("p\0", ["\0"])] }), Cancelled);
        }

        await CopyAsync(source, target);

        Assert.Equal(Rows(source), Rows(target));
        using var copy = await OpenAsync(target);
        var tournament = Assert.Single(await copy.ReadTournamentsAsync(Cancelled));
        Assert.Equal(("a\0b", Now.AddTicks(7)), (tournament.Name, tournament.CreatedAt));
        Assert.Equal("p\0", Assert.Single(await copy.ReadPromptsAsync("a\0b", Cancelled)).Id);
    }

    [Fact]
    public async Task Copy_BetweenPostgresDatabases_IsTheSameStore()
    {
        var (first, second) = (await postgres.CreateDatabaseAsync(), await postgres.CreateDatabaseAsync());
        await FillAsync(first);

        await CopyAsync(first, second);

        Assert.Equal(await SeenAsync(first), await SeenAsync(second));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Copy_WrittenToAfterwards_GivesNewNumbers(bool toPostgres)
    {
        var (source, target) = (await FilledAsync(), toPostgres ? await postgres.CreateDatabaseAsync() : _folder.PathOf("copy.db"));
        await CopyAsync(source, target);
        using var store = await OpenAsync(target);
        var runs = await store.ReadRunsAsync("t", Cancelled);

        var change = await store.ImportAsync("u", Records(Record("u")), Cancelled);
        var again = await store.ImportAsync("t", Records(Record("t")), Cancelled);
        var run = await store.BeginRunAsync("u", "{}", "{}", Cancelled);
        await store.KeepFitAsync("u", new StoredFit("judges", "bt", "{}", 1, "{}"), Cancelled);

        Assert.Equal((3, 6, 2), (change.Added.Prompts, change.Added.Judgments, change.Added.Battles));
        Assert.Equal(default, again.Added);
        Assert.Equal(runs.Max(old => old.Id) + 1, run);
        Assert.Equal(["t", "u"], await store.ReadTournamentNamesAsync(Cancelled));
    }

    [Fact]
    public async Task Copy_OfMoreRowsThanOneBulkCopyTakes_CopiesAll()
    {
        const int Votes = 40_000;
        var (source, target) = (_folder.PathOf("source.db"), await postgres.CreateDatabaseAsync());
        using (var store = await OpenAsync(source))
        {
            await store.ImportBattlesAsync("t", BattleTable.From(Enumerable.Range(0, Votes).Select(_ => new Battle("a", "b", 1, 1, "q"))), "votes.csv", Cancelled);
        }

        var copied = await CopyAsync(source, target);

        Assert.Equal(Votes, copied.Single(table => table.Name == "votes").Rows);
        using var copy = await OpenAsync(target);
        Assert.Equal(Votes, (await copy.ReadBattlesAsync("t", BattleSource.Humans, Cancelled)).Battles.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Copy_ToAStoreWithSomethingInIt_IsRefusedAndChangesNothing(bool toPostgres)
    {
        var (source, target) = (await FilledAsync(), toPostgres ? await postgres.CreateDatabaseAsync() : _folder.PathOf("full.db"));
        using (var store = await OpenAsync(target))
        {
            await store.ImportAsync("other", Records(Record("other")), Cancelled);
        }

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => CopyAsync(source, target));

        Assert.Equal(StoreLocation.NameOf(target), refusal.InputSource);
        Assert.Contains("is not empty", refusal.Reason, StringComparison.Ordinal);
        using var kept = await OpenAsync(target);
        Assert.Equal(["other"], await kept.ReadTournamentNamesAsync(Cancelled));
    }

    [Fact]
    public async Task Copy_OntoItself_IsRefused()
    {
        var source = await FilledAsync();

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => CopyAsync(source, source));

        Assert.Contains("is not empty", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Copy_ToAnEmptyStore_FillsIt(bool toPostgres)
    {
        var (source, target) = (await FilledAsync(), toPostgres ? await postgres.CreateDatabaseAsync() : _folder.PathOf("empty.db"));
        (await OpenAsync(target)).Dispose();

        await CopyAsync(source, target);

        Assert.Equal(await SeenAsync(source), await SeenAsync(target));
    }

    [Fact]
    public async Task Copy_ToAFileThatIsNoStore_IsRefusedAndLeavesIt()
    {
        var (source, target) = (await FilledAsync(), _folder.Write("notes.txt", "these are my notes, and they are longer than the head of a database that is not there"));

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => CopyAsync(source, target));

        Assert.Contains("not a database", refusal.Reason, StringComparison.Ordinal);
        Assert.StartsWith("these are my notes", await File.ReadAllTextAsync(target, Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_ToAFolderThatIsNotThere_IsRefusedByTheNameThatWasGiven()
    {
        var (source, target) = (await FilledAsync(), _folder.PathOf("nowhere", "copy.db"));

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => CopyAsync(source, target));

        Assert.Equal(target, refusal.InputSource);
        Assert.Contains("is its folder there", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Copy_Cancelled_LeavesNothingAndCanBeDoneAgain(bool toPostgres)
    {
        var (source, target) = (await FilledAsync(), toPostgres ? await postgres.CreateDatabaseAsync() : _folder.PathOf("copy.db"));
        string[] before = Directory.GetFiles(_folder.PathOf());
        using var cancellation = new CancellationTokenSource();
        using (var store = await OpenAsync(source))
        {
            // The last table is being copied when it is told.
            var progress = new Telling(told => (told.Rows == told.Total ? cancellation : null)?.Cancel());
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CopyToAsync(target, progress, cancellation.Token));
        }

        Assert.Equal(before.Order(), Directory.GetFiles(_folder.PathOf()).Order());
        if (toPostgres)
        {
            using var empty = await OpenAsync(target);
            Assert.Empty(await empty.ReadTournamentNamesAsync(Cancelled));
        }

        await CopyAsync(source, target);
        Assert.Equal(await SeenAsync(source), await SeenAsync(target));
    }

    [Fact]
    public async Task Copy_OfAStoreThatIsDamaged_IsRefusedByItsNameAndLeavesNothing()
    {
        var (source, target) = (await FilledAsync(), _folder.PathOf("copy.db"));
        var page = Query(source, "SELECT rootpage FROM sqlite_master WHERE name = 'runs'");
        await using (var file = File.OpenWrite(source))
        {
            file.Position = (page - 1) * Query(source, "PRAGMA page_size");
            file.Write([.. Enumerable.Repeat((byte)0xA5, 64)]);
        }

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => CopyAsync(source, target));

        Assert.Equal(source, refusal.InputSource);
        Assert.Contains("damaged", refusal.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(_folder.PathOf()), file => file == target || file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Copy_WhileAnotherWritesJudgments_HasOneStateOfTheStore()
    {
        var (source, target) = (await FilledAsync(), _folder.PathOf("backup.db"));
        using var writing = await OpenAsync(source);
        using var store = await OpenAsync(source);
        using var ended = new CancellationTokenSource();
        var writes = 0;
        var firstWrite = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // A write adds a prompt, a vote and two judgments: every state has as many of each.
        var writer = Task.Run(
            async () =>
            {
                while (!ended.IsCancellationRequested)
                {
                    await writing.ImportAsync("busy", Records(Write(Volatile.Read(ref writes))), Cancelled);
                    Interlocked.Increment(ref writes);
                    firstWrite.TrySetResult();
                }
            },
            Cancelled);
        await firstWrite.Task;
        for (var overlapping = 0; overlapping < 5;)
        {
            File.Delete(target);
            var before = Volatile.Read(ref writes);
            await store.CopyToAsync(target, new Telling(_ => Thread.Sleep(5)), Cancelled);
            overlapping += Volatile.Read(ref writes) > before + 1 ? 1 : 0;
            using var copy = await OpenAsync(target);
            var counts = (await copy.ReadTournamentsAsync(Cancelled)).Single(tournament => tournament.Name == "busy").Counts;
            Assert.Equal((counts.Prompts, 2 * counts.Prompts), (counts.Battles, counts.Judgments));
            Assert.True(counts.Prompts >= before);
        }

        await ended.CancelAsync();
        await writer;

        static ImportRecord Write(int number) => new("f")
        {
            Prompts = [new Prompt($"p{number}", ["?"])],
            Judgments = [Judged($"p{number}", "a", "b", 0.75), Judged($"p{number}", "b", "a", 0.25)],
            Votes = [new Battle("a", "b", 1, 1, $"p{number}")],
        };
    }

    [Fact]
    public async Task DumpAndRestore_IntoAFreshDatabase_IsTheSameStore()
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateDatabaseAsync());
        await FillAsync(source);
        var dump = _folder.PathOf("arena.dump");

        await RunAsync("pg_dump", source, "-Fc", "-n", "arena", "-f", dump);
        await RunAsync("pg_restore", target, "--no-owner", "--exit-on-error", "-d", new NpgsqlConnectionStringBuilder(target).Database!, dump);

        Assert.Equal(await SeenAsync(source), await SeenAsync(target));
        using var restored = await OpenAsync(target);
        Assert.Equal(3, (await restored.ImportAsync("u", Records(Record("u")), Cancelled)).Added.Prompts);
    }

    [Fact]
    public async Task Command_ToPostgresAndBack_PrintsRowsAndGivesTheSameLeaderboard()
    {
        var (source, middle, back) = (await FilledAsync(), await postgres.CreateDatabaseAsync(), _folder.PathOf("back.db"));

        var there = await ArenaProcess.RunAsync(["store", "copy", "--db", source, "--to", middle, "--json"]);
        var again = await ArenaProcess.RunAsync(["store", "copy", "--db", middle, "--to", "back.db"], _folder.PathOf());
        var refused = await ArenaProcess.RunAsync(["store", "copy", "--db", source, "--to", middle]);
        var before = await ArenaProcess.RunAsync(["leaderboard", "t", "--db", source, "--json"]);
        var after = await ArenaProcess.RunAsync(["leaderboard", "t", "--db", back, "--json"]);

        var document = there.Json();
        Assert.Equal(6, document.GetProperty("copied").GetProperty("judgments").GetInt64());
        Assert.True(document.GetProperty("seconds").GetDouble() > 0);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("back.db", again.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(middle).Password!, again.Out + refused.Error, StringComparison.Ordinal);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("is not empty", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before.Json().GetRawText(), after.Json().GetRawText());
    }

    [Theory]
    [InlineData(2, "--to")]
    [InlineData(3, "there is no store", "--to", "copy.db")]
    public async Task Command_WithoutATargetOrASource_SaysSo(int status, string word, params string[] arguments)
    {
        var run = await ArenaProcess.RunAsync(["store", "copy", .. arguments], _folder.PathOf());

        Assert.Equal(status, run.ExitCode);
        Assert.Contains(word, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.PathOf()));
    }

    private static async Task<IReadOnlyList<CopiedTable>> CopyAsync(string from, string to)
    {
        using var store = await OpenAsync(from);
        return await store.CopyToAsync(to, cancellationToken: Cancelled);
    }

    private static Task<ArenaStore> OpenAsync(string location, DateTimeOffset? now = null) => ArenaStore.OpenAsync(location, new FixedTime(now ?? Now), cancellationToken: Cancelled);

    private async Task<string> FilledAsync()
    {
        var path = _folder.PathOf("filled.db");
        await FillAsync(path);
        return path;
    }

    /// <summary>Something in every table, with numbers that have gaps and every kind of null.</summary>
    private static async Task FillAsync(string location)
    {
        using var store = await OpenAsync(location);
        await store.ImportAsync("t", Records(Record("t")), Cancelled);
        await store.KeepFitAsync("t", new StoredFit("judges", "bt", "{}", 1, "{}"), Cancelled);
        await store.KeepFitAsync("t", new StoredFit("judges", "bt", "{\"a\":1}", long.MaxValue - 1, "{\"b\":\"ü\"}"), Cancelled);
        var run = await store.BeginRunAsync("t", "{}", "{}", Cancelled);
        await store.FinishRunAsync(run, "{\"end\":true}", Cancelled);
        await store.BeginRunAsync("t", "{}", "{}", Cancelled);
        await store.ClaimShardAsync("t", "p1", StoredJudge.Recorded("someone"), "nobody", Cancelled);
    }

    private static ImportRecord Record(string tournament) => new("f")
    {
        Prompts =
        [
            new Prompt("p1", ["first \0 ü 漢 🙂", "second"]) { System = "be brief", Category = "math", Language = "en", Reference = ["4"] },
            new Prompt("p2", [$"of {tournament}"]),
            new Prompt("p3", ["?"]) { Context = [new Passage("d", "passage", true)] },
        ],
        Responses = [new Response("p1", "a", ["x", ""]), new Response("p1", "b", ["y", "z"]), new Response("p2", "a", ["x"])],
        Judgments =
        [
            Judged("p1", "a", "b", 0.1) with { Turn = 1, Repeat = 2, Weight = 1.0 / 3, Tokens = 7, Seconds = 0.1, Mass = 0.99, Probabilities = [0.1, 0.9], Text = "b, since 漢" },
            Judged("p1", "b", "a", Math.BitDecrement(1.0)) with { IsOrderKnown = false },
            Judged("p2", "a", "c", double.Epsilon),
            new Judgment("judge", Protocol.Pairwise, "p2", "c", "a") { FailureReason = "garbage" },
            new Judgment("scorer", Protocol.Pointwise, "p3", "a", null) { Score = 6.5 },
            Judged("p3", "c", "b", 0.9),
        ],
        Votes = [new Battle("a", "b", 1, 1, "p1") { Worker = "w1", Category = "math" }, new Battle("b", "c", 0.5, 0.25, "p2")],
    };

    private static Judgment Judged(string prompt, string first, string second, double probability) => new("judge", Protocol.Pairwise, prompt, first, second)
    {
        Verdict = probability > 0.5 ? Verdict.FirstWins : Verdict.SecondWins,
        FirstWinProbability = probability,
    };

    private static async IAsyncEnumerable<ImportRecord> Records(params ImportRecord[] records)
    {
        foreach (var record in records)
        {
            await Task.Yield();
            yield return record;
        }
    }

    /// <summary>What the store says of its tournament through its own reads, numbers to the last bit.</summary>
    private static async Task<IReadOnlyList<string>> SeenAsync(string location)
    {
        using var store = await OpenAsync(location);
        var seen = new List<string>();
        seen.AddRange((await store.ReadTournamentsAsync(Cancelled)).Select(tournament => tournament.ToString()));
        foreach (var prompt in await store.ReadPromptsAsync("t", Cancelled))
        {
            seen.Add(ContentHash.Of(prompt) + prompt.Id + prompt.Category + prompt.Language);
            seen.AddRange((await store.ReadJudgmentsOfAsync("t", prompt.Id, Cancelled)).Select(
                judgment => $"{judgment.Id} {judgment.Judgment} {string.Join(' ', judgment.Judgment.Probabilities)} {BitConverter.DoubleToInt64Bits(judgment.Judgment.FirstWinProbability ?? -1)}"));
        }

        seen.AddRange((await store.ReadResponsesAsync("t", Cancelled).ToListAsync(Cancelled)).Select(response => $"{response.PromptId} {response.Contestant} {ContentHash.Of(response)}"));
        foreach (var source in Enum.GetValues<BattleSource>())
        {
            var battles = (await store.ReadBattlesAsync("t", source, Cancelled)).Battles;
            seen.AddRange(Enumerable.Range(0, battles.Count).Select(i => $"{source} {battles[i]}"));
            seen.AddRange(Leaderboard.Create(battles, Rating.Fit(battles, new RatingOptions(), null, Cancelled)).Entries.Select(
                entry => $"{entry.Rank} {entry.Name} {BitConverter.DoubleToInt64Bits(entry.LogStrength ?? -1)}"));
        }

        seen.AddRange((await store.ReadRunsAsync("t", Cancelled)).Select(run => $"{run} {run.StartedAt.Ticks} {run.FinishedAt?.Ticks}"));
        var fit = await store.FindFitAsync("t", "judges", "bt", Cancelled);
        seen.Add($"{fit} {fit!.CreatedAt.Ticks}");
        return seen;
    }

    /// <summary>Every row of every table of the model as SQL that would write it, but for claims.</summary>
    private static List<string> Rows(string path)
    {
        using var context = new ArenaDbContext(new DbContextOptionsBuilder<ArenaDbContext>().UseSqlite("Data Source=unused.db").Options);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        var rows = new List<string>();
        foreach (var entity in context.Model.GetEntityTypes().Where(entity => entity.ClrType != typeof(ClaimRow)))
        {
            using var command = connection.CreateCommand();
            var columns = entity.GetProperties().Select(property => $"typeof(\"{property.GetColumnName()}\") || quote(CAST(\"{property.GetColumnName()}\" AS BLOB))");
            command.CommandText = $"SELECT '{entity.GetTableName()} ' || {string.Join(" || ' ' || ", columns)} FROM {entity.GetTableName()} ORDER BY {string.Join(", ", entity.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName()))}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                rows.Add(reader.GetString(0));
            }
        }

        return rows;
    }

    private static long Query(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static async Task RunAsync(string program, string database, params string[] arguments)
    {
        var settings = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo(Path.Combine(PostgresServer.Programs!, program), arguments) { RedirectStandardError = true };
        start.Environment["PGHOST"] = settings.Host;
        start.Environment["PGPORT"] = $"{settings.Port}";
        start.Environment["PGUSER"] = settings.Username;
        start.Environment["PGPASSWORD"] = settings.Password;
        start.Environment["PGDATABASE"] = settings.Database;
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        Assert.True(process.ExitCode == 0, error);
    }

    private sealed class Telling(Action<StoreCopyProgress> tell) : IProgress<StoreCopyProgress>
    {
        public void Report(StoreCopyProgress value) => tell(value);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
