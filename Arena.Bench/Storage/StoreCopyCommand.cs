using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Arena.Bench.Web;
using Arena.Core.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Arena.Bench.Storage;

/// <summary><c>store-copy</c>: how long a large store takes from SQLite to PostgreSQL and back, and how much room it has in each.</summary>
internal static class StoreCopyCommand
{
    public static Command Create()
    {
        var db = new Option<FileInfo?>("--db") { Description = "The store; made where it is not there. By default one in a temporary folder, which is deleted." };
        var judgments = new Option<int>("--judgments") { DefaultValueFactory = _ => 1_000_000 };
        var contestants = new Option<int>("--contestants") { DefaultValueFactory = _ => 200 };
        var prompts = new Option<int>("--prompts") { DefaultValueFactory = _ => 20_000 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("store-copy", "How long a large store takes from SQLite to PostgreSQL and back, and how much room it has in each.") { db, judgments, contestants, prompts, seed };
        command.SetAction((parsed, cancellationToken) => MeasureAsync(
            parsed.GetValue(db)?.FullName, parsed.GetValue(judgments), parsed.GetValue(contestants), parsed.GetValue(prompts), parsed.GetValue(seed), cancellationToken));
        return command;
    }

    private static async Task MeasureAsync(string? db, int judgments, int contestants, int prompts, long seed, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("arena-copy-");
        try
        {
            await using var server = await PostgresServer.StartAsync(isDurable: true, cancellationToken);
            var (file, back, again) = (db ?? Path.Combine(folder.FullName, "arena.db"), Path.Combine(folder.FullName, "back.db"), Path.Combine(folder.FullName, "again.db"));
            var database = await server.CreateDatabaseAsync(cancellationToken);
            if (!File.Exists(file))
            {
                await LargeStore.WriteAsync(file, judgments, contestants, prompts, seed, cancellationToken);
            }

            Console.WriteLine("| from | to | s | judgments/s | bytes of it all |\n|---|---|---|---|---|");
            await TellAsync("SQLite", file, "SQLite", again);
            await TellAsync("SQLite", file, "PostgreSQL", database);
            await TellAsync("PostgreSQL", database, "SQLite", back);
            await TellAsync("PostgreSQL", database, "PostgreSQL", await server.CreateDatabaseAsync(cancellationToken));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nMost memory of this process: {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB\n"));
            await TellSizesAsync(database, file, cancellationToken);

            // A copy writes rows in their order; those who judge write them as they come.
            var direct = await server.CreateDatabaseAsync(cancellationToken);
            await LargeStore.WriteAsync(direct, judgments, contestants, prompts, seed, cancellationToken);
            var bytes = await NumberAsync(direct, "SELECT pg_total_relation_size('arena.judgments')", cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nWritten into PostgreSQL by the import and not by a copy: {bytes / judgments:0} bytes a judgment"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        async Task TellAsync(string fromKind, string from, string toKind, string to)
        {
            var clock = Stopwatch.StartNew();
            using (var store = await ArenaStore.OpenAsync(from, TimeProvider.System, create: false, cancellationToken))
            {
                await store.CopyToAsync(to, progress: null, cancellationToken);
            }

            var seconds = clock.Elapsed.TotalSeconds;
            var bytes = StoreLocation.IsPostgres(to) ? await NumberAsync(to, "SELECT pg_database_size(current_database())", cancellationToken) : new FileInfo(to).Length;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {fromKind} | {toKind} | {seconds:0.0} | {judgments / seconds:N0} | {bytes:N0} |"));
        }
    }

    private static async Task TellSizesAsync(string database, string file, CancellationToken cancellationToken)
    {
        Console.WriteLine("| table | rows | bytes a row in PostgreSQL | of which indexes | bytes a row in SQLite | of which indexes |\n|---|---|---|---|---|---|");
        foreach (var table in (string[])["judgments", "responses", "texts"])
        {
            var rows = await NumberAsync(database, $"SELECT count(*) FROM arena.{table}", cancellationToken);
            var all = await NumberAsync(database, $"SELECT pg_total_relation_size('arena.{table}')", cancellationToken);
            var indexes = await NumberAsync(database, $"SELECT pg_indexes_size('arena.{table}')", cancellationToken);
            var (fileAll, fileIndexes) = Sizes(file, table);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {table} | {rows:N0} | {all / rows:0} | {indexes / rows:0} | {fileAll / rows:0} | {fileIndexes / rows:0} |"));
        }
    }

    private static async Task<double> NumberAsync(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Bytes of a table with its indexes, and of these: what becomes free when they are dropped, which is then taken back.</summary>
    private static (double All, double Indexes) Sizes(string file, string table)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false;Foreign Keys=false");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        var before = Free();
        var indexes = (string)Query($"SELECT group_concat('DROP INDEX \"' || name || '\"', ';') FROM sqlite_master WHERE type = 'index' AND tbl_name = '{table}' AND sql IS NOT NULL");
        Query(indexes);
        var between = Free();
        Query($"DROP TABLE {table}");
        return (Free() - before, between - before);

        double Free() => (long)Query("PRAGMA freelist_count") * (long)Query("PRAGMA page_size");

        object Query(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar()!;
        }
    }
}
