using System.CommandLine;
using System.Globalization;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Judges;
using Arena.Judges.Engines;
using Arena.Judges.Engines.OpenAI;
using Arena.Judges.Templates;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena judge</c>: one judgment, both orders, explained.</summary>
internal static class JudgeCommand
{
    private const string A = "a", B = "b";

    public static Command Create(TimeProvider time)
    {
        var judge = new Option<string>("--judge")
        {
            Description = "A model folder, a .gguf file, the name of a bundled judge, or the address of an OpenAI-compatible server, such as http://127.0.0.1:8000/v1.",
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
            parsed.GetValue(judge)!,
            parsed.GetValue(model),
            parsed.GetValue(key),
            new Prompt("prompt", [parsed.GetValue(prompt)!]) { Reference = parsed.GetValue(reference) is { } text ? [text] : [] },
            parsed.GetValue(a)!,
            parsed.GetValue(b),
            parsed.GetValue(GlobalOptions.Seed),
            new Terminal(parsed),
            time,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string name,
        string? model,
        string? key,
        Prompt prompt,
        string a,
        string? b,
        long seed,
        Terminal terminal,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var protocol = b is null ? Protocol.Pointwise : Protocol.Pairwise;
        var (opened, template) = await OpenAsync(name, model, key, protocol, seed, time, cancellationToken);
        await using var engine = opened;
        var judge = new LlmJudge(engine.Description.Model, engine, template);
        var first = new Response(prompt.Id, A, [a]);
        var second = b is null ? null : new Response(prompt.Id, B, [b]);
        Comparison[] comparisons = second is null ? [new(first)] : [new(first, second), new(second, first)];
        var began = time.GetTimestamp();
        var judgments = await judge.JudgeAsync(new(prompt, comparisons), cancellationToken);
        var seconds = time.GetElapsedTime(began).TotalSeconds;
        var pair = second is null ? null : PairVerdict.Merge(judgments[0], judgments[1], new());
        var isFailed = judgments.Any(judgment => judgment.IsFailed);
        var document = new JudgeDocument(
            judge.Description.Name,
            judge.Description.Fingerprint,
            second is null ? "pointwise" : "pairwise",
            pair is null ? null : JudgeDocument.Word(pair.Verdict, A, B),
            judgments[0].Score,
            pair is null || isFailed ? null : pair.IsConsistent,
            pair?.Probabilities ?? judgments[0].Probabilities,
            [
                .. judgments.Select(judgment => new JudgeDocument.Order(
                    judgment.First,
                    judgment.Second,
                    judgment.Second is { } other ? JudgeDocument.Word(judgment.Verdict, judgment.First, other) : null,
                    judgment.Probabilities,
                    judgment.Mass,
                    judgment.Text,
                    judgment.FailureReason)),
            ],
            judgments.Min(judgment => judgment.Mass),
            judgments.Sum(judgment => judgment.Tokens ?? 0),
            seconds);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(document, CliJson.Default.JudgeDocument);
        }
        else
        {
            Print(terminal.Out, document);
        }

        return isFailed ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static async Task<(IScoringEngine Engine, PromptTemplate Template)> OpenAsync(
        string name, string? model, string? key, Protocol protocol, long seed, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(name, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            var options = new OpenAIEngineOptions([address], model ?? throw new UsageException("--judge is an address, so --model must name the server's model.")) { KeyVariable = key };
            return (await OpenAIEngine.OpenAsync(options, ApiKeys.Load(), time, seed, cancellationToken: cancellationToken), LocalModel.ReadGeneralTemplate(protocol));
        }

        if (model is not null || key is not null)
        {
            throw new UsageException("--model and --key go with the address of a server as --judge.");
        }

        var local = LocalModel.Find(name);
        return (await local.OpenAsync(cancellationToken), local.ReadTemplate(protocol));
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
            console.MarkupLineInterpolated($"[grey]The server gave no probabilities; with {order.First} shown first the judge wrote:[/] {order.Text}");
        }

        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[grey]{document.Judge}, {document.Fingerprint[..8]}; {document.Tokens} tokens, {document.Seconds:0.000} s.[/]");
    }

    private static string Headline(JudgeDocument document) => document switch
    {
        { Orders: var orders } when orders.Any(order => order.FailureReason is not null) => "There is no verdict.",
        { Score: { } score } => string.Create(CultureInfo.InvariantCulture, $"The score is {score:0.00} of {document.Probabilities.Count}."),
        { IsConsistent: false } => "A tie: the verdict changed with the order in which the responses were shown.",
        { Verdict: "tie" } => "A tie, in both orders.",
        _ => $"{document.Verdict} is better, in both orders.",
    };

    private static string Percent(double? share) => share is { } known ? (100 * known).ToString("0.0 '%'", CultureInfo.InvariantCulture) : "–";
}
