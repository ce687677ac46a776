using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Arena.Core;
using Arena.Judges.Models;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena models pull|inspect</c>: local model files.</summary>
internal static class ModelsCommand
{
    public static Command Create(TimeProvider time)
    {
        var folder = new Option<DirectoryInfo>("--models")
        {
            Description = "The folder of models.",
            HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "arena", "models")),
            Recursive = true,
        };
        return new Command("models", "Local model files.") { folder, CreatePull(folder, time), CreateInspect(folder) };
    }

    private static Command CreatePull(Option<DirectoryInfo> folder, TimeProvider time)
    {
        var source = new Argument<string>("URL") { Description = "An http or https address, or hf:OWNER/REPO/FILE for the Hugging Face hub." };
        var sha256 = new Option<string?>("--sha256") { Description = "The SHA-256 that the file must have.", HelpName = "HEX" };
        var name = new Option<string?>("--name") { Description = "Name of the file here; by default that of the address.", HelpName = "NAME" };
        var command = new Command("pull", "Download a model file. A download that was cut goes on where it stopped.") { source, sha256, name };
        command.SetAction((parsed, cancellationToken) => PullAsync(
            ModelSource.Parse(parsed.GetValue(source)!, parsed.GetValue(name), Variable("HF_ENDPOINT")),
            parsed.GetValue(folder)!,
            parsed.GetValue(sha256),
            new Terminal(parsed),
            time,
            cancellationToken));
        return command;
    }

    private static Command CreateInspect(Option<DirectoryInfo> folder)
    {
        var model = new Argument<string>("MODEL") { Description = "A .gguf file, by its path or by its name in the folder of models." };
        var command = new Command("inspect", "What a model file is.") { model };
        command.SetAction((parsed, cancellationToken) =>
            InspectAsync(parsed.GetValue(model)!, parsed.GetValue(folder)!, new Terminal(parsed), cancellationToken));
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

        Print(terminal, ("path", model.Path), ("bytes", Numbers.Count(model.Bytes)), ("fetched now", Numbers.Count(model.Fetched)), ("SHA-256", model.Sha256));
        return ExitCode.Done;
    }

    private static async Task<int> InspectAsync(string model, DirectoryInfo folder, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = File.Exists(model) ? model : Path.Combine(folder.FullName, model);
        if (!File.Exists(path))
        {
            throw new BadInputException(model, $"is neither a file nor the name of one in {folder.FullName}; check the name.");
        }

        if (!path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadInputException(path, "is no .gguf file; name a .gguf model, since others cannot be inspected.");
        }

        var header = GgufHeader.Read(path);
        await using var stream = File.OpenRead(path);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        var document = ModelDocument.From(path, header, stream.Length, sha256);
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
            ("parameters", Numbers.Count(document.Parameters)),
            ("precision of most", document.Precision),
            ("context length", document.ContextLength is { } context ? Numbers.Count(context, "token") : null),
            ("vocabulary", document.Vocabulary is { } vocabulary ? Numbers.Count(vocabulary, "token") : null),
            ("chat format", document.ChatFormat),
            ("bytes", Numbers.Count(document.Bytes)),
            ("SHA-256", document.Sha256));
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
                ? string.Create(CultureInfo.InvariantCulture, $" of {Numbers.Count(total)} ({(double)value.Bytes / total:P0})")
                : "";
            terminal.Error.WriteLine($"{name}: {Numbers.Count(value.Bytes)} bytes{of}");
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
