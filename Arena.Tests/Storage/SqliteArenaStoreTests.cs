using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Arena.Tests.Storage;

public sealed class SqliteArenaStoreTests : ArenaStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.PathOf("arena.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Model_AgainstTheMigrations_HasNoPendingChange()
    {
        using var context = new ArenaDbContext(
            new DbContextOptionsBuilder<ArenaDbContext>().UseSqlite($"Data Source={Database}").Options);

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public void KnownMigrations_AgainstTheAssembly_AreAllThatThereAre()
    {
        using var context = new ArenaDbContext(new DbContextOptionsBuilder<ArenaDbContext>().UseSqlite($"Data Source={Database}").Options);

        Assert.Equal(context.Database.GetMigrations(), SqliteDatabase.KnownMigrations());
    }

    [Fact]
    public async Task Open_NewFile_IsInWalModeAndEndsAsOneFile()
    {
        using (var store = await OpenAsync())
        {
            await store.ImportAsync("t", Records(Everything()), Cancelled);
            Assert.Equal("wal", Query("PRAGMA journal_mode"));
        }

        SqliteConnection.ClearAllPools();
        Assert.Equal([Database], Directory.GetFiles(_folder.PathOf()));
    }

    [Fact]
    public async Task Open_NewFile_HoldsForeignKeys()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(Everything()), Cancelled);

        Assert.Throws<SqliteException>(() => Query("PRAGMA foreign_keys = ON; DELETE FROM contestants"));
    }

    [Fact]
    public async Task Open_OlderSchema_IsBroughtUpToDate()
    {
        await using (var context = new ArenaDbContext(new DbContextOptionsBuilder<ArenaDbContext>().UseSqlite($"Data Source={Database}").Options))
        {
            Query(context.GetService<IMigrator>().GenerateScript(null, "Initial", MigrationsSqlGenerationOptions.NoTransactions));
            Query($"PRAGMA application_id = {0x4172656E}");
            Query("INSERT INTO tournaments (name, created_at) VALUES ('old', '2026-01-01 00:00:00+00:00')");
            Query("INSERT INTO texts (hash, body) VALUES (x'00', '{\"turns\":[\"?\"]}')");
            Query("INSERT INTO prompts (tournament_id, name, text_id) VALUES (1, 'p', 1)");
            Query("INSERT INTO contestants (tournament_id, name) VALUES (1, 'a')");
            Query("INSERT INTO judges (name, fingerprint, kind) VALUES ('j', 'f', 0)");
            Query("INSERT INTO judgments (prompt_id, key, judge_id, first_id, turn, repeat, is_order_known, verdict, score, weight) VALUES (1, x'01', 1, 1, 0, 0, 1, 0, 5, 1)");
        }

        using var store = await OpenAsync();

        Assert.Equal(5, Assert.Single(await store.ReadJudgmentsAsync("old", Cancelled).ToListAsync(Cancelled)).Score);
        Assert.Equal(1, (await store.ImportAsync("t", Records(Everything()), Cancelled)).Added.Prompts);
    }

    [Fact]
    public async Task Open_NewerSchema_IsRefusedAndUntouched()
    {
        (await OpenAsync()).Dispose();
        Query("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Future', '99.0')");
        SqliteConnection.ClearAllPools();
        var before = await File.ReadAllBytesAsync(Database, Cancelled);

        var refusal = await Assert.ThrowsAsync<BadInputException>(OpenAsync);

        Assert.Contains("29990101000000_Future", refusal.Reason, StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, Cancelled));
    }

    [Theory]
    [InlineData("CREATE TABLE recipes (id INTEGER)")]
    [InlineData("CREATE TABLE __EFMigrationsHistory (MigrationId TEXT PRIMARY KEY, ProductVersion TEXT)")]
    public async Task Open_AnotherProgramsDatabase_IsRefusedAndUntouched(string sql)
    {
        Query(sql);
        SqliteConnection.ClearAllPools();
        var before = await File.ReadAllBytesAsync(Database, Cancelled);

        var refusal = await Assert.ThrowsAsync<BadInputException>(OpenAsync);

        Assert.Contains("another program", refusal.Reason, StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, Cancelled));
    }

    [Fact]
    public async Task Open_NotADatabase_IsRefusedAndUntouched()
    {
        var text = string.Concat(Enumerable.Repeat("model_a,model_b,winner\n", 100));
        await File.WriteAllTextAsync(Database, text, Cancelled);

        var refusal = await Assert.ThrowsAsync<BadInputException>(OpenAsync);

        Assert.Contains("not a database", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(Database, refusal.InputSource);
        Assert.Equal(text, await File.ReadAllTextAsync(Database, Cancelled));
    }

    [Fact]
    public async Task Open_DamagedDatabase_IsRefused()
    {
        (await OpenAsync()).Dispose();
        SqliteConnection.ClearAllPools();
        var bytes = await File.ReadAllBytesAsync(Database, Cancelled);
        bytes.AsSpan(100, bytes.Length - 100).Fill(0xA5);
        await File.WriteAllBytesAsync(Database, bytes, Cancelled);

        var refusal = await Assert.ThrowsAsync<BadInputException>(OpenAsync);

        Assert.Contains("damaged", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.db", false)]
    [InlineData("empty.db", true)]
    public async Task Open_NothingThereAndNotToBeMade_IsRefusedAndMakesNothing(string name, bool exists)
    {
        if (exists)
        {
            _folder.Write(name, "");
        }

        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ArenaStore.OpenAsync(_folder.PathOf(name), TimeProvider.System, create: false, Cancelled));

        Assert.Contains("arena import", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(exists, File.Exists(_folder.PathOf(name)));
    }

    [Fact]
    public async Task Open_FolderMissing_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ArenaStore.OpenAsync(_folder.PathOf("nowhere", "arena.db"), TimeProvider.System, cancellationToken: Cancelled));

        Assert.Contains("folder", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AFolder_IsRefused()
    {
        await Assert.ThrowsAsync<BadInputException>(
            () => ArenaStore.OpenAsync(_folder.PathOf(), TimeProvider.System, cancellationToken: Cancelled));
    }

    [Fact]
    public async Task Open_NewFileByManyAtOnce_MakesOneStore()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => (await OpenAsync()).Dispose())));

        Assert.Equal(4L, Query("SELECT count(*) FROM __EFMigrationsHistory"));
    }

    [Fact]
    public async Task Import_WhileAnotherProcessWrites_IsRefusedAfterTheTimeout()
    {
        (await OpenAsync()).Dispose();
        using var store = await ArenaStore.OpenAsync(
            Database, TimeProvider.System, create: true, busyTimeout: TimeSpan.FromSeconds(1), pragmas: null, Cancelled);
        using var other = new SqliteConnection($"Data Source={Database};Pooling=false");
        other.Open();
        await using var transaction = other.BeginTransaction(deferred: false);

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => store.ImportAsync("t", Records(Everything()), Cancelled));

        Assert.Contains("another process", refusal.Reason, StringComparison.Ordinal);
        Assert.Empty(await store.ReadTournamentsAsync(Cancelled));
    }

    [Fact]
    public async Task Import_IntoAReadOnlyStore_IsRefused()
    {
        (await OpenAsync()).Dispose();
        using var store = await ArenaStore.OpenAsync(
            Database, TimeProvider.System, create: true, TimeSpan.FromSeconds(1), pragmas: "PRAGMA query_only = ON", Cancelled);

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => store.ImportAsync("t", Records(Everything()), Cancelled));

        Assert.Contains("can only be read", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_DiskFull_SaysSoAndKeepsWhatWasThere()
    {
        using (var store = await OpenAsync())
        {
            await store.ImportAsync("before", Records(Everything()), Cancelled);
        }

        var pages = (long)Query("PRAGMA page_count")!;
        using var full = await ArenaStore.OpenAsync(
            Database, TimeProvider.System, create: true, TimeSpan.FromSeconds(1), $"PRAGMA max_page_count = {pages + 10}", Cancelled);
        var table = BattleTable.From(Enumerable.Range(0, 5000).Select(i => new Battle("a", "b", 1, 1, $"q{i}")));

        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => full.ImportBattlesAsync("after", table, "votes.csv", Cancelled));

        Assert.Contains("disk is full", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(["before"], (await full.ReadTournamentsAsync(Cancelled)).Select(t => t.Name));
        Assert.Equal(2, (await full.ReadBattlesAsync("before", BattleSource.Humans, Cancelled)).Battles.Count);
        Assert.Equal("ok", Query("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Open_DiskFull_SaysSoAndMakesNoTable()
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => ArenaStore.OpenAsync(
            Database, TimeProvider.System, create: true, TimeSpan.FromSeconds(1), "PRAGMA max_page_count = 5", Cancelled));

        Assert.Contains("disk is full", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(0L, Query("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public async Task Import_ManyJudgments_TakeFewBytesEach()
    {
        using var store = await OpenAsync();
        await store.ImportAsync("t", Records(
            [.. Enumerable.Range(0, 100).Select(p => new ImportRecord("f") { Prompts = [new Prompt($"p{p}", ["?"])] })]), Cancelled);
        store.Dispose();
        SqliteConnection.ClearAllPools();
        var before = new FileInfo(Database).Length;

        const int Count = 20_000;
        var records = Enumerable.Range(0, Count).Select(i => new ImportRecord("f")
        {
            Judgments =
            [
                new Judgment("judge", Protocol.Pairwise, $"p{i % 100}", $"m{i % 7}", $"m{7 + (i % 5)}")
                {
                    Verdict = Verdict.FirstWins, FirstWinProbability = 0.6 + (1e-9 * i), Repeat = i / 100, Tokens = i, Seconds = 1.0 / (i + 1),
                },
            ],
        });
        var change = await store.ImportAsync("t", records.ToAsyncEnumerable(), Cancelled);
        store.Dispose();
        SqliteConnection.ClearAllPools();

        Assert.Equal(Count, change.Added.Judgments);
        var each = (new FileInfo(Database).Length - before) / (double)Count;
        Assert.True(each < 150, $"{each} bytes a judgment");
    }

    protected override Task ForgetMatricesAsync()
    {
        Query("DELETE FROM win_matrix; UPDATE tournaments SET has_win_matrix = 0");
        return Task.CompletedTask;
    }

    protected override Task<ArenaStore> OpenAsync() => ArenaStore.OpenAsync(Database, new FixedTime(Now), cancellationToken: Cancelled);

    private object? Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
