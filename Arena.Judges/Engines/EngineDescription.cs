namespace Arena.Judges.Engines;

/// <summary>What an engine runs, and where.</summary>
/// <param name="Engine">The engine: <c>onnx</c>, <c>llama</c> or <c>openai</c>.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="ModelHash">
/// SHA-256 of all that decides what the model computes (weights, tokenizer), 64 lower-case hexadecimal digits; of an endpoint, which
/// shows no files, of its name for the model.
/// </param>
/// <param name="ContextLength">The most tokens of a prompt and its answer together; null where a server does not tell.</param>
/// <param name="Device">Where it computes: <c>cpu</c>, <c>cuda:0</c>, or <c>remote</c>.</param>
public sealed record EngineDescription(string Engine, string Model, string ModelHash, int? ContextLength, string Device)
{
    /// <summary>Layers that lie on the GPU; 0 on a CPU, null where it is not known.</summary>
    public int? GpuLayers { get; init; }

    /// <summary>Settings that change what comes back, such as a server's verdicts read from text; null where there are none.</summary>
    public string? Settings { get; init; }

    /// <summary>Name of the chat format in use; null where a server has its own.</summary>
    public string? ChatFormat { get; init; }
}
