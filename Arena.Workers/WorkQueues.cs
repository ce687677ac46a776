using System.Reflection;
using System.Transactions;
using Arena.Core;
using Arena.Core.Storage;
using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;
using Hangfire.States;
using Npgsql;

namespace Arena.Workers;

/// <summary>
/// The queues of a store: Hangfire in the schema <c>hangfire</c> of the store's database, one queue for each judge. What waits is done at least once; judgments are stored by
/// their content's key, which makes it once.
/// </summary>
public sealed class WorkQueues
{
    /// <summary>A worker that is silent for so long is dead, and what it had in hand is taken up by others. It says that it lives five times as often.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Orders of a run that nobody works on any more are forgotten after this.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private static readonly MethodInfo Method = typeof(ShardJob).GetMethod(nameof(ShardJob.JudgeAsync))!;

    private WorkQueues(PostgreSqlStorage storage) => Storage = storage;

    /// <summary>Hangfire's view of it.</summary>
    public JobStorage Storage { get; }

    /// <summary>Opens the queues of a store; makes them where there are none.</summary>
    /// <param name="location">The store's connection string.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">The database refuses, or the store is a file, which has no queues.</exception>
    public static async Task<WorkQueues> OpenAsync(string location, CancellationToken cancellationToken = default)
    {
        if (!StoreLocation.IsPostgres(location))
        {
            throw new BadInputException(
                location, "a file cannot be shared by several machines: name a store in PostgreSQL, --db \"Host=…;Database=…\" (arena store copy moves this one there)");
        }

        var settings = StoreLocation.PostgresSettings(location);
        settings.SearchPath = null;
        settings.ApplicationName = "arena queue";

        // A crash of the server may take back what happened in a queue in its last half second. Then a shard is judged again, or the run sees that it is not there
        // and orders it again; and no worker waits for the disk four times a shard. Judgments themselves are stored by other connections, which do wait.
        settings.Options = "-c synchronous_commit=off";
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);

            // Of those who come first at the same time, one makes the tables.
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(287454020161)", connection))
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            return new WorkQueues(new PostgreSqlStorage(
                new Hangfire.PostgreSql.Factories.NpgsqlConnectionFactory(settings.ConnectionString, Options), Options));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new BadInputException(
                StoreLocation.NameOf(location),
                $"the role may not make or use the queues ({e.MessageText}); as the database's owner: GRANT CREATE ON DATABASE to the role that comes first, and " +
                "GRANT ALL ON SCHEMA hangfire, ALL TABLES and ALL SEQUENCES in it, to the others",
                inner: e);
        }
        catch (NpgsqlException e)
        {
            throw new BadInputException(StoreLocation.NameOf(location), $"its queues cannot be opened ({e.Message})", inner: e);
        }
    }

    /// <summary>Name of a judge's queue.</summary>
    /// <param name="fingerprint">The judge's fingerprint.</param>
    public static string NameOf(string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        return $"judge-{fingerprint[..Math.Min(16, fingerprint.Length)]}";
    }

    /// <summary>How many shards wait in a judge's queue.</summary>
    /// <param name="fingerprint">The judge's fingerprint.</param>
    public long CountWaiting(string fingerprint) => Storage.GetMonitoringApi().EnqueuedCount(NameOf(fingerprint));

    /// <summary>Orders shards, all of them in few transactions.</summary>
    /// <param name="orders">The orders.</param>
    /// <param name="now">When they are ordered.</param>
    /// <param name="cancellationToken">Cancels; what is ordered by then stays so.</param>
    /// <returns>The job of each.</returns>
    internal async Task<string[]> AddAsync(IReadOnlyList<ShardOrder> orders, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const int BatchSize = 500;
        var jobs = new string[orders.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, (orders.Count + BatchSize - 1) / BatchSize),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken },
            (batch, token) =>
            {
                token.ThrowIfCancellationRequested();

                // What Hangfire does within one transaction it does on one connection.
                using var scope = new TransactionScope(
                    TransactionScopeOption.RequiresNew, new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted }, TransactionScopeAsyncFlowOption.Enabled);
                using var connection = Storage.GetConnection();
                using var transaction = connection.CreateWriteTransaction();
                for (var i = batch * BatchSize; i < Math.Min(orders.Count, (batch + 1) * BatchSize); i++)
                {
                    var order = orders[i];
                    var state = new EnqueuedState(NameOf(order.Fingerprint));
                    var job = new Job(typeof(ShardJob), Method, order, CancellationToken.None);
                    jobs[i] = connection.CreateExpiredJob(job, new Dictionary<string, string>(), now.UtcDateTime, LongestWait);
                    transaction.SetJobState(jobs[i], state);
                    transaction.AddToQueue(state.Queue, jobs[i]);
                }

                transaction.Commit();
                scope.Complete();
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        return jobs;
    }

    private static PostgreSqlStorageOptions Options => new()
    {
        InvisibilityTimeout = Silence,
        UseSlidingInvisibilityTimeout = true,
        QueuePollInterval = PollInterval,
        PrepareSchemaIfNecessary = true,
        JobExpirationCheckInterval = TimeSpan.FromMinutes(10),
        StartupConnectionMaxRetries = 0,
    };
}
