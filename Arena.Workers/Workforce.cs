using Arena.Core;
using Arena.Core.Storage;
using Hangfire.Storage;
using Npgsql;

namespace Arena.Workers;

/// <summary>Who works for a store, and what waits for them.</summary>
/// <param name="IsDriven">Whether a process of <c>arena run --distributed</c> follows the tournament.</param>
/// <param name="Workers">The workers, by their names.</param>
/// <param name="Waiting">Shards that wait, by the names of queues.</param>
/// <param name="Failed">Shards of all tournaments that failed for good; somebody must look.</param>
public sealed record Workforce(bool IsDriven, IReadOnlyList<Workforce.Worker> Workers, IReadOnlyDictionary<string, long> Waiting, long Failed)
{
    /// <summary>Nobody, for a store in a file or one that was never shared out.</summary>
    public static Workforce None { get; } = new(false, [], new Dictionary<string, long>(), 0);

    /// <summary>Reads it; makes nothing.</summary>
    /// <param name="location">The store.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="queues">The store's queues, where they were opened before; they are opened where they are there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">The server cannot be reached.</exception>
    public static Task<(Workforce Workforce, WorkQueues? Queues)> ReadAsync(
        string location, string tournament, WorkQueues? queues, CancellationToken cancellationToken = default) =>
        StoreLocation.IsPostgres(location)
            ? ReadServerAsync(location, tournament, queues, cancellationToken)
            : Task.FromResult<(Workforce, WorkQueues?)>((None, null));

    // Apart, so that a site of a file does not load the libraries that this needs.
    private static async Task<(Workforce Workforce, WorkQueues? Queues)> ReadServerAsync(
        string location, string tournament, WorkQueues? queues, CancellationToken cancellationToken)
    {
        try
        {
            bool isDriven;
            await using (var connection = new NpgsqlConnection(StoreLocation.PostgresSettings(location).ConnectionString))
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using var command = new NpgsqlCommand("""
                    SELECT to_regclass('hangfire.jobqueue') IS NOT NULL, EXISTS (SELECT 1 FROM pg_locks
                    WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        AND classid = (hashtext('arena run')::bigint & 4294967295)::oid AND objid = (hashtext($1)::bigint & 4294967295)::oid)
                    """, connection)
                {
                    Parameters = { new NpgsqlParameter { Value = tournament } },
                };
                await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await row.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (!row.GetBoolean(0))
                {
                    return (None, null);
                }

                isDriven = row.GetBoolean(1);
            }

            queues ??= await WorkQueues.OpenAsync(location, cancellationToken).ConfigureAwait(false);
            return (Read(queues.Storage.GetMonitoringApi(), isDriven), queues);
        }
        catch (NpgsqlException e)
        {
            throw new BadInputException(StoreLocation.NameOf(location), $"the server cannot be reached ({e.Message})", inner: e);
        }
    }

    private static Workforce Read(IMonitoringApi monitor, bool isDriven)
    {
        const int MostShown = 10_000;
        var inHand = monitor.ProcessingJobs(0, MostShown).Where(job => job.Value?.ServerId is not null).CountBy(job => job.Value.ServerId).ToDictionary();
        return new Workforce(
            isDriven,
            [
                .. monitor.Servers()
                    .OrderBy(server => server.Name, StringComparer.Ordinal)
                    .Select(server => new Worker(
                        ShortName(server.Name),
                        new DateTimeOffset(DateTime.SpecifyKind(server.StartedAt, DateTimeKind.Utc)),
                        new DateTimeOffset(DateTime.SpecifyKind(server.Heartbeat ?? server.StartedAt, DateTimeKind.Utc)),
                        server.WorkersCount,
                        inHand.GetValueOrDefault(server.Name),
                        [.. server.Queues])),
            ],
            monitor.Queues().ToDictionary(queue => queue.Name, queue => queue.Length),
            monitor.FailedCount());
    }

    /// <summary>Machine and process, without what makes the name unique.</summary>
    private static string ShortName(string name) => name.LastIndexOf(':') is > 0 and var end ? name[..end] : name;

    /// <summary>A process that judges.</summary>
    /// <param name="Name">Machine and process.</param>
    /// <param name="Since">When it began, UTC.</param>
    /// <param name="LastSeen">When it last said that it lives, UTC.</param>
    /// <param name="Concurrency">Shards that it judges at once.</param>
    /// <param name="InHand">Shards that it judges now; of a worker that died, those that it left.</param>
    /// <param name="Queues">The queues that it works off.</param>
    public sealed record Worker(string Name, DateTimeOffset Since, DateTimeOffset LastSeen, int Concurrency, int InHand, IReadOnlyList<string> Queues)
    {
        /// <summary>Whether it has been silent for so long that others take up what it had in hand.</summary>
        /// <param name="now">The time.</param>
        public bool IsSilent(DateTimeOffset now) => now - LastSeen > WorkQueues.Silence;
    }
}
