using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Arena.Core.Storage;

/// <summary>
/// A PostgreSQL database with the store in a schema of its own: opened, checked to be of a schema that we know, brought up to date. Everything PostgreSQL complains of leaves
/// as a <see cref="BadInputException"/> that names server and database, never the password.
/// </summary>
internal sealed class PostgresDatabase : StoreDatabase
{
    /// <summary>The schema that holds the store's tables.</summary>
    public const string Schema = "arena";

    /// <summary>Of those who bring the schema up to date, one does it; the number says nothing.</summary>
    private const long MigrationLock = 0x4172656E6D;

    private readonly NpgsqlDataSource _source;
    private readonly string _connectionString;

    /// <param name="location">A connection string, or an address that begins with <c>postgresql://</c>.</param>
    /// <exception cref="BadInputException">It is neither.</exception>
    public PostgresDatabase(string location)
    {
        var settings = Parse(location);
        Name = NameOf(settings);
        _connectionString = settings.ConnectionString;
        _source = NpgsqlDataSource.Create(settings);
    }

    public override string Name { get; }

    public override bool IsStillThere => true;

    /// <summary>The settings of a location, with what a store needs.</summary>
    /// <exception cref="BadInputException">It is no connection string.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string location)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = location.Contains("://", StringComparison.Ordinal) ? FromAddress(new Uri(location)) : new NpgsqlConnectionStringBuilder(location);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // What was given may hold a password, and so might the message.
            throw new BadInputException(
                "location of the store", "is no connection string of PostgreSQL; write Host=SERVER;Port=5432;Database=NAME;Username=ROLE, and the password in PGPASSWORD or a .pgpass file", inner: e);
        }

        settings.Database ??= settings.Username ?? Environment.UserName;
        settings.ApplicationName ??= "arena";
        settings.SearchPath = Schema;
        settings.MaxAutoPrepare = 64;
        settings.AutoPrepareMinUsages = 2;

        // Reading 10⁸ judgments takes its time; who waits for a writer waits less long, see BeginWriteAsync.
        settings.CommandTimeout = 600;
        return settings;
    }

    /// <summary>Server and database of a location.</summary>
    public static string NameOf(string location) => NameOf(Parse(location));

    /// <summary>Whether the database of a location holds a store.</summary>
    /// <exception cref="BadInputException">The server cannot be reached or refuses.</exception>
    public static async Task<bool> HasStoreAsync(string location, CancellationToken cancellationToken)
    {
        var database = new PostgresDatabase(location);
        try
        {
            await using var connection = await database._source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            return await HasStoreAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (database.Translate(exception) is { } refusal)
        {
            throw refusal;
        }
        finally
        {
            database.Close();
        }
    }

    public override async Task PrepareAsync(bool create, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            if (await IsMissingAsync(connection, create, cancellationToken).ConfigureAwait(false))
            {
                await MigrateAsync(connection, create, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (Translate(exception) is { } refusal)
        {
            throw refusal;
        }
    }

    public override async Task<StoreConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new PostgresStoreConnection(await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (Translate(exception) is { } refusal)
        {
            throw refusal;
        }
    }

    public override ArenaDbContext CreateContext() => new PostgresDbContext(
        new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql(_source, npgsql => npgsql.MigrationsHistoryTable(HistoryRepository.DefaultTableName, Schema)).Options);

    public override RunMark BeginJudging()
    {
        try
        {
            return new PostgresRunMark(_connectionString);
        }
        catch (Exception exception) when (Translate(exception) is { } refusal)
        {
            throw refusal;
        }
    }

    public override bool IsJudging(StoreConnection connection, string owner) => PostgresRunMark.IsHeld(connection, owner);

    public override async Task<StoreWatch> WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new PostgresStoreWatch(this, await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (Translate(exception) is { } refusal)
        {
            throw refusal;
        }
    }

    public override void Close() => _source.Dispose();

    public override BadInputException? Translate(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => Translate(inner),
        InvalidOperationException { InnerException: NpgsqlException inner } => Translate(inner),
        PostgresException refusal => Refuse(Explain(refusal), refusal),
        NpgsqlException { InnerException: TimeoutException } late => Refuse(
            "the server does not answer in time, or another process is writing to the store; nothing more was stored, run this again", late),

        // Npgsql's own words name the address, which visitors of a site need not know.
        NpgsqlException lost => Refuse(
            $"the server cannot be reached{(lost.InnerException is SocketException { SocketErrorCode: var code } ? $" ({code})" : "")}; does it run, and are host and port right? Nothing more was stored",
            lost),
        _ => null,
    };

    private static string Explain(PostgresException refusal) => refusal.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"the server lets this role in no further ({refusal.MessageText}); give Username, and the password in PGPASSWORD or a .pgpass file",
        PostgresErrorCodes.InvalidCatalogName => $"{refusal.MessageText}; make it with createdb, or name another",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"the role has not the rights that it needs ({refusal.MessageText}); as the database's owner: GRANT CREATE ON DATABASE to the role that makes the store, and " +
            $"GRANT USAGE ON SCHEMA {Schema}, and SELECT, INSERT, UPDATE, DELETE on its tables, to those that use it",
        PostgresErrorCodes.DiskFull => "the server's disk is full; nothing more was stored, free some space and run this again",
        PostgresErrorCodes.TooManyConnections => "the server has no connection left; raise its max_connections, or run fewer at once",
        PostgresErrorCodes.ReadOnlySqlTransaction => "can only be read; nothing more was stored, name the primary server",
        PostgresErrorCodes.QueryCanceled => "another process is writing to the store; nothing more was stored, wait for it and run this again",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            $"the server is going down or coming up ({refusal.MessageText}); what was not stored is stored when this is run again",
        _ => $"the database refused ({refusal.SqlState}: {refusal.MessageText}); nothing more was stored",
    };

    private static NpgsqlConnectionStringBuilder FromAddress(Uri address)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = address.Host, Port = address.IsDefaultPort || address.Port < 0 ? 5432 : address.Port };
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, ..] parts)
        {
            settings.Username = Uri.UnescapeDataString(user);
            settings.Password = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : null;
        }

        settings.Database = address.AbsolutePath.Trim('/') is { Length: > 0 } name ? Uri.UnescapeDataString(name) : null;
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = pair.Split('=', 2) is [var k, var v] ? (k, v) : throw new FormatException($"{pair} has no value.");
            settings[key == "sslmode" ? "SSL Mode" : key] = Uri.UnescapeDataString(value);
        }

        return settings;
    }

    private static string NameOf(NpgsqlConnectionStringBuilder settings) =>
        string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}/{settings.Database}");

    private static async Task<bool> HasStoreAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand($"SELECT to_regclass('{Schema}.\"{HistoryRepository.DefaultTableName}\"') IS NOT NULL", connection);
        return (bool)(await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private BadInputException Refuse(string reason, Exception inner) => new(Name, reason, inner: inner);

    /// <summary>Whether the store lacks anything that we know; refuses one that knows more than we do.</summary>
    private async Task<bool> IsMissingAsync(NpgsqlConnection connection, bool create, CancellationToken cancellationToken)
    {
        var known = KnownMigrations();
        if (!await HasStoreAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            return create ? true : throw new BadInputException(Name, "there is no store here; `arena import` makes one");
        }

        var applied = new List<string>();
        await using var read = new NpgsqlCommand($"SELECT \"MigrationId\" FROM {Schema}.\"{HistoryRepository.DefaultTableName}\"", connection);
        await using var rows = await read.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            applied.Add(rows.GetString(0));
        }

        return applied.Except(known).FirstOrDefault() is { } unknown
            ? throw new BadInputException(Name, $"was made by a newer Arena (it has the schema change {unknown}); update Arena, or give another database")
            : applied.Count < known.Count;
    }

    private async Task MigrateAsync(NpgsqlConnection connection, bool create, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync($"SELECT pg_advisory_xact_lock({MigrationLock})").ConfigureAwait(false);
        if (await IsMissingAsync(connection, create, cancellationToken).ConfigureAwait(false))
        {
            await ExecuteAsync($"CREATE SCHEMA IF NOT EXISTS {Schema}").ConfigureAwait(false);
            await using var context = CreateContext();
            await ExecuteAsync(context.GetService<IMigrator>().GenerateScript(
                options: MigrationsSqlGenerationOptions.NoTransactions | MigrationsSqlGenerationOptions.Idempotent)).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static List<string> KnownMigrations() =>
    [
        .. typeof(PostgresDbContext).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(PostgresDbContext))
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>(),
    ];
}
