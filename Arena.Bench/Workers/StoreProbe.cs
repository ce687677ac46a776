using System.Diagnostics;
using Arena.Core.Storage;
using Npgsql;

namespace Arena.Bench.Workers;

/// <summary>Counts what is stored, cheaply: a probe must not take the processor from what it measures.</summary>
internal sealed class StoreProbe(string location) : IDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(StoreLocation.PostgresSettings(location));

    /// <summary>Waits for the store that a run makes.</summary>
    /// <param name="processes">The processes of the run and its workers.</param>
    /// <param name="driver">The run.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidOperationException">The run ended first.</exception>
    public static async Task<StoreProbe> OpenAsync(ArenaProcesses processes, Process driver, CancellationToken cancellationToken)
    {
        ArenaStore? store;
        while ((store = await ArenaStore.FindAsync(processes.Store, TimeProvider.System, cancellationToken)) is null)
        {
            processes.ThrowIfEnded(driver);
            await Task.Delay(100, cancellationToken);
        }

        store.Dispose();
        return new StoreProbe(processes.Store);
    }

    public async Task<int> ReadStoredJudgmentsAsync(string tournament, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(
            "SELECT count(*) FROM judgments j JOIN prompts p ON p.id = j.prompt_id JOIN tournaments t ON t.id = p.tournament_id WHERE t.name = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = tournament });
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    public void Dispose() => _source.Dispose();
}
