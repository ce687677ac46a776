using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using Arena.Cli;
using Arena.Cli.Commands;
using Arena.Core;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var root = new RootCommand("Arena: which language model answers best, judged on your own machine, and how far to trust the judge.")
{
    GlobalOptions.Db,
    GlobalOptions.Json,
    GlobalOptions.Seed,
    GlobalOptions.Verbosity,
    RateCommand.Create(),
    InitCommand.Create(),
    GenerateCommand.Create(TimeProvider.System),
    PlanCommand.Create(TimeProvider.System),
    RunCommand.Create(TimeProvider.System),
    WorkerCommand.Create(TimeProvider.System),
    DemoCommand.Create(TimeProvider.System),
    ImportCommand.Create(TimeProvider.System),
    LeaderboardCommand.Create(TimeProvider.System),
    AgreementCommand.Create(TimeProvider.System),
    AuditCommand.Create(TimeProvider.System),
    SurrogateCommand.Create(TimeProvider.System),
    ReportCommand.Create(TimeProvider.System),
    WebCommand.Create(TimeProvider.System),
    JudgeCommand.Create(TimeProvider.System),
    ModelsCommand.Create(TimeProvider.System),
    DoctorCommand.Create(TimeProvider.System),
    StoreCommand.Create(TimeProvider.System),
    WorldCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine($"arena: {error.Message}");
    }

    var command = parsed.CommandResult.Command;
    Console.Error.WriteLine(command == root ? "See: arena --help" : $"See: arena {command.Name} --help");
    return ExitCode.Usage;
}

try
{
    // Ctrl-C ends a command by its token. No time limit: what is in hand is finished or dropped as a whole.
    using var interrupted = new CancellationTokenSource();
    using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
    using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
    using var telemetry = TelemetryExport.Start(Environment.GetEnvironmentVariable);
    if (telemetry is null && parsed.CommandResult.Command.Name == RateCommand.Name)
    {
        AppContext.SetSwitch(Telemetry.Switch, false);
    }

    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
        interrupted.Token);

    void Interrupt(PosixSignalContext context)
    {
        // A second one ends the process at once.
        context.Cancel = !interrupted.IsCancellationRequested;
        interrupted.Cancel();
    }
}
catch (UsageException e)
{
    Console.Error.WriteLine($"arena: {e.Message}");
    return ExitCode.Usage;
}
catch (BadInputException e)
{
    Console.Error.WriteLine($"arena: {e.Message}");
    return ExitCode.BadInput;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("arena: interrupted; all finished work is kept.");
    return ExitCode.Interrupted;
}
catch (Exception e)
{
    Console.Error.WriteLine($"arena: this is our fault. Please report it with the text below and what you typed.{Environment.NewLine}{e}");
    return ExitCode.Bug;
}
