using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Arena.Core.Storage;

/// <summary>
/// The SQLite file: opened, checked to be ours and of a schema we know, brought up to date. Everything SQLite complains of leaves
/// as a <see cref="BadInputException"/> that names the file.
/// </summary>
internal sealed class SqliteDatabase : StoreDatabase
{
    /// <summary>Marks a file as ours (SQLite's application id): "Aren" in ASCII. The first migration writes it.</summary>
    private const long ApplicationId = 0x4172656E;

    private readonly string _path;
    private readonly SqliteConnectionStringBuilder _connectionString;
    private readonly string _pragmas;
    private DateTime _made;

    /// <param name="path">The file.</param>
    /// <param name="busyTimeout">How long to wait for another process that is writing; whole seconds.</param>
    /// <param name="pragmas">SQL that every new connection runs first; tests limit the file's size with it.</param>
    public SqliteDatabase(string path, TimeSpan busyTimeout, string? pragmas)
    {
        _path = path;

        // Keys are hashes and hit their index anywhere, so 64 MiB of it stay in memory, where SQLite's default is 2.
        _pragmas = string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA cache_size = -65536; PRAGMA busy_timeout = {busyTimeout.TotalMilliseconds:F0}; {pragmas}");
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            ForeignKeys = true,
            DefaultTimeout = (int)busyTimeout.TotalSeconds,
        };
    }

    public override string Name => _path;

    public override bool IsStillThere => File.Exists(_path) && File.GetCreationTimeUtc(_path) == _made;

    public override async Task PrepareAsync(bool create, CancellationToken cancellationToken)
    {
        if (!create && !File.Exists(_path))
        {
            throw new BadInputException(_path, "there is no store here; `arena import` makes one");
        }

        try
        {
            await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            if (Missing(connection, create) is { Applied: var applied, Count: > 0 })
            {
                Execute(connection, "PRAGMA journal_mode = WAL");
                await MigrateAsync(connection, applied, create, cancellationToken).ConfigureAwait(false);
            }

            _made = File.GetCreationTimeUtc(_path);
        }
        catch (SqliteException exception)
        {
            throw Translate(exception);
        }
    }

    public override async Task<StoreConnection> OpenAsync(CancellationToken cancellationToken) =>
        new SqliteStoreConnection(await ConnectAsync(cancellationToken).ConfigureAwait(false));

    public override RunMark BeginJudging() => new SqliteRunMark(_path);

    public override bool IsJudging(StoreConnection connection, string owner) => SqliteRunMark.IsHeld(_path, owner);

    public override async Task<StoreWatch> WatchAsync(CancellationToken cancellationToken) =>
        new SqliteStoreWatch(await ConnectAsync(cancellationToken).ConfigureAwait(false));

    public override ArenaDbContext CreateContext() =>
        new(new DbContextOptionsBuilder<ArenaDbContext>().UseSqlite(_connectionString.ConnectionString).Options);

    /// <summary>Closes the connections that the pool holds open, so that the file can be moved or deleted.</summary>
    public override void Close()
    {
        using var connection = new SqliteConnection(_connectionString.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    public override BadInputException? Translate(Exception exception) => exception switch
    {
        SqliteException refusal => Translate(refusal),
        DbUpdateException { InnerException: SqliteException refusal } => Translate(refusal),
        _ => null,
    };

    private BadInputException Translate(SqliteException exception) =>
        new(
            _path,
            exception.SqliteErrorCode switch
            {
                SQLitePCL.raw.SQLITE_NOTADB => "is not a database; give another file, or a name where there is none yet",
                SQLitePCL.raw.SQLITE_CORRUPT => "is damaged; restore it from a copy",
                SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
                    "another process is writing to the store; nothing more was stored, wait for it and run this again",
                SQLitePCL.raw.SQLITE_READONLY => "can only be read; nothing more was stored, give write permission to the file and its folder",
                SQLitePCL.raw.SQLITE_FULL => "the disk is full; nothing more was stored, free some space and run this again",
                SQLitePCL.raw.SQLITE_CANTOPEN => "cannot be opened; is its folder there, is it a file, and may you write to both?",
                SQLitePCL.raw.SQLITE_IOERR => $"cannot be read or written ({exception.Message}); nothing more was stored",
                _ => $"the database refused ({exception.Message}); nothing more was stored",
            },
            inner: exception);

    private async Task<SqliteConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            Execute(connection, _pragmas);
            return connection;
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            if (exception is SqliteException refusal)
            {
                throw Translate(refusal);
            }

            throw;
        }
    }

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>
    /// Applies what is missing in one transaction of our own. EF's Migrate takes its lock by a row in a table, which a process
    /// that is killed leaves behind and every later one then waits for without end.
    /// </summary>
    private async Task MigrateAsync(SqliteConnection connection, string? applied, bool create, CancellationToken cancellationToken)
    {
        // Rebuilding a table drops it, and with foreign keys on that would count as deleting its rows. The setting cannot change
        // within a transaction, and the connection goes back to the pool.
        Execute(connection, "PRAGMA foreign_keys = OFF");
        try
        {
            await using var transaction = connection.BeginTransaction(deferred: false);
            var (now, count) = Missing(connection, create);
            if (count > 0)
            {
                applied = now;
                await using var context = CreateContext();
                var script = context.GetService<IMigrator>()
                    .GenerateScript(applied, options: MigrationsSqlGenerationOptions.NoTransactions);
                Execute(connection, script);
                Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Execute(connection, "PRAGMA foreign_keys = ON");
        }
    }

    /// <summary>The last migration that the file has, and how many it lacks; refuses a file that is not ours.</summary>
    private (string? Applied, int Count) Missing(SqliteConnection connection, bool create)
    {
        var known = KnownMigrations();
        var tables = Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table'");
        if (tables.Count == 0)
        {
            return create
                ? (null, known.Count)
                : throw new BadInputException(_path, "the file is empty and holds no store; `arena import` makes one");
        }

        if (Query(connection, "PRAGMA application_id")[0] != ApplicationId.ToString(CultureInfo.InvariantCulture))
        {
            throw new BadInputException(_path, "is a database of another program; give another file");
        }

        var applied = Query(connection, "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId");
        if (applied.Except(known).FirstOrDefault() is { } unknown)
        {
            throw new BadInputException(
                _path, $"was made by a newer Arena (it has the schema change {unknown}); update Arena, or give another file");
        }

        return (applied.LastOrDefault(), known.Count - applied.Count);
    }

    // Named, not looked for: a look through all types of the assembly would load PostgreSQL's libraries with them. A test holds the list.
    internal static IReadOnlyList<string> KnownMigrations() =>
        ["20261123161645_Initial", "20261125150426_Runs", "20261127212337_VoteLabels", "20261128010909_WinMatrix"];

    private static List<string> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }
}
