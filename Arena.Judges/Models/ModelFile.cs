using System.Security.Cryptography;
using System.Text.Json;
using Arena.Core;
using Arena.Judges.Engines.Onnx;
using Arena.Judges.Tokenization;

namespace Arena.Judges.Models;

/// <summary>What a model on disk is, and which engine runs it. What its files do not say is null.</summary>
public sealed record ModelFile
{
    private const int LargestConfig = 1 << 24;

    /// <summary>GGUF architectures that turn text into vectors or pictures into tokens, and write nothing.</summary>
    private static readonly string[] Encoders =
        ["bert", "modern-bert", "neo-bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "jina-bert-v3", "eurobert", "gemma-embedding", "t5encoder", "clip"];

    private ModelFile(string name, string path, string format)
    {
        Name = name;
        Path = path;
        Format = format;
    }

#if LLAMA
    /// <summary>Whether this build runs GGUF files.</summary>
    public static bool RunsGguf => true;
#else
    /// <summary>Whether this build runs GGUF files.</summary>
    public static bool RunsGguf => false;
#endif

#if LLAMA_CUDA12
    /// <summary>Whether this build runs GGUF files on a GPU.</summary>
    public static bool RunsGgufOnCuda => true;
#else
    /// <summary>Whether this build runs GGUF files on a GPU.</summary>
    public static bool RunsGgufOnCuda => false;
#endif

    /// <summary>The model's name: its folder's, or its own where a GGUF file gives one.</summary>
    public string Name { get; private init; }

    /// <summary>The file with the weights.</summary>
    public string Path { get; private init; }

    /// <summary>The file's format: ONNX, GGUF with its version, or another that no engine runs.</summary>
    public string Format { get; private init; }

    /// <summary>Architecture, such as llama.</summary>
    public string? Architecture { get; private init; }

    /// <summary>Number of weights.</summary>
    public long? Parameters { get; private init; }

    /// <summary>Number format of most weights, such as fp32, int4 or Q4_K.</summary>
    public string? Precision { get; private init; }

    /// <summary>Tokens that the model was trained to read at once.</summary>
    public long? ContextLength { get; private init; }

    /// <summary>Number of tokens that it knows.</summary>
    public long? Vocabulary { get; private init; }

    /// <summary>Name of the <see cref="Chat.ChatFormat"/> that its own template belongs to; null where there is none, or one that is not known.</summary>
    public string? ChatFormat { get; private init; }

    /// <summary>Whether it has a chat template, be it known or not.</summary>
    public bool HasChatTemplate { get; private init; }

    /// <summary>Bytes of the weights, in all their files.</summary>
    public long Bytes { get; private init; }

    /// <summary>The engine for this kind of file: <c>onnx</c> or <c>llama</c>; null where there is none.</summary>
    public string? Engine { get; private init; }

    /// <summary>Why this build cannot run it and what to do, as one sentence; null where it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>Looks at a model without loading it.</summary>
    /// <param name="path">A file with weights, or a folder with one.</param>
    /// <exception cref="BadInputException">There is no model, or its file is damaged.</exception>
    public static ModelFile Inspect(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
        {
            return System.IO.Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".gguf" => Gguf(path),
                ".onnx" => Onnx(path),
                ".safetensors" => Weights(path, "safetensors"),
                ".bin" or ".pt" or ".pth" => Weights(path, "PyTorch"),
                _ => throw new BadInputException(path, "this is no model file; name a .gguf file, or the folder of an ONNX export."),
            };
        }

        if (!Directory.Exists(path))
        {
            throw new BadInputException(path, "there is no such file or folder.");
        }

        var onnx = System.IO.Path.Combine(path, "model.onnx");
        if (File.Exists(onnx))
        {
            return Onnx(onnx);
        }

        string[] Find(string pattern) => [.. Directory.EnumerateFiles(path, pattern).Order(StringComparer.Ordinal)];
        return Find("*.gguf") is [var gguf, .. var others]
            ? others.Length == 0 ? Gguf(gguf) : throw new BadInputException(path, $"there are {others.Length + 1} .gguf files in it; name one of them.")
            : Find("*.onnx") is [var other, ..]
                ? Onnx(other)
                : Find("*.safetensors") is [var safetensors, ..]
                    ? Weights(safetensors, "safetensors")
                    : Find("pytorch_model*.bin") is [var pytorch, ..]
                        ? Weights(pytorch, "PyTorch")
                        : throw new BadInputException(path, "there is no model in it; name a .gguf file, or the folder of an ONNX export.");
    }

    /// <summary>SHA-256 of the file with the weights, 64 lower-case hexadecimal digits; the whole file is read.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }

    private static ModelFile Gguf(string path)
    {
        var header = GgufHeader.Read(path);
        var fault = header.Architecture is null
            ? "the file names no architecture; convert the model anew."
            : Encoders.Contains(header.Architecture, StringComparer.Ordinal)
                ? $"{header.Architecture} is an encoder, which writes no text and so cannot judge; take a decoder, such as a Llama or Qwen model."
                : header.Vocabulary is null
                    ? "the file holds no tokenizer, as adapters and parts of split models do; name the model's first file."
                    : null;
        return new(header.Name ?? System.IO.Path.GetFileNameWithoutExtension(path), path, FormattableString.Invariant($"GGUF {header.Version}"))
        {
            Architecture = header.Architecture,
            Parameters = header.Parameters,
            Precision = header.Precision,
            ContextLength = header.ContextLength,
            Vocabulary = header.Vocabulary,
            ChatFormat = header.ChatTemplate is { } template ? Chat.ChatFormat.Recognise(template)?.Name : null,
            HasChatTemplate = header.ChatTemplate is not null,
            Bytes = new FileInfo(path).Length,
            Engine = fault is null ? "llama" : null,
            Problem = fault ?? (RunsGguf ? null : "this build has no LLamaSharp, which runs GGUF files; build with -p:LLama=Cpu or -p:LLama=Cuda12."),
        };
    }

    private static ModelFile Onnx(string path)
    {
        var header = OnnxHeader.Read(path);
        var folder = FolderOf(path);
        string[] outside = [.. header.ExternalFiles.Select(name => PathInside(folder, name, path))];
        string In(string name) => System.IO.Path.Combine(folder, name);
        var (config, template) = (ReadJson(In("config.json")), Text(ReadJson(In("tokenizer_config.json")), "chat_template"));

        // Why the engine would refuse it, in its own words; the first is what to mend first.
        var fault = DecoderForm.FaultOf(header.Inputs, header.Outputs)
            ?? (System.IO.Path.GetFileName(path) == "model.onnx" ? null : "the engine takes model.onnx; rename the file, or export the model anew.")
            ?? (Array.Find(outside, file => !File.Exists(file)) is { } missing ? $"its weights lie in {missing}, which is missing; get that too." : null)
            ?? FaultOf(() => ByteLevelTokenizer.Read(In("tokenizer.json")))
            ?? FaultOf(() => OnnxModel.ReadContextLength(In("config.json")))
            ?? FaultOf(() => OnnxModel.ReadChatFormat(In("tokenizer_config.json")));
        return new(NameOf(folder), path, "ONNX")
        {
            Architecture = Text(config, "model_type"),
            Parameters = header.Parameters,
            Precision = header.Precision,
            ContextLength = Number(config, "max_position_embeddings"),
            Vocabulary = Number(config, "vocab_size"),
            ChatFormat = template is null ? null : Chat.ChatFormat.Recognise(template)?.Name,
            HasChatTemplate = template is not null,
            Bytes = outside.Prepend(path).Where(File.Exists).Sum(file => new FileInfo(file).Length),
            Engine = fault is null ? "onnx" : null,
            Problem = fault,
        };
    }

    private static string? FaultOf(Action open)
    {
        try
        {
            open();
            return null;
        }
        catch (BadInputException e)
        {
            return e.Message;
        }
    }

    private static ModelFile Weights(string path, string format)
    {
        var folder = FolderOf(path);
        var config = ReadJson(System.IO.Path.Combine(folder, "config.json"));
        return new(NameOf(folder), path, format)
        {
            Architecture = Text(config, "model_type"),
            ContextLength = Number(config, "max_position_embeddings"),
            Vocabulary = Number(config, "vocab_size"),
            Bytes = new FileInfo(path).Length,
            Problem = $"no engine here runs {format} weights; take the model's GGUF file, or export it with: optimum-cli export onnx --task text-generation-with-past.",
        };
    }

    /// <summary>A small JSON file; nothing where it is absent.</summary>
    private static JsonElement ReadJson(string path)
    {
        if (!File.Exists(path))
        {
            return default;
        }

        try
        {
            using var json = new FileInfo(path).Length <= LargestConfig
                ? JsonDocument.Parse(File.ReadAllBytes(path))
                : throw new BadInputException(path, $"it has more than {LargestConfig} bytes, which no file of its kind has; export the model again.");
            return json.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new BadInputException(path, "this is no JSON; export the model again.", inner: e);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static long? Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number)
            ? number
            : null;

    /// <summary>A file that a model names beside itself; it must lie there, for anything else is somebody else's file.</summary>
    private static string PathInside(string folder, string name, string model)
    {
        var full = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, name));
        return full.StartsWith(System.IO.Path.TrimEndingDirectorySeparator(folder) + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new BadInputException(model, $"it says that its weights lie outside its folder, in {name}; get the model from a source that you trust.");
    }

    private static string FolderOf(string path) => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;

    private static string NameOf(string folder) => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(folder));
}
