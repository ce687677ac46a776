using System.Globalization;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Judges.Chat;
using Arena.Judges.Tokenization;
using Microsoft.ML.OnnxRuntime;

namespace Arena.Judges.Engines.Onnx;

/// <summary>
/// A decoder through ONNX Runtime on the processor. Requests of a call form a tree by their beginnings; every shared run of tokens is
/// computed once, and its keys and values serve all that follow it.
/// </summary>
public sealed class OnnxEngine : IScoringEngine
{
    private readonly OnnxDecoder _decoder;
    private readonly ByteLevelTokenizer _tokenizer;
    private readonly ChatFormat _format;
    private readonly OnnxEngineOptions _options;
    private readonly int _context;
    private readonly SemaphoreSlim _gate = new(1);
    private bool _isClosed;

    private OnnxEngine(
        OnnxDecoder decoder, ByteLevelTokenizer tokenizer, ChatFormat format, OnnxEngineOptions options, EngineDescription description)
    {
        _decoder = decoder;
        _tokenizer = tokenizer;
        _format = format;
        _options = options;
        _context = description.ContextLength!.Value;
        Description = description;
    }

    /// <inheritdoc/>
    public EngineDescription Description { get; }

    /// <summary>Opens a model folder: <c>model.onnx</c>, <c>tokenizer.json</c>, <c>config.json</c> and, where there is one, <c>tokenizer_config.json</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How to run.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">A file is missing, damaged, or of a kind that this engine cannot run.</exception>
    public static async Task<OnnxEngine> OpenAsync(
        string folder, OnnxEngineOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchTokens);
        var model = Path.Combine(folder, "model.onnx");
        if (!File.Exists(model))
        {
            throw new BadInputException(folder, "there is no model.onnx in it; name the folder of an ONNX export.");
        }

        var tokenizer = ByteLevelTokenizer.Read(Path.Combine(folder, "tokenizer.json"));
        var context = ReadContextLength(Path.Combine(folder, "config.json"));
        var format = options.ChatFormat ?? ReadChatFormat(Path.Combine(folder, "tokenizer_config.json"));
        var header = OnnxHeader.Read(model);
        string[] files = [model, .. header.ExternalFiles.Order(StringComparer.Ordinal).Select(file => Path.Combine(folder, file)), Path.Combine(folder, "tokenizer.json")];
        var hash = await HashAsync(files, cancellationToken).ConfigureAwait(false);
        var decoder = new OnnxDecoder(model, header, options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new(decoder, tokenizer, format, options, new("onnx", name, hash, context, "cpu") { GpuLayers = 0, ChatFormat = format.Name });
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ScoringResult>> ScoreAsync(
        IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ObjectDisposedException.ThrowIf(_isClosed, this);
        cancellationToken.ThrowIfCancellationRequested();

        // One call at a time: two would only share the cores, and need twice the memory.
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return await Task.Run(() => Score(requests, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Waits for the call in hand and gives the model's memory back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _decoder.Dispose();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private ScoringResult[] Score(IReadOnlyList<ScoringRequest> requests, CancellationToken cancellationToken)
    {
        var results = new ScoringResult[requests.Count];
        var candidates = new int[requests.Count][];
        var runnable = new List<(int Request, IReadOnlyList<int[]> Pieces)>(requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            int[][] pieces = [.. _format.Render(requests[i].Messages).Select(piece => _tokenizer.Encode(piece.Text, piece.IsMarkup)).Where(tokens => tokens.Length > 0)];
            var count = pieces.Sum(tokens => tokens.Length);
            results[i] = new() { PromptTokens = count, ComputedTokens = 0 };
            candidates[i] = [.. requests[i].Candidates.Select(candidate => _tokenizer.TokenOf(candidate) ?? -1)];
            if (Array.IndexOf(candidates[i], -1) is >= 0 and var unknown)
            {
                Fail(FailureKind.EngineError, $"the candidate \"{requests[i].Candidates[unknown]}\" is not one token of {Description.Model}");
            }
            else if (count == 0)
            {
                Fail(FailureKind.EngineError, "the prompt is empty");
            }
            else if (count >= _context)
            {
                Fail(FailureKind.ContextExceeded, string.Create(CultureInfo.InvariantCulture, $"the prompt has {count} tokens and the context of {Description.Model} is {_context}"));
            }
            else
            {
                runnable.Add((i, pieces));
            }

            void Fail(FailureKind kind, string detail) => results[i] = results[i] with { Failure = new(kind, detail) };
        }

        var roots = _options.SharesPrefixes
            ? PrefixTree.Build(runnable, _options.BatchTokens).Roots
            : [.. runnable.SelectMany(request => PrefixTree.Build([request], _options.BatchTokens).Roots)];
        Compute(roots, Tell, results, cancellationToken);
        return results;

        void Tell(PrefixNode node, Span<float> logits)
        {
            // log softmax, about the greatest so that nothing overflows.
            var greatest = TensorPrimitives.Max<float>(logits);
            var sum = 0.0;
            foreach (var logit in logits)
            {
                sum += Math.Exp(logit - greatest);
            }

            var shift = greatest + Math.Log(sum);
            foreach (var request in node.Requests)
            {
                var logs = new double[candidates[request].Length];
                for (var c = 0; c < logs.Length; c++)
                {
                    logs[c] = logits[candidates[request][c]] - shift;
                }

                results[request] = Array.TrueForAll(logs, double.IsFinite)
                    ? results[request] with { LogProbabilities = logs }
                    : results[request] with { Failure = new(FailureKind.EngineError, "the model computed no finite probability") };
            }
        }
    }

    /// <summary>
    /// Computes nodes and then all below them, batch by batch in depth, so that only the caches of one path of batches are held.
    /// </summary>
    private void Compute(
        IReadOnlyList<PrefixNode> nodes, Action<PrefixNode, Span<float>> tell, ScoringResult[] results, CancellationToken cancellationToken)
    {
        foreach (var batch in NodeBatches.Split(nodes, _options.BatchTokens, _decoder.AllowsPadding))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                _decoder.Run(batch, tell);
            }
            catch (OnnxRuntimeException e)
            {
                foreach (var request in batch.SelectMany(node => node.AllRequests()))
                {
                    results[request] = results[request] with { Failure = new(FailureKind.EngineError, $"ONNX Runtime: {e.Message}") };
                }

                continue;
            }

            foreach (var node in batch)
            {
                // Tokens that several requests share are counted for the first of them.
                var first = node.AllRequests().Min();
                results[first] = results[first] with { ComputedTokens = results[first].ComputedTokens + node.Tokens.Length };
            }

            if (batch.SelectMany(node => node.Children).ToArray() is { Length: > 0 } children)
            {
                Compute(children, tell, results, cancellationToken);
                foreach (var node in batch)
                {
                    node.Cache = null;
                }
            }
        }
    }

    internal static int ReadContextLength(string path) =>
        ReadJson(path, json => json.TryGetProperty("max_position_embeddings", out var length) && length.TryGetInt32(out var tokens) && tokens > 0
            ? tokens
            : throw new BadInputException(path, "it has no max_position_embeddings, the model's context length; add it."));

    /// <summary>The chat format of a <c>tokenizer_config.json</c>.</summary>
    internal static ChatFormat ReadChatFormat(string path)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException(path, "the file is missing, so the model's chat format is not known; add it, or name a chat format.");
        }

        return ReadJson(path, json => json.TryGetProperty("chat_template", out var template) && template.ValueKind == JsonValueKind.String
            ? ChatFormat.Recognise(template.GetString()!)
                ?? throw new BadInputException(path, $"the model's chat template is none that Arena knows; name a chat format ({string.Join(", ", ChatFormat.All.Select(format => format.Name))}).")
            : throw new BadInputException(path, "it has no chat_template; name a chat format, such as plain for a model without one."));
    }

    private static T ReadJson<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BadInputException(path, "this is not the JSON object that it should be; export the model again.", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "the file cannot be read; a model folder needs it.", inner: e);
        }
    }

    private static async Task<string> HashAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var hashes = new List<string>();
        foreach (var path in paths)
        {
            try
            {
                await using var file = File.OpenRead(path);
                hashes.Add(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new BadInputException(path, "the file cannot be read; the model's weights lie in it.", inner: e);
            }
        }

        return ContentHash.Of(hashes);
    }
}
