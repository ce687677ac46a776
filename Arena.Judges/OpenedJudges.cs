using Arena.Core;
using Arena.Core.Formats;
using Arena.Core.Judging;
using Arena.Core.Surrogate.Models;
using Arena.Core.Tournaments;
using Arena.Judges.Engines;
using Arena.Judges.Engines.LLama;
using Arena.Judges.Engines.Onnx;
using Arena.Judges.Engines.OpenAI;
using Arena.Judges.Templates;
using Microsoft.Extensions.Configuration;

namespace Arena.Judges;

/// <summary>The judges that files name, ready to judge: one for every protocol and criterion, over one engine for each model.</summary>
public sealed class OpenedJudges : IAsyncDisposable
{
    private readonly List<IJudge> _all = [];
    private readonly List<IScoringEngine> _engines = [];

    private OpenedJudges()
    {
    }

    /// <summary>All judges: first those that judge by themselves in the order of the files, then panels.</summary>
    public IReadOnlyList<IJudge> All => _all;

    /// <summary>What runs the models, one for each language model.</summary>
    public IEnumerable<EngineDescription> Engines => _engines.Select(engine => engine.Description);

    /// <summary>Opens judges.</summary>
    /// <param name="files">What the files say; panels may name the others as members.</param>
    /// <param name="source">The file that says it, for messages; paths are relative to its folder.</param>
    /// <param name="protocols">How the judges will be asked.</param>
    /// <param name="keys">Where servers' keys are looked up.</param>
    /// <param name="time">The clock of time-outs.</param>
    /// <param name="seed">Seed of the jitter of pauses.</param>
    /// <param name="tournament">What is judged, where it is known; surrogate judges then see all its responses.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">A judge cannot be opened; nothing stays open then.</exception>
    public static async Task<OpenedJudges> OpenAsync(
        IReadOnlyList<JudgeFile> files,
        string source,
        IReadOnlyList<Protocol> protocols,
        IConfiguration keys,
        TimeProvider time,
        long seed = 1,
        Tournament? tournament = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentNullException.ThrowIfNull(protocols);
        var opened = new OpenedJudges();
        try
        {
            foreach (var file in files.Where(file => file.Kind != JudgeSource.Panel))
            {
                opened._all.AddRange(file.Kind switch
                {
                    JudgeSource.Recorded => await OpenRecordedAsync(file, source, protocols, cancellationToken).ConfigureAwait(false),
                    JudgeSource.Surrogate => await OpenSurrogateAsync(file, source, protocols, tournament, cancellationToken).ConfigureAwait(false),
                    _ => await opened.OpenModelAsync(file, source, protocols, keys, time, seed, cancellationToken).ConfigureAwait(false),
                });
            }

            IJudge[] members = [.. opened._all];
            foreach (var file in files.Where(file => file.Kind == JudgeSource.Panel))
            {
                opened._all.AddRange(protocols.Select(protocol => OpenPanel(file, source, protocol, members)));
            }

            return opened;
        }
        catch
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            await engine.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static BadInputException Refuse(JudgeFile file, string source, string reason, Exception? inner = null) =>
        new(source, $"judge {file.Name}: {reason}", inner: inner);

    private static string PathOf(string source, string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(source))!, path);

    private static async Task<IReadOnlyList<IJudge>> OpenRecordedAsync(
        JudgeFile file, string source, IReadOnlyList<Protocol> protocols, CancellationToken cancellationToken)
    {
        var path = PathOf(source, file.Recorded ?? throw Refuse(file, source, "a recorded judge needs recorded: the file or folder of its verdicts."));
        var judgments = new List<Judgment>();
        foreach (var found in await PublishedForms.FindAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            await foreach (var record in PublishedForms.ReadAsync(found.Path, found.Format, cancellationToken).ConfigureAwait(false))
            {
                judgments.AddRange(record.Judgments);
            }
        }

        string[] names = [.. judgments.Select(judgment => judgment.Judge).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var model = file.Model ?? (names is [var only] ? only : throw Refuse(file, source, $"{file.Recorded} holds {Count(names)}; name one as model."));
        if (!names.Contains(model))
        {
            throw Refuse(file, source, $"{file.Recorded} holds no judge {model}{YamlTree.Suggest(model, names)} It holds {Count(names)}.");
        }

        RecordedJudge[] judges =
        [
            .. protocols.Select(protocol => new RecordedJudge(file.Name, protocol, judgments.Where(judgment => judgment.Judge == model)))
                .Where(judge => judge.Count > 0),
        ];
        return judges.Length > 0 ? judges : throw Refuse(file, source, $"{model} has no {string.Join(" or ", protocols.Select(Word))} judgments there.");

        static string Count(string[] names) => names.Length switch
        {
            0 => "no judgments",
            <= 8 => string.Join(", ", names),
            _ => $"{names.Length} judges, such as {string.Join(", ", names.Take(4))}",
        };
    }

    private static async Task<IReadOnlyList<IJudge>> OpenSurrogateAsync(
        JudgeFile file, string source, IReadOnlyList<Protocol> protocols, Tournament? tournament, CancellationToken cancellationToken)
    {
        var path = PathOf(source, file.Model ?? throw Refuse(file, source, "a surrogate judge needs model: the file that arena surrogate train wrote."));
        var (model, hash) = await SurrogateFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        return [.. protocols.Select(protocol => new SurrogateJudge(file.Name, model, hash, protocol, tournament))];
    }

    private static JudgePanel OpenPanel(JudgeFile file, string source, Protocol protocol, IJudge[] judges)
    {
        // A judge with several criteria is a member with each of them.
        var members = new List<IJudge>();
        foreach (var name in file.Members)
        {
            IJudge[] found = [.. judges.Where(judge => judge.Description.Protocol == protocol && IsOrBelongsTo(judge.Description.Name, name))];
            members.AddRange(
                found.Length > 0
                    ? found
                    : throw Refuse(file, source, $"there is no {Word(protocol)} judge {name} to be a member{YamlTree.Suggest(name, judges.Select(judge => judge.Description.Name))}"));
        }

        try
        {
            return new JudgePanel(file.Name, members, file.Combine, file.Quorum);
        }
        catch (ArgumentException e)
        {
            throw Refuse(file, source, $"{e.Message.Split(" (Parameter")[0]}.", e);
        }

        static bool IsOrBelongsTo(string judge, string name) => judge == name || judge.StartsWith($"{name}/", StringComparison.Ordinal);
    }

    private static string Word(Protocol protocol) => protocol == Protocol.Pairwise ? "pairwise" : "pointwise";

    private async Task<IReadOnlyList<IJudge>> OpenModelAsync(
        JudgeFile file,
        string source,
        IReadOnlyList<Protocol> protocols,
        IConfiguration keys,
        TimeProvider time,
        long seed,
        CancellationToken cancellationToken)
    {
        var model = file.Model ?? throw Refuse(file, source, "it needs model: a folder, a .gguf file, a bundled judge, or what servers call it.");
        if (!(file.LeastMass is >= 0 and <= 1))
        {
            throw Refuse(file, source, "least_mass is a probability; give a number from 0 to 1.");
        }

        Func<Protocol, PromptTemplate> general = LocalModel.ReadGeneralTemplate;
        IScoringEngine engine;
        if (file.Endpoints.Count > 0)
        {
            engine = await OpenAIEngine.OpenAsync(ServerOptions(file, source, model), keys, time, seed, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var local = LocalModel.Find(model, Path.GetDirectoryName(Path.GetFullPath(source))!);
            general = local.ReadTemplate;
            engine = await OpenLocalAsync(file, source, local, cancellationToken).ConfigureAwait(false);
        }

        _engines.Add(engine);
        PromptTemplate[] own = [.. file.Templates.Select(name => LocalModel.ReadTemplate(name, Path.GetDirectoryName(Path.GetFullPath(source))!))];
        if (own.GroupBy(template => template.File.Protocol).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Refuse(file, source, $"two of its templates are {Word(twice.Key)}; give one of each protocol.");
        }

        var judges = new List<IJudge>();
        foreach (var protocol in protocols)
        {
            var template = Array.Find(own, candidate => candidate.File.Protocol == protocol) ?? general(protocol);
            if (template.File.Reasoning is not null && engine is not ITextEngine)
            {
                throw Refuse(file, source, $"template {template.File.Name} has the judge reason first, and its engine does not write.");
            }

            if (file.Criteria.Count > 0 && !template.ShowsCriterion)
            {
                throw Refuse(file, source, $"template {template.File.Name} does not show {{{{$criterion}}}}, and there are criteria.");
            }

            judges.AddRange(
                file.Criteria.Count == 0
                    ? [new LlmJudge(file.Name, engine, template, null, file.LeastMass)]
                    : file.Criteria.Select(criterion => new LlmJudge($"{file.Name}/{criterion.Key}", engine, template, criterion.Value, file.LeastMass)));
        }

        return judges;
    }

    private static async Task<IScoringEngine> OpenLocalAsync(JudgeFile file, string source, LocalModel local, CancellationToken cancellationToken)
    {
        try
        {
            return await local.OpenAsync(
                new OnnxEngineOptions { Threads = file.Threads ?? 0 },
                new GgufEngineOptions
                {
                    Threads = file.Threads ?? new GgufEngineOptions().Threads,
                    GpuLayers = file.GpuLayers,
                    ContextLength = file.ContextLength,
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw Refuse(file, source, "threads and context_length are 1 or more, gpu_layers 0 or more.", e);
        }
    }

    private static OpenAIEngineOptions ServerOptions(JudgeFile file, string source, string model) => OpenAIEngineOptions.For(file.Endpoints, model) with
    {
        KeyVariable = file.Key,
        Concurrency = file.Concurrency,
        Timeout = file.TimeoutSeconds is > 0 and < 1e6 ? TimeSpan.FromSeconds(file.TimeoutSeconds) : throw Refuse(file, source, "timeout_seconds is above 0."),
        Reading = file.ReadsText ? VerdictReading.Text : VerdictReading.Probabilities,
    };
}
