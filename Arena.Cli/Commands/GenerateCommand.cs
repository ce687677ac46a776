using System.CommandLine;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Reports;
using Arena.Core.Tournaments;
using Arena.Judges;
using Arena.Judges.Engines;
using Arena.Judges.Engines.LLama;
using Arena.Judges.Engines.OpenAI;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena generate</c>: has contestants' missing responses written by local models or servers.</summary>
internal static class GenerateCommand
{
    public static Command Create(TimeProvider time)
    {
        var file = RunCommand.TournamentArgument();
        var set = RunCommand.SetOption();
        var command = new Command("generate", "Has contestants' missing responses written, by local models or servers.") { file, set };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(file)!, parsed.GetValue(set)!, new Terminal(parsed), time, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo path, string[] settings, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        var file = TournamentFileReader.Read(path.FullName, settings);
        ContestantFile[] generated = [.. file.Contestants.Where(contestant => contestant.Generate is not null)];
        if (generated.Length == 0)
        {
            throw new BadInputException(path.FullName, "no contestant has a generate key that says how its responses are written.");
        }

        var tournament = await Tournament.ReadAsync(file, path.FullName, forGeneration: true, cancellationToken);
        var done = new List<GenerateDocument.Contestant>();
        foreach (var contestant in generated)
        {
            done.Add(await WriteAsync(contestant, tournament, file.Seed, path.FullName, terminal, time, cancellationToken));
        }

        if (terminal.IsJson)
        {
            Terminal.WriteJson(new GenerateDocument(tournament.Name, done), CliJson.Default.GenerateDocument);
        }
        else
        {
            Print(terminal.Out, done, path.Name);
        }

        return done.Any(contestant => contestant.Failed > 0) ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static async Task<GenerateDocument.Contestant> WriteAsync(
        ContestantFile contestant,
        Tournament tournament,
        long seed,
        string path,
        Terminal terminal,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var settings = contestant.Generate!;
        await using var engine = await OpenAsync(settings, path, time, seed, cancellationToken);
        var writer = new ResponseWriter(contestant.Name, engine, settings, seed);
        var keys = tournament.Prompts.ToDictionary(prompt => prompt.Id, writer.KeyOf, StringComparer.Ordinal);
        var responses = GeneratedResponses.PathOf(path, contestant.Name);
        using var kept = GeneratedResponses.Open(responses, keys, out var there);
        Prompt[] missing = [.. tournament.Prompts.Where(prompt => !there.Contains(prompt.Id))];
        var (written, failures) = (0, new Dictionary<string, int>(StringComparer.Ordinal));
        await foreach (var (prompt, response, failure) in writer.WriteAsync(missing, cancellationToken))
        {
            if (response is not null)
            {
                kept.Add(response, prompt, keys[prompt.Id], engine.Description.Model, settings);
                written++;
            }
            else
            {
                var reason = JudgingFailure.NameOf(failure!.Kind);
                failures[reason] = failures.GetValueOrDefault(reason) + 1;
                terminal.Error.MarkupLineInterpolated($"[yellow]![/] {contestant.Name} on {prompt.Id}: {failure}");
            }

            if (!terminal.IsQuiet && (written % 16 == 0 || written == missing.Length))
            {
                terminal.Error.MarkupLineInterpolated($"[grey]{contestant.Name}: {written} of {missing.Length} written[/]");
            }
        }

        return new(contestant.Name, responses, written, there.Count, failures.Values.Sum(), failures);
    }

    private static async Task<ITextEngine> OpenAsync(GenerationFile settings, string path, TimeProvider time, long seed, CancellationToken cancellationToken)
    {
        if (settings is not { Temperature: >= 0 and < 1e3, TopP: > 0 and <= 1, MaxTokens: > 0 })
        {
            throw new BadInputException(path, "generate: temperature is 0 or more, top_p above 0 and at most 1, max_tokens 1 or more.");
        }

        if (settings.Endpoints.Count > 0)
        {
            var options = OpenAIEngineOptions.For(settings.Endpoints, settings.Model) with { KeyVariable = settings.Key };
            return await OpenAIEngine.OpenAsync(options, ApiKeys.Load(), time, seed, cancellationToken: cancellationToken);
        }

        var engine = await LocalModel.Find(settings.Model, Path.GetDirectoryName(path)!)
            .OpenAsync(gguf: new GgufEngineOptions { GpuLayers = settings.GpuLayers }, cancellationToken: cancellationToken);
        return engine as ITextEngine ?? throw new BadInputException(path, $"generate: {settings.Model} runs in an engine that does not write.");
    }

    private static void Print(IAnsiConsole console, List<GenerateDocument.Contestant> done, string path)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("contestant", "written", "there already", "failed", "file");
        foreach (var contestant in done)
        {
            table.AddRow(
                new Text(contestant.Name),
                new Text(Figures.Count(contestant.Written)),
                new Text(Figures.Count(contestant.Reused)),
                new Text(Figures.Count(contestant.Failed)),
                new Text(Path.GetRelativePath(".", contestant.File)));
        }

        console.Write(table);
        console.MarkupLineInterpolated($"[grey]Next:[/] arena plan {path}");
    }
}
