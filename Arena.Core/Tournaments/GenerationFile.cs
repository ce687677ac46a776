namespace Arena.Core.Tournaments;

/// <summary>How a contestant's missing responses are written.</summary>
public sealed record GenerationFile
{
    /// <summary>The folder of an ONNX export, a .gguf file, the name of a model in the models folder, or the servers' name for the model.</summary>
    public required string Model { get; init; }

    /// <summary>Base addresses of OpenAI-compatible servers; none for a local model.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>Name of the environment variable or user secret that holds the servers' key; never the key.</summary>
    public string? Key { get; init; }

    /// <summary>0 for the likeliest token at every step; more is more random.</summary>
    public double Temperature { get; init; }

    /// <summary>Sampling keeps the likeliest tokens that hold this much probability together.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>The most tokens of a turn.</summary>
    public int MaxTokens { get; init; } = 1024;

    /// <summary>Layers of a .gguf model on the GPU; null for all in a build with CUDA.</summary>
    public int? GpuLayers { get; init; }
}
