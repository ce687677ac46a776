using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Judges.Chat;
using LLama;
using LLama.Common;
using LLama.Exceptions;
using LLama.Native;

namespace Arena.Judges.Engines.LLama;

/// <summary>A GGUF model in memory, with a context to compute in. To be opened, used and disposed of while holding the gate.</summary>
internal sealed partial class LLamaModel : IDisposable
{
    private const int LongestDefaultContext = 8192;

    private readonly LLamaWeights _weights;

    private LLamaModel(string path, string hash, GgufEngineOptions options)
    {
        _weights = Load(path, options, out var gpuLayers);
        try
        {
            CheckKind(path, _weights);
            var format = FormatOf(path, _weights, options);
            Vocabulary = new(_weights.NativeHandle, format);
            ContextLength = options.ContextLength ?? Math.Min(_weights.ContextSize, LongestDefaultContext);
            Context = CreateContext(path, _weights, options, ContextLength);
            Description = new(
                "llama",
                _weights.Metadata.GetValueOrDefault("general.name") ?? Path.GetFileNameWithoutExtension(path),
                hash,
                ContextLength,
                gpuLayers > 0 ? "cuda:0" : "cpu")
            {
                GpuLayers = gpuLayers,
                ChatFormat = format.Name,
                Settings = options.FullPrecision ? "full precision" : null,
            };
        }
        catch
        {
            _weights.Dispose();
            throw;
        }
    }

    /// <summary>What the model is and where it runs.</summary>
    public EngineDescription Description { get; }

    /// <summary>The most tokens of a prompt and its answer.</summary>
    public int ContextLength { get; }

    /// <summary>
    /// Where it computes. Its cache of keys and values has room for one prompt as long as the context and a batch beside it, which all
    /// sequences share.
    /// </summary>
    public LLamaContext Context { get; }

    /// <summary>The model's tokens.</summary>
    public LLamaVocabulary Vocabulary { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="path">The file, or the first of several.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="cancellationToken">Cancels between reading and loading.</param>
    /// <exception cref="BadInputException">The file is not a model that can be run as the options ask.</exception>
    public static async Task<LLamaModel> OpenAsync(string path, GgufEngineOptions options, CancellationToken cancellationToken)
    {
        var hash = await HashAsync(path, cancellationToken);
        await LLamaLibrary.Gate.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => new LLamaModel(path, hash, options), cancellationToken);
        }
        finally
        {
            LLamaLibrary.Gate.Release();
        }
    }

    /// <summary>Why a prompt is too short or too long to be answered; null where it is neither.</summary>
    /// <param name="prompt">Its tokens.</param>
    public JudgingFailure? CheckLength(int[] prompt) => prompt.Length switch
    {
        0 => new(FailureKind.EngineError, "the prompt is empty"),
        var length when length >= ContextLength => new(
            FailureKind.ContextExceeded,
            string.Create(CultureInfo.InvariantCulture, $"a prompt of {length} tokens and its answer do not fit into the context of {ContextLength}")),
        _ => null,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Context.Dispose();
        _weights.Dispose();
    }

    private static LLamaWeights Load(string path, GgufEngineOptions options, out int gpuLayers)
    {
        var asked = options.GpuLayers ?? (LLamaLibrary.HasCuda ? int.MaxValue : 0);
        if (asked > 0 && !LLamaLibrary.HasCuda)
        {
            throw new BadInputException(
                path, $"{asked} layers were asked for on the GPU, and this build computes on the CPU; build with -p:LLama=Cuda12 or ask for 0");
        }

        LLamaLibrary.Configure();
        using var log = new LLamaLog();
        LLamaWeights weights;
        try
        {
            weights = LLamaWeights.LoadFromFile(new ModelParams(path) { GpuLayerCount = asked, SplitMode = GPUSplitMode.None });
        }
        catch (LoadWeightsFailedException exception)
        {
            throw new BadInputException(path, $"llama.cpp cannot load this model: {log.Complaint}", inner: exception);
        }
        catch (Exception exception) when (exception is TypeInitializationException or RuntimeError)
        {
            throw new BadInputException(
                path, $"llama.cpp's native library, which this model needs, cannot be loaded: {log.Complaint}", inner: exception);
        }

        gpuLayers = GpuLayersIn(log.Lines);
        if (gpuLayers < Math.Min(asked, weights.NativeHandle.LayerCount))
        {
            weights.Dispose();
            throw new BadInputException(
                path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(asked == int.MaxValue ? "all" : asked)} layers were asked for on the GPU, and {gpuLayers} are there; look whether the driver and CUDA 12 are installed, or ask for 0"));
        }

        return weights;
    }

    private static void CheckKind(string path, LLamaWeights weights)
    {
        var architecture = weights.Metadata.GetValueOrDefault("general.architecture");
        var model = weights.NativeHandle;

        // Sharing beginnings needs a state that can be cut back to any length, which only attention has.
        var keepsState = model.IsRecurrent || weights.Metadata.Keys.Any(key => RecurrentState().IsMatch(key));
        var isDecoder = model is { HasDecoder: true, HasEncoder: false, IsDiffusion: false }
            && weights.Metadata.GetValueOrDefault($"{architecture}.attention.causal") != "false";
        if (keepsState || !isDecoder)
        {
            throw new BadInputException(
                path,
                $"the architecture {architecture} is not a decoder whose layers are all attention, and no other kind can be run; take another model");
        }
    }

    private static ChatFormat FormatOf(string path, LLamaWeights weights, GgufEngineOptions options)
    {
        if (options.ChatFormat is { } given)
        {
            return given;
        }

        var names = string.Join(", ", ChatFormat.All.Select(format => format.Name));
        var template = weights.Metadata.GetValueOrDefault("tokenizer.chat_template")
            ?? throw new BadInputException(path, $"the model has no chat template; say which chat format it was trained with: {names}");
        return ChatFormat.Recognise(template)
            ?? throw new BadInputException(path, $"the model's chat template belongs to no known chat format; say which is nearest: {names}");
    }

    private static LLamaContext CreateContext(string path, LLamaWeights weights, GgufEngineOptions options, int length)
    {
        using var log = new LLamaLog();
        try
        {
            return weights.CreateContext(new ModelParams(path)
            {
                ContextSize = (uint)(length + options.BatchSize),
                BatchSize = (uint)options.BatchSize,
                UBatchSize = (uint)options.BatchSize,
                SeqMax = (uint)Math.Min(options.MaxSequences, options.BatchSize),
                Threads = options.Threads,
                BatchThreads = options.Threads,

                // Sequences share tokens and are cut back: their cells must be common to all and be kept.
                KVUnified = true,
                SwaFull = true,

                // Flash attention adds up in f16.
                FlashAttention = options.FullPrecision ? false : null,
                TypeK = options.FullPrecision ? GGMLType.GGML_TYPE_F32 : null,
                TypeV = options.FullPrecision ? GGMLType.GGML_TYPE_F32 : null,
            });
        }
        catch (RuntimeError exception)
        {
            throw new BadInputException(
                path, $"a context of {length} tokens cannot be made; ask for a shorter one ({log.Complaint})", inner: exception);
        }
    }

    /// <summary>SHA-256 of the file; of all files, in their order, where the model is split into several.</summary>
    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        foreach (var part in PartsOf(path))
        {
            try
            {
                await using var file = File.OpenRead(part);
                for (int read; (read = await file.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    hash.AppendData(buffer, 0, read);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new BadInputException(part, $"the model cannot be read: {exception.Message}", inner: exception);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> PartsOf(string path)
    {
        if (PartName().Match(path) is not { Success: true } name)
        {
            return [path];
        }

        var count = int.Parse(name.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
        return Enumerable.Range(1, count).Select(part => string.Create(
            CultureInfo.InvariantCulture, $"{name.Groups["name"].Value}-{part:00000}-of-{count:00000}.gguf"));
    }

    /// <summary>Layers on the GPU, as llama.cpp says it; 0 where it says nothing, which it does without a GPU.</summary>
    private static int GpuLayersIn(IEnumerable<string> log) =>
        log.Select(line => Offloaded().Match(line))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture))
            .LastOrDefault();

    [GeneratedRegex(@"offloaded (?<count>\d+)/\d+ layers to GPU")]
    private static partial Regex Offloaded();

    [GeneratedRegex(@"^(?<name>.+)-00001-of-(?<count>\d{5})\.gguf$")]
    private static partial Regex PartName();

    [GeneratedRegex(@"\.(ssm|wkv|shortconv)\.")]
    private static partial Regex RecurrentState();
}
