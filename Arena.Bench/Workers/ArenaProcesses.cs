using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Arena.Bench.Workers;

/// <summary>Processes of arena.dll, as they run on several machines.</summary>
/// <param name="Program">arena.dll.</param>
/// <param name="Store">The store's connection string.</param>
/// <param name="Folder">Where they run.</param>
internal sealed record ArenaProcesses(string Program, string Store, string Folder)
{
    private readonly ConcurrentDictionary<int, string> _last = [];

    /// <summary>Refuses to go on without a process that others wait for.</summary>
    /// <exception cref="InvalidOperationException">It ended.</exception>
    public void ThrowIfEnded(Process process)
    {
        if (process.HasExited)
        {
            throw Ended(process);
        }
    }

    /// <summary>What to throw of a process that should have ended otherwise, or not yet.</summary>
    public InvalidOperationException Ended(Process process) =>
        new(string.Create(CultureInfo.InvariantCulture, $"arena {process.StartInfo.ArgumentList[1]} ended with {process.ExitCode}: {_last.GetValueOrDefault(process.Id, "nothing")}"));

    /// <summary>Starts a worker.</summary>
    public Process StartWorker(params string[] arguments) => Start(["worker", .. arguments]);

    /// <summary>Starts a command; what it prints is read away, the last line kept.</summary>
    public Process Start(string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Program, .. arguments, "--db", Store])
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Keep(string? line)
        {
            if (line is not null)
            {
                _last[process.Id] = line;
            }
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended otherwise than well.</exception>
    public async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Start(arguments);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw Ended(process);
        }
    }
}
