using System.Diagnostics;
using System.Text.Json;

namespace Arena.Tests.Cli;

/// <summary>Runs the built <c>arena</c> as a process, as a user does.</summary>
internal sealed record ArenaProcess(int ExitCode, string Out, string Error)
{
    /// <summary>No command of a test takes as long; one that hangs, say because Ctrl-C does not reach it, is ended and the test fails.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The program where its own build put it, with all that it ships: beside the tests stand the assemblies that the tests need, which lack
    /// what the web framework brings them.
    /// </summary>
    private static string Program
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            return Repository.PathOf("Arena.Cli", "bin", framework.Parent!.Name, framework.Name, "arena.dll");
        }
    }

    /// <summary>Runs it.</summary>
    /// <param name="arguments">What is typed behind <c>arena</c>.</param>
    /// <param name="folder">The folder that it is typed in, by default that of the solution.</param>
    /// <param name="interruptAfter">When to press Ctrl-C; null for never.</param>
    /// <param name="environment">Further environment variables.</param>
    public static async Task<ArenaProcess> RunAsync(
        string[] arguments, string? folder = null, TimeSpan? interruptAfter = null, params (string Name, string Value)[] environment)
    {
        using var process = Process.Start(Start(arguments, folder, environment))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (interruptAfter is { } delay)
        {
            await Task.Delay(delay, TestContext.Current.CancellationToken);
            using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Longest);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ArenaProcess(process.ExitCode, await output, await error);
    }

    /// <summary>How it is started, for tests that talk to it while it runs.</summary>
    public static ProcessStartInfo Start(string[] arguments, string? folder, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
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

        return start;
    }

    /// <summary>Its output as the one JSON document that it must be.</summary>
    public JsonElement Json()
    {
        Assert.True(ExitCode == 0, Error);
        using var document = JsonDocument.Parse(Out);
        return document.RootElement.Clone();
    }
}
