using System.CommandLine;
using System.Numerics;
using System.Runtime.InteropServices;
using Arena.Core;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena doctor</c>: what works on this machine, and what to do about what does not.</summary>
internal static class DoctorCommand
{
    private const long LittleSpace = 1L << 30;

    public static Command Create(TimeProvider time)
    {
        var command = new Command("doctor", "What works on this machine, and what to do about what does not.") { ModelsCommand.Folder };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(GlobalOptions.Db)!, parsed.GetValue(ModelsCommand.Folder)!, new Terminal(parsed), time, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string db, DirectoryInfo models, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        DoctorDocument.Check[] checks =
        [
            Runtime(),
            Processor(),
            await StoreAsync(db, time, cancellationToken),
            Disk(db),
            .. await EngineChecks.RunAsync(models.FullName, cancellationToken),
        ];
        if (terminal.IsJson)
        {
            Terminal.WriteJson(new DoctorDocument(checks), CliJson.Default.DoctorDocument);
        }
        else
        {
            var table = new Table().Border(TableBorder.Simple).AddColumn("check").AddColumn("").AddColumn("found").AddColumn("what to do");
            foreach (var check in checks)
            {
                table.AddRow(
                    new Text(check.Name),
                    check.Ok ? new Markup("[green]ok[/]") : new Markup("[red]not ok[/]"),
                    new Text(check.Detail),
                    new Text(check.Fix ?? ""));
            }

            terminal.Out.Write(table);
        }

        return Array.TrueForAll(checks, check => check.Ok) ? ExitCode.Done : ExitCode.BadInput;
    }

    private static DoctorDocument.Check Runtime() =>
        new("runtime", true, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}", null);

    private static DoctorDocument.Check Processor() => Vector.IsHardwareAccelerated
        ? new("processor", true, $"{Environment.ProcessorCount} cores, vectors of {8 * Vector<byte>.Count} bits", null)
        : new("processor", false, $"{Environment.ProcessorCount} cores without vector instructions", "Results are right but slow; use a machine with vector instructions.");

    private static async Task<DoctorDocument.Check> StoreAsync(string db, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var store = await ArenaStore.FindAsync(db, time, cancellationToken);
            if (store is null)
            {
                return new("store", true, $"{StoreLocation.NameOf(db)} does not exist yet", "arena import makes it.");
            }

            var tournaments = await store.ReadTournamentsAsync(cancellationToken);
            var judgments = tournaments.Sum(tournament => (long)tournament.Counts.Judgments);
            var votes = tournaments.Sum(tournament => (long)tournament.Counts.Battles);
            return new(
                "store",
                true,
                $"{store.Name}: {Figures.Count(tournaments.Count, "tournament")}, {Figures.Count(judgments, "judgment")}, {Figures.Count(votes, "vote")}",
                null);
        }
        catch (BadInputException e)
        {
            return new("store", false, e.InputSource, e.Reason);
        }
    }

    private static DoctorDocument.Check Disk(string db)
    {
        var folder = !StoreLocation.IsPostgres(db) && Path.GetDirectoryName(db) is { } own && Directory.Exists(own) ? own : Directory.GetCurrentDirectory();
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var text = $"{Numbers.Bytes(free)} free where the {(StoreLocation.IsPostgres(db) ? "command runs" : "store lies")}";
        return free >= LittleSpace
            ? new("disk", true, text, null)
            : new("disk", false, text, "A full disk ends a run; make room, or name another place with --db.");
    }
}
