using System.Diagnostics;
using System.Text.Json;

namespace Arena.Tests.Cli;

/// <summary>Runs the built <c>arena</c> as a process, as a user does.</summary>
internal sealed record ArenaProcess(int ExitCode, string Out, string Error)
{
    /// <summary>Runs it in a folder, by default that of the solution, with further environment variables.</summary>
    public static async Task<ArenaProcess> RunAsync(
        string[] arguments, string? folder = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "arena.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
            WorkingDirectory = folder ?? Repository.Root,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ArenaProcess(process.ExitCode, await output, await error);
    }

    /// <summary>Its output as the one JSON document that it must be.</summary>
    public JsonElement Json()
    {
        Assert.True(ExitCode == 0, Error);
        using var document = JsonDocument.Parse(Out);
        return document.RootElement.Clone();
    }
}
