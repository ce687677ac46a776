using System.CommandLine;
using Arena.Core.Bias.Recorded;

namespace Arena.Cli.Commands;

/// <summary><c>arena audit --recorded PATH</c>: what verdicts that were recorded elsewhere show of the bias of those who gave them.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var recorded = new Option<string>("--recorded")
        {
            Description = "File or folder of recorded verdicts: LLMBar's, battles, or AlpacaEval annotations with _concise or _verbose twins.",
            HelpName = "PATH",
            Required = true,
        };
        var command = new Command("audit", "How far a judge can be trusted: what style, place and the way of asking do to its verdicts.") { recorded };
        command.SetAction((parsed, cancellationToken) => RecordedAsync(parsed.GetValue(recorded)!, new Terminal(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> RecordedAsync(string path, Terminal terminal, CancellationToken cancellationToken)
    {
        var report = await RecordedAudit.ReadAsync(path, cancellationToken: cancellationToken);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(RecordedAuditDocument.From(report), CliJson.Default.RecordedAuditDocument);
        }
        else
        {
            RecordedAuditTables.Print(terminal.Out, path, report, terminal.IsDetailed);
        }

        if (!terminal.IsQuiet)
        {
            foreach (var file in report.LeftOut.Where(_ => terminal.IsDetailed))
            {
                terminal.Warn($"left out {file}");
            }
        }

        return ExitCode.Done;
    }
}
