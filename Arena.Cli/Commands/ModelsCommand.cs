using System.CommandLine;
using System.Globalization;
using Arena.Core.Reports;
using Arena.Judges.Models;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena models list|pull|inspect</c>: local model files.</summary>
internal static class ModelsCommand
{
    /// <summary>The folder of models, an option that other commands share.</summary>
    public static Option<DirectoryInfo> Folder { get; } = new("--models")
    {
        Description = "The folder of models.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new DirectoryInfo(ModelLibrary.DefaultFolder),
        Recursive = true,
    };

    public static Command Create(TimeProvider time) => new("models", "Local model files.") { Folder, CreateList(), CreatePull(time), CreateInspect() };

    private static Command CreateList()
    {
        var command = new Command("list", "The models on this machine: the bundled judges, and those in the folder of models.");
        command.SetAction((parsed, cancellationToken) =>
            Task.FromResult(List(new ModelLibrary(parsed.GetValue(Folder)!.FullName), new Terminal(parsed), cancellationToken)));
        return command;
    }

    private static Command CreatePull(TimeProvider time)
    {
        var source = new Argument<string>("URL") { Description = "An http or https address, or hf:OWNER/REPO/FILE for the Hugging Face hub." };
        var sha256 = new Option<string?>("--sha256") { Description = "The SHA-256 that the file must have.", HelpName = "HEX" };
        var name = new Option<string?>("--name") { Description = "Name of the file here; by default that of the address.", HelpName = "NAME" };
        var command = new Command("pull", "Download a model file. A download that was cut goes on where it stopped.") { source, sha256, name };
        command.SetAction((parsed, cancellationToken) => PullAsync(
            ModelSource.Parse(parsed.GetValue(source)!, parsed.GetValue(name), Variable("HF_ENDPOINT")),
            parsed.GetValue(Folder)!,
            parsed.GetValue(sha256),
            new Terminal(parsed),
            time,
            cancellationToken));
        return command;
    }

    private static Command CreateInspect()
    {
        var model = new Argument<string>("MODEL") { Description = "A model's file or folder, by its path, its name in the folder of models, or the name of a bundled judge." };
        var command = new Command("inspect", "What a model is, and which engine runs it.") { model };
        command.SetAction((parsed, cancellationToken) =>
            InspectAsync(parsed.GetValue(model)!, parsed.GetValue(Folder)!, new Terminal(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> PullAsync(
        ModelSource source, DirectoryInfo folder, string? sha256, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        // How long a server may be silent is the download's to say; how long a whole file takes, nobody's.
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new("arena", null));
        var download = new ModelDownload(client, time, Variable("HF_TOKEN"));
        DownloadedModel model;
        if (terminal.IsQuiet)
        {
            model = await download.RunAsync(source, folder.FullName, sha256, null, cancellationToken);
        }
        else if (Console.IsErrorRedirected)
        {
            model = await download.RunAsync(source, folder.FullName, sha256, new Lines(source.FileName, terminal, time), cancellationToken);
        }
        else
        {
            model = await terminal.Error.Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(context => download.RunAsync(
                    source, folder.FullName, sha256, new Bar(context.AddTask(Markup.Escape(source.FileName))), cancellationToken));
        }

        if (terminal.IsJson)
        {
            Terminal.WriteJson(new PullDocument(model.Path, model.Bytes, model.Sha256, model.Fetched), CliJson.Default.PullDocument);
            return ExitCode.Done;
        }

        Print(terminal, ("path", model.Path), ("bytes", Figures.Count(model.Bytes)), ("fetched now", Figures.Count(model.Fetched)), ("SHA-256", model.Sha256));
        return ExitCode.Done;
    }

    private static int List(ModelLibrary library, Terminal terminal, CancellationToken cancellationToken)
    {
        ModelDocument[] models = [.. library.List(cancellationToken).Select(ModelDocument.From)];
        if (terminal.IsJson)
        {
            Terminal.WriteJson(new ModelListDocument(library.Folder, models), CliJson.Default.ModelListDocument);
            return ExitCode.Done;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("model")
            .AddColumn("format")
            .AddColumn("architecture")
            .AddColumn(new TableColumn("parameters").RightAligned())
            .AddColumn("precision")
            .AddColumn(new TableColumn("context").RightAligned())
            .AddColumn(new TableColumn("size").RightAligned())
            .AddColumn("runs");
        foreach (var model in models)
        {
            table.AddRow(
                new Text(model.IsBundled ? $"{model.Name} (bundled)" : model.Name),
                new Text(model.Format ?? "–"),
                new Text(model.Architecture ?? "–"),
                new Text(Optional(model.Parameters)),
                new Text(model.Precision ?? "–"),
                new Text(Optional(model.ContextLength)),
                new Text(model.Bytes is { } bytes ? Numbers.Bytes(bytes) : "–"),
                new Text(model.Problem is null ? $"yes, by {model.Engine}" : $"no: {model.Problem}"));
        }

        terminal.Out.Write(table);
        terminal.Out.MarkupLineInterpolated($"[grey]Folder of models:[/] {library.Folder}");
        terminal.Out.MarkupLine("[grey]Next:[/] arena models inspect NAME, or arena models pull URL");
        return ExitCode.Done;

        static string Optional(long? number) => number is { } value ? Figures.Count(value) : "–";
    }

    private static async Task<int> InspectAsync(string model, DirectoryInfo folder, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = new ModelLibrary(folder.FullName).Find(model);
        var file = ModelFile.Inspect(path);
        var entry = new LibraryEntry(file.Name, ModelLibrary.IsBundled(path), file.Path, file, file.Problem);
        var document = ModelDocument.From(entry) with { Sha256 = await file.HashAsync(cancellationToken) };
        if (terminal.IsJson)
        {
            Terminal.WriteJson(document, CliJson.Default.ModelDocument);
            return ExitCode.Done;
        }

        Print(
            terminal,
            ("path", document.Path),
            ("format", document.Format),
            ("architecture", document.Architecture),
            ("name", document.Name),
            ("parameters", document.Parameters is { } parameters ? Figures.Count(parameters) : null),
            ("precision of most", document.Precision),
            ("context length", document.ContextLength is { } context ? Figures.Count(context, "token") : null),
            ("vocabulary", document.Vocabulary is { } vocabulary ? Figures.Count(vocabulary, "token") : null),
            ("chat format", document.ChatFormat),
            ("bytes", Figures.Count(file.Bytes)),
            ("SHA-256", document.Sha256),
            ("engine", document.Engine ?? "none"),
            ("runs", document.Problem is null ? "yes" : $"no: {document.Problem}"));
        return ExitCode.Done;
    }

    private static void Print(Terminal terminal, params (string What, string? Value)[] lines)
    {
        var grid = new Grid().AddColumn().AddColumn();
        foreach (var (what, value) in lines)
        {
            grid.AddRow(new Text(what), new Text(value ?? "not given"));
        }

        terminal.Out.Write(grid);
    }

    /// <summary>An environment variable; null where it is unset or empty.</summary>
    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Progress for a log: a line every few seconds.</summary>
    private sealed class Lines(string name, Terminal terminal, TimeProvider time) : IProgress<DownloadProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

        private long _last = time.GetTimestamp();

        public void Report(DownloadProgress value)
        {
            if (time.GetElapsedTime(_last) < Pause)
            {
                return;
            }

            _last = time.GetTimestamp();
            var of = value.Total is { } total and > 0
                ? string.Create(CultureInfo.InvariantCulture, $" of {Figures.Count(total)} ({(double)value.Bytes / total:P0})")
                : "";
            terminal.Error.WriteLine($"{name}: {Figures.Count(value.Bytes)} bytes{of}");
        }
    }

    private sealed class Bar(ProgressTask task) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            task.IsIndeterminate = value.Total is null;
            task.MaxValue = value.Total ?? double.MaxValue;
            task.Value = value.Bytes;
        }
    }
}
