using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Arena.Bench.Storage;

/// <summary>
/// A PostgreSQL server of one's own, in a folder of its own and as an unprivileged process: started from the programs that Debian's package installs, and gone at the end.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Role = "arena";

    private readonly string _folder;
    private readonly string _password = Guid.NewGuid().ToString("N");
    private readonly string[] _settings;
    private readonly int _port = FreePort();

    private PostgresServer(string folder, string[] settings) => (_folder, _settings) = (folder, settings);

    /// <summary>The folder of PostgreSQL's programs; null where it is not installed.</summary>
    public static string? Programs { get; } = new[] { "/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt" }
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "initdb", SearchOption.AllDirectories))
        .Select(Path.GetDirectoryName)
        .OrderDescending(StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>Starts a server.</summary>
    /// <param name="isDurable">Whether it waits for the disk, as one must whose figures are to count.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<PostgresServer> StartAsync(bool isDurable, CancellationToken cancellationToken)
    {
        if (Programs is null)
        {
            throw new InvalidOperationException("PostgreSQL is not installed; apt-get install postgresql brings it.");
        }

        var folder = Directory.CreateTempSubdirectory("arena-postgres-").FullName;
        string[] settings = isDurable ? [] : ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"];
        var server = new PostgresServer(folder, settings);
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), server._password, cancellationToken);
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to be root.
            await RunAsync("chown", ["-R", "postgres", folder], cancellationToken);
        }

        await RunProgramAsync("initdb", ["-D", server.Data, "-U", Role, "-A", "scram-sha-256", "--pwfile", Path.Combine(folder, "password"), "-E", "UTF8", "--locale", "C", "--no-sync"], cancellationToken);
        await server.StartAgainAsync(cancellationToken);
        return server;
    }

    /// <summary>How one connects to one of its databases.</summary>
    public string ConnectionTo(string database) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username={Role};Password={_password};Database={database}");

    /// <summary>Makes a database, and says how one connects to it.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = $"t{Guid.NewGuid():N}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}", cancellationToken);
        return ConnectionTo(name);
    }

    /// <summary>Runs SQL in one of its databases.</summary>
    public async Task ExecuteAsync(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(database) + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Starts the server after <see cref="StopAsync"/>.</summary>
    public Task StartAgainAsync(CancellationToken cancellationToken) => RunProgramAsync(
        "pg_ctl",
        [
            "start", "-w", "-s", "-D", Data, "-l", Path.Combine(_folder, "log"), "-o",
            string.Create(CultureInfo.InvariantCulture, $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c max_connections=200 {string.Join(' ', _settings)}"),
        ],
        cancellationToken);

    /// <summary>Stops the server.</summary>
    /// <param name="isCrash">Whether it drops everything at once and must recover when it starts again.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task StopAsync(bool isCrash, CancellationToken cancellationToken) =>
        RunProgramAsync("pg_ctl", ["stop", "-w", "-s", "-D", Data, "-m", isCrash ? "immediate" : "fast"], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await StopAsync(isCrash: true, CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task RunProgramAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Programs!, program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments], cancellationToken)
            : RunAsync(path, arguments, cancellationToken);
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        // What it writes goes nowhere: the server inherits the pipes and would hold them open.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = Path.GetTempPath() })!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
