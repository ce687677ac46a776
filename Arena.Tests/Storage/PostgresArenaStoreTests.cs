using Arena.Core;
using Arena.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Arena.Tests.Storage;

public sealed class PostgresArenaStoreTests(PostgresFixture postgres) : ArenaStoreContract, IAsyncLifetime
{
    private string _database = "";

    public async ValueTask InitializeAsync() => _database = await postgres.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Model_AgainstTheMigrations_HasNoPendingChange()
    {
        using var context = new PostgresDbContext(new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql(_database).Options);

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Open_NewDatabaseByManyAtOnce_MakesOneStore()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => (await OpenAsync()).Dispose())));

        Assert.Equal(2L, await QueryAsync("SELECT count(*) FROM arena.\"__EFMigrationsHistory\""));
    }

    [Fact]
    public async Task Open_OlderSchema_IsBroughtUpToDate()
    {
        using (var store = await OpenAsync())
        {
            await store.ImportAsync("old", Records(Everything()), Cancelled);
        }

        var database = new PostgresDatabase(_database);
        await using (var context = database.CreateContext())
        {
            await context.Database.MigrateAsync("Initial", Cancelled);
        }

        database.Close();
        Assert.Equal(0L, await QueryAsync("SELECT count(*) FROM information_schema.tables WHERE table_name = 'win_matrix'"));

        using var opened = await OpenAsync();

        Assert.Equal(2L, await QueryAsync("SELECT count(*) FROM arena.\"__EFMigrationsHistory\""));
        var again = await opened.ImportAsync("old", Records(Everything()), Cancelled);
        Assert.Equal((0, true), (again.Added.Judgments, again.AlreadyThere.Judgments > 0));
        await AssertMatricesAsync(opened, "old");
    }

    [Fact]
    public async Task Open_NewerSchema_IsRefused()
    {
        (await OpenAsync()).Dispose();
        await QueryAsync("INSERT INTO arena.\"__EFMigrationsHistory\" VALUES ('29990101000000_Future', '99.0')");

        var refusal = await Assert.ThrowsAsync<BadInputException>(OpenAsync);

        Assert.Contains("newer Arena (it has the schema change 29990101000000_Future)", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NothingThereAndNotToBeMade_IsRefusedAndMakesNothing()
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => ArenaStore.OpenAsync(_database, TimeProvider.System, create: false, Cancelled));

        Assert.Contains("arena import", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(0L, await QueryAsync("SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'arena'"));
    }

    [Fact]
    public async Task Open_WrongPassword_IsRefusedAndNeitherIsTold()
    {
        var wrong = new NpgsqlConnectionStringBuilder(_database) { Password = "open sesame" };

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => ArenaStore.OpenAsync(wrong.ConnectionString, TimeProvider.System, cancellationToken: Cancelled));

        Assert.Contains("PGPASSWORD", refusal.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", refusal.Message, StringComparison.Ordinal);
        Assert.Equal($"127.0.0.1:{wrong.Port}/{wrong.Database}", refusal.InputSource);
    }

    [Theory]
    [InlineData("Database=nowhere", "createdb")]
    [InlineData("Port=1", "cannot be reached")]
    [InlineData("Username=nobody", "lets this role in no further")]
    [InlineData("Nonsense=1", "no connection string")]
    public async Task Open_WrongConnectionString_IsRefusedAndSaysWhatToDo(string setting, string word)
    {
        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => ArenaStore.OpenAsync($"{_database};{setting}", TimeProvider.System, cancellationToken: Cancelled));

        Assert.Contains(word, refusal.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(_database).Password!, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_RoleWithoutRights_IsRefusedAndSaysWhichItNeeds()
    {
        var role = $"r{Guid.NewGuid():N}";
        await QueryAsync($"CREATE ROLE {role} LOGIN PASSWORD 'p'");
        var limited = new NpgsqlConnectionStringBuilder(_database) { Username = role, Password = "p" };

        var making = await Assert.ThrowsAsync<BadInputException>(() => ArenaStore.OpenAsync(limited.ConnectionString, TimeProvider.System, cancellationToken: Cancelled));
        (await OpenAsync()).Dispose();
        var reading = await Assert.ThrowsAsync<BadInputException>(() => ArenaStore.OpenAsync(limited.ConnectionString, TimeProvider.System, create: false, Cancelled));

        Assert.Contains("GRANT CREATE ON DATABASE", making.Reason, StringComparison.Ordinal);
        Assert.Contains("GRANT USAGE ON SCHEMA arena", reading.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ByAddress_IsTheSameStore()
    {
        using (var store = await OpenAsync())
        {
            await store.ImportAsync("t", Records(Everything()), Cancelled);
        }

        var settings = new NpgsqlConnectionStringBuilder(_database);
        using var same = await ArenaStore.OpenAsync(
            $"postgresql://{settings.Username}:{settings.Password}@127.0.0.1:{settings.Port}/{settings.Database}?sslmode=disable", TimeProvider.System, create: false, Cancelled);

        Assert.Equal(["t"], await same.ReadTournamentNamesAsync(Cancelled));
    }

    [Fact]
    public async Task Import_MoreThanOneBulk_CountsAndKeepsAllInOrder()
    {
        using var store = await OpenAsync();
        var table = Core.Ratings.BattleTable.From(Enumerable.Range(0, 10_000).Select(i => new Battle("a", "b", 1, 1, $"q{i}")));

        var change = await store.ImportBattlesAsync("t", table, "votes.csv", Cancelled);
        var again = await store.ImportBattlesAsync("t", table, "votes.csv", Cancelled);

        Assert.Equal((10_000, 0, 10_000), (change.Added.Battles, again.Added.Battles, again.AlreadyThere.Battles));
        var battles = (await store.ReadBattlesAsync("t", BattleSource.Humans, Cancelled)).Battles;
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"q{i}"), Enumerable.Range(0, battles.Count).Select(i => battles[i].Cluster));
    }

    protected override Task ForgetMatricesAsync() => QueryAsync("DELETE FROM arena.win_matrix; UPDATE arena.tournaments SET has_win_matrix = false");

    protected override Task<ArenaStore> OpenAsync() => ArenaStore.OpenAsync(_database, new FixedTime(Now), cancellationToken: Cancelled);

    private async Task<object?> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{_database};Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancelled);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
