using Arena.Core;
using Arena.Core.Storage;
using Npgsql;

namespace Arena.Workers;

/// <summary>Of the processes that run one tournament with workers, one orders shards; the others wait, and take its place should it die.</summary>
public sealed class DrivingLock : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly NpgsqlConnection _connection;

    private DrivingLock(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Waits until no other process orders shards of the tournament.</summary>
    /// <param name="location">The store's connection string.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="waiting">Called once, before it waits for another process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">The server cannot be reached.</exception>
    public static async Task<DrivingLock> TakeAsync(
        string location, string tournament, Action waiting, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        var settings = StoreLocation.PostgresSettings(location);
        settings.Pooling = false;
        settings.KeepAlive = 30;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtext('arena run'), hashtext($1))", connection)
            {
                Parameters = { new NpgsqlParameter { Value = tournament } },
            };
            for (var tries = 0; !(bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!; tries++)
            {
                if (tries == 0)
                {
                    waiting();
                }

                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }

            return new DrivingLock(connection);
        }
        catch (NpgsqlException e)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new BadInputException(StoreLocation.NameOf(location), $"the server cannot be reached ({e.Message}); nothing more was ordered", inner: e);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
