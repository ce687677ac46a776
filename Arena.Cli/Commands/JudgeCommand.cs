using System.CommandLine;
using System.Globalization;
using Arena.Core;
using Arena.Core.Formats;
using Arena.Core.Judging;
using Arena.Judges;
using Arena.Judges.Engines.OpenAI;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena judge</c>: one judgment, both orders, explained.</summary>
internal static class JudgeCommand
{
    private const string A = "a", B = "b";

    public static Command Create(TimeProvider time)
    {
        var judge = new Option<string[]>("--judge")
        {
            Description = "A model folder, a .gguf file, the name of a bundled judge, a judge's .yaml file, or the address of an OpenAI-compatible server, such as http://127.0.0.1:8000/v1. Several are a panel.",
            HelpName = "PATH|NAME|URL",
            Required = true,
        };
        var model = new Option<string?>("--model") { Description = "The server's name for the model; with an address.", HelpName = "NAME" };
        var key = new Option<string?>("--key") { Description = "Name of the environment variable, or .NET user secret, that holds the server's key.", HelpName = "VARIABLE" };
        var prompt = new Option<string>("--prompt") { Description = "What was asked.", HelpName = "TEXT", Required = true };
        var a = new Option<string>("--a") { Description = "A response.", HelpName = "TEXT", Required = true };
        var b = new Option<string?>("--b") { Description = "The response to compare with; without it the first one is scored.", HelpName = "TEXT" };
        var reference = new Option<string?>("--reference") { Description = "A reference answer.", HelpName = "TEXT" };
        var command = new Command("judge", "One judgment, both orders, explained.") { judge, model, key, prompt, a, b, reference };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            JudgesOf(parsed.GetValue(judge)!, parsed.GetValue(model), parsed.GetValue(key)),
            new Prompt("prompt", [parsed.GetValue(prompt)!]) { Reference = parsed.GetValue(reference) is { } text ? [text] : [] },
            parsed.GetValue(a)!,
            parsed.GetValue(b),
            parsed.GetValue(GlobalOptions.Seed),
            new Terminal(parsed),
            time,
            cancellationToken));
        return command;
    }

    /// <summary>The judges as files would say them, and the file that says it: where there is none, its folder is the current one.</summary>
    private static (IReadOnlyList<JudgeFile> Judges, string Source) JudgesOf(string[] names, string? model, string? key)
    {
        if (names is [var only] && only.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase))
        {
            RefuseServerOptions();
            return ([JudgeFileReader.Read(only)], only);
        }

        var isServer = false;
        var judges = new List<JudgeFile>();
        foreach (var name in names)
        {
            if (Uri.TryCreate(name, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                isServer = true;
                var served = model ?? throw new UsageException("--judge is an address, so --model must name the server's model.");
                judges.Add(new JudgeFile { Name = served, Model = served, Endpoints = [name], Key = key });
            }
            else
            {
                judges.Add(new JudgeFile { Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(name)), Model = name });
            }
        }

        if (!isServer)
        {
            RefuseServerOptions();
        }

        if (judges.Count > 1)
        {
            judges.Add(new JudgeFile { Name = "panel", Kind = JudgeSource.Panel, Members = [.. judges.Select(judge => judge.Name)] });
        }

        return (judges, "--judge");

        void RefuseServerOptions()
        {
            if (model is not null || key is not null)
            {
                throw new UsageException("--model and --key go with the address of a server as --judge.");
            }
        }
    }

    private static async Task<int> RunAsync(
        (IReadOnlyList<JudgeFile> Judges, string Source) files,
        Prompt prompt,
        string a,
        string? b,
        long seed,
        Terminal terminal,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var protocol = b is null ? Protocol.Pointwise : Protocol.Pairwise;
        await using var opened = await OpenedJudges.OpenAsync(files.Judges, files.Source, [protocol], ApiKeys.Load(), time, seed, cancellationToken: cancellationToken);
        var first = new Response(prompt.Id, A, [a]);
        var second = b is null ? null : new Response(prompt.Id, B, [b]);
        var shard = new JudgingShard(prompt, second is null ? [new(first)] : [new(first, second), new(second, first)]);
        var judged = new Dictionary<IJudge, (IReadOnlyList<Judgment> Judgments, double Seconds)>();
        foreach (var judge in opened.All)
        {
            // A panel's members have judged by now.
            var began = time.GetTimestamp();
            IReadOnlyList<Judgment> judgments = judge is JudgePanel panel
                ? [.. shard.Comparisons.Select((_, i) => panel.Combine([.. panel.Members.Select(member => judged[member].Judgments[i])]))]
                : await judge.JudgeAsync(shard, cancellationToken);
            judged.Add(judge, (judgments, time.GetElapsedTime(began).TotalSeconds));
        }

        JudgeDocument[] documents = [.. judged.Select(entry => JudgeDocument.Of(entry.Key.Description, entry.Value.Judgments, entry.Value.Seconds))];
        if (!terminal.IsJson)
        {
            foreach (var document in documents)
            {
                Print(terminal.Out, document);
            }
        }
        else if (documents is [var document])
        {
            Terminal.WriteJson(document, CliJson.Default.JudgeDocument);
        }
        else
        {
            Terminal.WriteJson(new JudgesDocument(documents), CliJson.Default.JudgesDocument);
        }

        return judged.Values.Any(entry => entry.Judgments.Any(judgment => judgment.IsFailed)) ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static void Print(IAnsiConsole console, JudgeDocument document)
    {
        console.MarkupLineInterpolated($"[bold]{Headline(document)}[/]");
        var table = new Table().Border(TableBorder.Simple);
        string[] columns = document.Protocol == "pairwise"
            ? ["shown first", "verdict", "a better", "b better", "tie", "on A, B, C"]
            : ["score", .. Enumerable.Range(1, document.Probabilities.Count).Select(score => $"{score}"), "on the scores"];
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var order in document.Orders.Where(order => order.FailureReason is null))
        {
            if (document.Protocol == "pairwise")
            {
                var p = order.Probabilities;
                table.AddRow([order.First, order.Verdict!, .. (order.First == A ? [p[0], p[1], p[2]] : new[] { p[1], p[0], p[2] }).Select(p => Percent(p)), Percent(order.Mass)]);
            }
            else
            {
                table.AddRow([document.Score!.Value.ToString("0.00", CultureInfo.InvariantCulture), .. order.Probabilities.Select(p => Percent(p)), Percent(order.Mass)]);
            }
        }

        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }

        foreach (var order in document.Orders.Where(order => order.FailureReason is not null))
        {
            console.MarkupLineInterpolated($"[red]failed[/] with {order.First} shown first: {order.FailureReason}");
        }

        foreach (var order in document.Orders.Where(order => order.Text is not null))
        {
            console.MarkupLineInterpolated($"[grey]With {order.First} shown first the judge wrote:[/] {order.Text}");
        }

        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[grey]{document.Judge}, {document.Fingerprint[..8]}; {document.Tokens} tokens, {document.Seconds:0.000} s.[/]");
    }

    private static string Headline(JudgeDocument document) => document switch
    {
        { Orders: var orders } when orders.Any(order => order.FailureReason is not null) => "There is no verdict.",
        { Score: { } score, Probabilities.Count: 0 } => string.Create(CultureInfo.InvariantCulture, $"The score is {score:0.00}."),
        { Score: { } score } => string.Create(CultureInfo.InvariantCulture, $"The score is {score:0.00} of {document.Probabilities.Count}."),
        { IsConsistent: false } => "A tie: the verdict changed with the order in which the responses were shown.",
        { Verdict: "tie" } => "A tie, in both orders.",
        _ => $"{document.Verdict} is better, in both orders.",
    };

    private static string Percent(double? share) => share is { } known ? (100 * known).ToString("0.0 '%'", CultureInfo.InvariantCulture) : "–";
}
