namespace Arena.Core.Judging;

/// <summary>A judge as a YAML file says it: of its own, or an entry of a tournament file. Paths are relative to that file.</summary>
public sealed record JudgeFile
{
    /// <summary>The judge's name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Where its verdicts come from.</summary>
    public JudgeSource Kind { get; init; }

    /// <summary>
    /// Of an LLM: the folder of an ONNX export, a .gguf file, or the name of a bundled judge or of a model in the models folder; with
    /// <see cref="Endpoints"/>, the servers' name for the model. Of a recording: the judge's name in its file, where it holds several. Of a surrogate:
    /// the file that <c>arena surrogate train</c> wrote.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>Base addresses of OpenAI-compatible servers that serve the same model, such as <c>http://127.0.0.1:8000/v1</c>.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>Name of the environment variable or user secret that holds the servers' key; never the key.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// Prompt templates: files, or names of those in <c>data/judges/templates</c>; at most one of each protocol. A protocol without one
    /// takes the template beside the model, or else the general one.
    /// </summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>
    /// What is judged, by name: each criterion's text is put before the judge and gets verdicts of its own, under the name
    /// <c>judge/criterion</c>. Without any the template's own words hold.
    /// </summary>
    public IReadOnlyDictionary<string, string> Criteria { get; init; } = new Dictionary<string, string>();

    /// <summary>The least probability, in [0, 1], that must lie on the candidates together; with less the judgment fails.</summary>
    public double LeastMass { get; init; } = 0.5;

    /// <summary>Threads that a local model computes on; null for the engine's choice.</summary>
    public int? Threads { get; init; }

    /// <summary>Layers of a .gguf model on the GPU; null for all in a build with CUDA.</summary>
    public int? GpuLayers { get; init; }

    /// <summary>The most tokens of a prompt and its answer, of a .gguf model; null for what it was trained with.</summary>
    public int? ContextLength { get; init; }

    /// <summary>The most requests at the servers at once.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Seconds until a server's answer must be there.</summary>
    public double TimeoutSeconds { get; init; } = 300;

    /// <summary>Whether verdicts are read from what servers write, and not from probabilities.</summary>
    public bool ReadsText { get; init; }

    /// <summary>The file of a recording, in a form that <c>arena import</c> knows.</summary>
    public string? Recorded { get; init; }

    /// <summary>Names of the judges that are a panel's members.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>How a panel makes one verdict of its members'.</summary>
    public PanelRule Combine { get; init; }

    /// <summary>How many members of a panel must have given a verdict; null for more than half.</summary>
    public int? Quorum { get; init; }
}
