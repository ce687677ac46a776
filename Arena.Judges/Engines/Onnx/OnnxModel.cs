using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Judges.Chat;
using Arena.Judges.Tokenization;

namespace Arena.Judges.Engines.Onnx;

/// <summary>A model folder opened: the graph, its tokens and what else its files say.</summary>
internal sealed class OnnxModel : IDisposable
{
    private OnnxModel(OnnxDecoder decoder, OnnxVocabulary vocabulary, OnnxEngineOptions options, EngineDescription description, int context)
    {
        Decoder = decoder;
        Vocabulary = vocabulary;
        Options = options;
        Description = description;
        ContextLength = context;
    }

    /// <summary>The graph.</summary>
    public OnnxDecoder Decoder { get; }

    /// <summary>The model's tokens.</summary>
    public OnnxVocabulary Vocabulary { get; }

    /// <summary>How to run it.</summary>
    public OnnxEngineOptions Options { get; }

    /// <summary>What the model is and where it runs.</summary>
    public EngineDescription Description { get; }

    /// <summary>The most tokens of a prompt and its answer.</summary>
    public int ContextLength { get; }

    /// <inheritdoc cref="OnnxEngine.OpenAsync"/>
    public static async Task<OnnxModel> OpenAsync(string folder, OnnxEngineOptions options, CancellationToken cancellationToken)
    {
        var model = Path.Combine(folder, "model.onnx");
        if (!File.Exists(model))
        {
            throw new BadInputException(folder, "there is no model.onnx in it; name the folder of an ONNX export.");
        }

        var tokenizer = ByteLevelTokenizer.Read(Path.Combine(folder, "tokenizer.json"));
        var context = ReadContextLength(Path.Combine(folder, "config.json"));
        var format = options.ChatFormat ?? ReadChatFormat(Path.Combine(folder, "tokenizer_config.json"));
        var ends = ReadEnds(folder);
        var header = OnnxHeader.Read(model);
        string[] files = [model, .. header.ExternalFiles.Order(StringComparer.Ordinal).Select(file => Path.Combine(folder, file)), Path.Combine(folder, "tokenizer.json")];
        var hash = await HashAsync(files, cancellationToken).ConfigureAwait(false);
        var decoder = new OnnxDecoder(model, header, options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var description = new EngineDescription("onnx", name, hash, context, "cpu") { GpuLayers = 0, ChatFormat = format.Name };
        return new(decoder, new(tokenizer, format, ends), options, description, context);
    }

    /// <summary>Why a prompt is too short or too long to be answered; null where it is neither.</summary>
    /// <param name="length">Its tokens.</param>
    public JudgingFailure? CheckLength(int length) => length == 0
        ? new(FailureKind.EngineError, "the prompt is empty")
        : length >= ContextLength
            ? new(FailureKind.ContextExceeded, string.Create(CultureInfo.InvariantCulture, $"the prompt has {length} tokens and the context of {Description.Model} is {ContextLength}"))
            : null;

    /// <summary>Requests by their beginnings; each by itself, where nothing is to be shared.</summary>
    /// <param name="requests">Numbers and tokens of the requests.</param>
    public IReadOnlyList<PrefixNode> RootsOf(IReadOnlyList<(int Request, IReadOnlyList<int[]> Pieces)> requests)
    {
        return Options.SharesPrefixes ? Build(requests) : [.. requests.SelectMany(request => Build([request]))];

        IReadOnlyList<PrefixNode> Build(IReadOnlyList<(int Request, IReadOnlyList<int[]> Pieces)> together) =>
            PrefixTree.Build(together, Options.BatchTokens, joinsPieces: !Decoder.RoundsTogether).Roots;
    }

    public void Dispose() => Decoder.Dispose();

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

    /// <summary>Tokens that end a text, as the model's own files say.</summary>
    private static int[] ReadEnds(string folder)
    {
        return [.. Read(Path.Combine(folder, "config.json")), .. Read(Path.Combine(folder, "generation_config.json"))];

        static int[] Read(string path) => File.Exists(path)
            ? ReadJson(path, json => json.TryGetProperty("eos_token_id", out var ends)
                ? ends.ValueKind switch
                {
                    JsonValueKind.Number => [ends.GetInt32()],
                    JsonValueKind.Array => [.. ends.EnumerateArray().Select(end => end.GetInt32())],
                    _ => Array.Empty<int>(),
                }
                : [])
            : [];
    }

    private static T ReadJson<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
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
