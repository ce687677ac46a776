using System.CommandLine;
using System.Text;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Bias;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Explanation;
using Arena.Core.Surrogate.Scorers;
using Arena.Web.Reports;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena report TOURNAMENT</c>: all that the store knows of a tournament, as one file.</summary>
internal static class ReportCommand
{
    private const string Html = "html", Markdown = "md", Json = "json", Csv = "csv";

    /// <summary>Of a tournament's name, no more than this becomes the file's: file systems end at 255 bytes.</summary>
    private const int LongestName = 60;

    public static Command Create(TimeProvider time)
    {
        var tournament = new Argument<string>("TOURNAMENT") { Description = "Name of a tournament in the store." };
        var output = new Option<FileInfo?>("--out")
        {
            Description = "The file to write. By default the tournament's name in the current folder.",
            HelpName = "FILE",
        };
        var format = new Option<string?>("--format")
        {
            Description = "html, md, json or csv. By default what the file's name ends in, else html.",
            HelpName = "FORMAT",
        };
        format.AcceptOnlyFromAmong(Html, Markdown, Json, Csv);
        var replicates = new Option<int>("--replicates")
        {
            Description = "Bootstrap replicates.",
            HelpName = "N",
            DefaultValueFactory = _ => new ReportOptions().Replicates,
        };
        var level = new Option<double>("--level")
        {
            Description = "Confidence level of the intervals.",
            HelpName = "P",
            DefaultValueFactory = _ => new ReportOptions().Level,
        };
        var surrogate = new Option<bool>("--surrogate")
        {
            Description = "In HTML also how well a surrogate foretells the judges, and what they reward; takes seconds to minutes.",
        };
        var command = new Command("report", "Leaderboards, head to head, agreement and failures of a tournament, in one file to read or to pass on.")
        {
            tournament, output, format, replicates, level, surrogate,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(tournament)!,
            parsed.GetValue(output),
            parsed.GetValue(format),
            parsed.GetValue(surrogate),
            Checked(new ReportOptions
            {
                Seed = parsed.GetValue(GlobalOptions.Seed),
                Replicates = parsed.GetValue(replicates),
                Level = parsed.GetValue(level),
            }),
            parsed.GetValue(GlobalOptions.Db)!,
            new Terminal(parsed),
            time,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string tournament,
        FileInfo? output,
        string? format,
        bool withSurrogate,
        ReportOptions options,
        string db,
        Terminal terminal,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        format ??= output?.Extension.ToLowerInvariant() switch
        {
            ".md" => Markdown,
            ".json" => Json,
            ".csv" => Csv,
            _ => Html,
        };
        var path = output?.ToString() ?? FileNameOf(tournament, format);
        if (withSurrogate && format != Html)
        {
            throw new UsageException("--surrogate goes with an HTML report.");
        }

        TournamentReport report;
        SurrogateReport? surrogate = null;
        SurrogateExplanation? explanation = null;
        KeptAudit? audit = null;
        using (var store = await ArenaStore.OpenAsync(db, time, create: false, cancellationToken))
        {
            report = await TournamentReport.ReadAsync(store, tournament, options, time, cancellationToken: cancellationToken);
            audit = format == Html ? await AuditArchive.ReadAsync(store, tournament, cancellationToken) : null;
            if (audit is { Audit: null })
            {
                terminal.Warn($"The audit that the store keeps was made by another version of Arena ({audit.Arena}) and is left out; run arena audit again, which judges nothing anew.");
            }

            if (withSurrogate)
            {
                var (data, name, judge) = await SurrogateSource.ReadTournamentAsync(store, tournament, null, null, terminal, cancellationToken);
                (surrogate, explanation) = LeaderboardRun.Guarded(name, () => LeaderboardRun.WithProgress(
                    isLong: true,
                    progress => (
                        SurrogateReport.Of(data, name, judge, ScorerCatalogue.Defaults(data), SplitKind.Contestant, null, time, options.Seed, cancellationToken: cancellationToken),
                        SurrogateExplanation.Of(data, seed: options.Seed, progress: progress, cancellationToken: cancellationToken)),
                    terminal,
                    "surrogate"));
            }
        }

        var text = format switch
        {
            Markdown => MarkdownReport.Write(report),
            Json => JsonSerializer.Serialize(ReportDocument.From(report), CliJson.Default.ReportDocument) + "\n",
            Csv => CsvReport.Write(report),
            _ => await HtmlReport.RenderAsync(report, audit?.Audit, surrogate, explanation),
        };
        await WholeFile.WriteAsync(path, text, cancellationToken);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(
                new ReportWritten(tournament, Path.GetFullPath(path), format, Encoding.UTF8.GetByteCount(text), report.Findings), CliJson.Default.ReportWritten);
            return ExitCode.Done;
        }

        foreach (var finding in report.Findings)
        {
            terminal.Out.WriteLine(finding);
        }

        terminal.Out.WriteLine($"The report is in {Path.GetFullPath(path)}");
        return ExitCode.Done;
    }

    private static ReportOptions Checked(ReportOptions options) => options switch
    {
        { Replicates: < 2 } => throw new UsageException($"--replicates {options.Replicates} are too few: take 2 or more, 1000 for intervals to rely on."),
        { Level: not (> 0 and < 1) } => throw new UsageException($"--level {options.Level} is not between 0 and 1."),
        _ => options,
    };

    /// <summary>A name may hold anything; a file's name here holds letters, digits and what is harmless between them.</summary>
    private static string FileNameOf(string tournament, string format)
    {
        var name = string.Concat(tournament.Take(LongestName).Select(letter => char.IsLetterOrDigit(letter) || "._-".Contains(letter) ? letter : '-'))
            .TrimStart('.', '-');
        return $"{(name.Length == 0 ? "report" : name)}.{format}";
    }
}
