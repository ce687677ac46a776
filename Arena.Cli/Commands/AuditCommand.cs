using System.CommandLine;
using System.Globalization;
using Arena.Core;
using Arena.Core.Bias;
using Arena.Core.Bias.Distractors;
using Arena.Core.Bias.Distractors.Rewrites;
using Arena.Core.Bias.Recorded;
using Arena.Core.Judging;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Arena.Core.Tournaments;
using Arena.Judges;
using Arena.Judges.Engines;
using Arena.Web.Reports;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary>
/// <c>arena audit</c>: how often the verdicts of a tournament's judges flip under distractors, net of placebo; or, with <c>--recorded</c>, what verdicts that
/// were recorded elsewhere show of the bias of those who gave them.
/// </summary>
internal sealed class AuditCommand
{
    private readonly Argument<FileInfo?> _tournament = new("TOURNAMENT.yaml")
    {
        Description = "The tournament whose judges are audited on its own prompts and responses.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _set = RunCommand.SetOption();

    private readonly Option<string?> _recorded = new("--recorded")
    {
        Description = "In place of a tournament: file or folder of recorded verdicts, as LLMBar's, battles, or AlpacaEval annotations with _concise or _verbose twins.",
        HelpName = "PATH",
    };

    private readonly Option<string> _distractors = new("--distractors")
    {
        Description = "Which distractors to try, separated by commas; or all.",
        HelpName = "LIST",
        DefaultValueFactory = _ => DistractorRegistry.Everything,
    };

    private readonly Option<string?> _protocols = new("--protocols")
    {
        Description = "pairwise, pointwise or both. By default those of the tournament.",
        HelpName = "LIST",
    };

    private readonly Option<string[]> _judges = new("--judge")
    {
        Description = "Audits only this judge; may be repeated. By default all.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int> _items = new("--items")
    {
        Description = "How many pairs of responses to draw.",
        HelpName = "N",
        DefaultValueFactory = _ => new AuditRequest().Items,
    };

    private readonly Option<double> _band = new("--band")
    {
        Description = "An excess of flips whose whole interval lies within plus or minus this is called equivalent to none.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => new AuditRequest().Band,
    };

    private readonly Option<int> _attackers = new("--attackers")
    {
        Description = "Also gives the distractors to all responses of this many of the weakest contestants, and tells how far they climb.",
        HelpName = "N",
    };

    private readonly Option<FileInfo?> _rewrites = new("--rewrites")
    {
        Description = "A file of responses that a model rewrote in other tones; only lines that a person accepted are used.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _writer = new("--writer")
    {
        Description = "Has this model write what the file of rewrites lacks, for review, and judges nothing.",
        HelpName = "MODEL",
    };

    private readonly Option<bool> _plan = new("--plan") { Description = "Only tells what the audit needs: judgments, tokens, time." };

    private readonly Option<FileInfo?> _out = new("--out") { Description = "Also writes a report, an HTML file that needs nothing else.", HelpName = "FILE" };

    private readonly Option<string?> _failOn = new("--fail-on")
    {
        Description = "Ends with status 5 where a row is beyond this: excess>0.05, excess_lower>0, excess_upper>0.1 or flip_rate>0.2.",
        HelpName = "CONDITION",
    };

    private readonly TimeProvider _time;

    private AuditCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("audit", "How far a judge can be trusted: what style, place and the way of asking do to its verdicts.")
        {
            _tournament, _set, _distractors, _protocols, _judges, _items, _band, _attackers, _rewrites, _writer, _plan, _out, _failOn, _recorded,
        };
        _protocols.AcceptOnlyFromAmong("pairwise", "pointwise", "both");
        Command.SetAction(RunAsync);
    }

    private Command Command { get; }

    public static Command Create(TimeProvider time) => new AuditCommand(time).Command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(parsed);
        var (file, recorded) = (parsed.GetValue(_tournament), parsed.GetValue(_recorded));
        return (file, recorded) switch
        {
            (null, null) => throw new UsageException("Name what to audit: a tournament file, or --recorded PATH."),
            ({ }, { }) => throw new UsageException("A tournament file and --recorded are two audits; ask for one of them."),
            (null, { } path) => await RecordedAsync(path, terminal, cancellationToken),
            ({ } tournament, null) => await TournamentAsync(tournament, parsed, terminal, cancellationToken),
        };
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

    private async Task<int> TournamentAsync(FileInfo file, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var gate = parsed.GetValue(_failOn) is not { } condition ? null
            : AuditGate.Parse(condition) ?? throw new UsageException($"--fail-on {condition} is no condition; write one such as excess>0.05.");
        var (rewrites, writer) = (parsed.GetValue(_rewrites), parsed.GetValue(_writer));
        if (writer is not null && rewrites is null)
        {
            throw new UsageException("--writer writes into a file; name it with --rewrites FILE.");
        }

        var request = Request(parsed, rewrites is null || writer is not null ? null : await RewriteFile.ReadAsync(rewrites.FullName, cancellationToken));
        string[] settings = parsed.GetValue(_protocols) is { } protocols
            ? [.. parsed.GetValue(_set)!, $"protocols=[{(protocols == "both" ? "pairwise, pointwise" : protocols)}]"]
            : parsed.GetValue(_set)!;
        await using var session = await TournamentSession.OpenAsync(file.FullName, settings, _time, cancellationToken);
        var judges = Chosen(session, parsed.GetValue(_judges)!);
        var db = parsed.GetValue(GlobalOptions.Db)!;
        if (parsed.GetValue(_plan))
        {
            using var there = await ArenaStore.FindAsync(db, _time, cancellationToken);
            var plan = await AuditPlan.CreateAsync(session.File, session.Tournament, judges, request, there, cancellationToken);
            await ShowPlanAsync(plan, session, there, terminal, cancellationToken);
            return ExitCode.Done;
        }

        if (writer is not null)
        {
            var plan = await AuditPlan.CreateAsync(session.File, session.Tournament, judges, request, null, cancellationToken);
            return await WriteAsync(plan, rewrites!, writer, file, terminal, cancellationToken);
        }

        using var store = await ArenaStore.OpenAsync(db, _time, create: true, cancellationToken);
        var (audit, run) = await RunAsync(session, judges, request, store, terminal, _time, cancellationToken);
        var report = parsed.GetValue(_out);
        if (report is not null)
        {
            await WholeFile.WriteAsync(report.FullName, await HtmlReport.RenderAsync(audit, _time.GetUtcNow()), cancellationToken);
        }

        if (terminal.IsJson)
        {
            Terminal.WriteJson(AuditDocument.From(audit), CliJson.Default.AuditDocument);
        }
        else
        {
            AuditTables.Print(terminal.Out, audit, terminal.IsDetailed);
            RunCommand.Print(terminal, audit.Tournament, run);
            terminal.Out.MarkupLineInterpolated(
                report is null
                    ? (FormattableString)$"[grey]Next:[/] arena audit {file.Name} --out audit.html   [grey]with every pair that flipped[/]"
                    : $"The report, with every pair that flipped, is {report.FullName}");
        }

        return Ended(gate, audit, run, terminal);
    }

    /// <summary>Plans and runs an audit, and shows how it goes.</summary>
    public static async Task<(TournamentAudit Audit, RunResult Run)> RunAsync(
        TournamentSession session,
        IReadOnlyList<IJudge> judges,
        AuditRequest request,
        ArenaStore store,
        Terminal terminal,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var plan = await AuditPlan.CreateAsync(session.File, session.Tournament, judges, request, store, cancellationToken);
        return await new RunScreen(terminal, store, null, time).ShowAsync(
            progress => new AuditRunner(plan, store, time).RunAsync(progress, cancellationToken), cancellationToken);
    }

    private static async Task<int> WriteAsync(
        AuditPlan plan, FileInfo rewrites, string writer, FileInfo file, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var model = await LocalModel.Find(writer, file.DirectoryName!).OpenAsync(cancellationToken: cancellationToken);
        if (model is not ITextEngine engine)
        {
            throw new UsageException($"--writer: {writer} runs in an engine that does not write.");
        }

        var outcome = await new RewriteWriter(engine).WriteAsync(rewrites.FullName, plan.Responses, Enum.GetValues<RewriteKind>(), cancellationToken);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(RewriteDocument.From(rewrites.FullName, outcome), CliJson.Default.RewriteDocument);
        }
        else
        {
            terminal.Out.MarkupLineInterpolated(
                $"[bold]{Figures.Count(outcome.Written, "rewrite")} written[/], {Figures.Count(outcome.Broken)} of them against a guard, {Figures.Count(outcome.Kept)} there already, {Figures.Count(outcome.Failures.Count)} failed.");
            foreach (var group in outcome.Failures.GroupBy(failure => failure.Kind))
            {
                terminal.Warn($"{Figures.Count(group.Count(), "rewrite")} failed: {group.First()}");
            }

            terminal.Out.MarkupLineInterpolated($"[grey]Next:[/] read {rewrites.Name}, set review of every line to accept or reject, then: arena audit {file.Name} --rewrites {rewrites.Name}");
        }

        return outcome.Failures.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private AuditRequest Request(ParseResult parsed, RewriteFile? rewrites)
    {
        var (items, band, attackers) = (parsed.GetValue(_items), parsed.GetValue(_band), parsed.GetValue(_attackers));
        if (items < 1 || attackers < 0 || !(band is > 0 and < 1))
        {
            throw new UsageException("--items is 1 or more, --attackers 0 or more, and --band lies between 0 and 1.");
        }

        try
        {
            return new AuditRequest
            {
                Distractors =
                [
                    .. DistractorRegistry.Parse(parsed.GetValue(_distractors)!, rewrites?.Distractors ?? []),
                    .. rewrites is null ? Array.Empty<Distractor>() : [rewrites.Paraphrase],
                ],
                Items = items,
                Attackers = attackers,
                Seed = parsed.GetValue(GlobalOptions.Seed),
                Band = band,
            };
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--distractors: {e.Message.Split(" (Parameter")[0]}", e);
        }
    }

    private static IReadOnlyList<IJudge> Chosen(TournamentSession session, string[] names)
    {
        var known = session.Judges.All.Select(judge => judge.Description.Name).Distinct().ToList();
        foreach (var name in names.Where(name => !known.Contains(name)))
        {
            throw new UsageException($"The tournament has no judge {name}; it has {string.Join(", ", known)}.");
        }

        return names.Length == 0 ? session.Judges.All : [.. session.Judges.All.Where(judge => names.Contains(judge.Description.Name))];
    }

    private async Task ShowPlanAsync(AuditPlan plan, TournamentSession session, ArenaStore? store, Terminal terminal, CancellationToken cancellationToken)
    {
        var judges = await plan.EstimateAsync(store, session.IsFreeToAsk, _time, cancellationToken);
        var document = AuditPlanDocument.From(session.Tournament.Name, plan, judges);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(document, CliJson.Default.AuditPlanDocument);
            return;
        }

        terminal.Out.MarkupLineInterpolated(
            $"[bold]{document.Tournament}[/]: {Figures.Count(document.Distractors.Count, "distractor")} on both responses of {Figures.Count(document.Items, "pair")} of {Figures.Count(document.Prompts, "prompt")}, {Figures.Count(document.Judgments, "judgment")}, {Figures.Count(document.There)} of them there already.");
        terminal.Out.Write(PlanCommand.Table(document.Judges));
        if (document.Judges.Any(judge => judge.Seconds is null))
        {
            terminal.Out.MarkupLine("[grey]– a server is not asked before it may cost.[/]");
        }

        terminal.Out.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{(document.Detectable is { } least ? $"A judge that flips in about {least:P0} of the pairs more than by itself would probably be found (80 % power, 5 % error over all distractors)." : "There are too few pairs to find anything.")}");
        foreach (var sentence in document.LeftOut)
        {
            terminal.Warn(sentence);
        }
    }

    private static int Ended(AuditGate? gate, TournamentAudit audit, RunResult run, Terminal terminal)
    {
        var broken = gate?.Broken(audit.Report) ?? [];
        foreach (var (judge, row, figure) in broken)
        {
            terminal.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"{judge.Judge}, {row.Distractor}, {(row.Protocol == Protocol.Pairwise ? "pairwise" : "pointwise")}: {gate!.Figure} is {figure:0.000}, and {gate} is not allowed."));
        }

        var hasFailed = run.Progress.Failed > 0 || audit.Report.Judges.Any(judge => judge.Rows.Any(row => row.Failed > 0));
        return broken.Count > 0 ? ExitCode.GateNotHeld : hasFailed ? ExitCode.SomeFailed : ExitCode.Done;
    }
}
