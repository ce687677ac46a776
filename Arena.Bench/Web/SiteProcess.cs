using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Arena.Bench.Web;

/// <summary>A site in a process of its own, as <c>arena web</c> starts it, until it is disposed of.</summary>
internal sealed partial class SiteProcess : IDisposable
{
    private readonly Process _process;

    private SiteProcess(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>The most memory that it was ever resident in, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts a site on any free port.</summary>
    /// <param name="program">arena.dll.</param>
    /// <param name="store">The store's file.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<SiteProcess> StartAsync(string program, string store, CancellationToken cancellationToken)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "web", "--db", store, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Address().Match(line) is { Success: true } address)
            {
                return new SiteProcess(process, new Uri(address.Value));
            }
        }

        throw new InvalidOperationException($"arena web ended with {process.ExitCode} and told no address");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex("http://[0-9.]+:[0-9]+")]
    private static partial Regex Address();
}
