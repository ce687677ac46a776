using Arena.Bench.Storage;

[assembly: AssemblyFixture(typeof(Arena.Tests.Storage.PostgresFixture))]

namespace Arena.Tests.Storage;

/// <summary>One PostgreSQL server for all tests, started by the first that needs it; every test has a database of its own.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private PostgresServer? _server;

    /// <summary>Starts the server where it does not run yet, and makes an empty database.</summary>
    public async Task<string> CreateDatabaseAsync() => await (await StartAsync()).CreateDatabaseAsync(TestContext.Current.CancellationToken);

    internal async Task<PostgresServer> StartAsync()
    {
        Assert.SkipUnless(PostgresServer.Programs is not null, "PostgreSQL is not installed.");
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _server ??= await PostgresServer.StartAsync(isDurable: false, TestContext.Current.CancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_server is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
