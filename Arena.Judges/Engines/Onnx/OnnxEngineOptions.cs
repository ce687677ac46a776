using Arena.Judges.Chat;

namespace Arena.Judges.Engines.Onnx;

/// <summary>How an <see cref="OnnxEngine"/> runs. None of it changes what the model computes, but for <see cref="ChatFormat"/>.</summary>
public sealed record OnnxEngineOptions
{
    /// <summary>Threads of one run; 0, the default, for as many as there are cores.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// The most tokens of one run of the model, padding included, 2,048 by default; a longer run of tokens is split. Eight times as many may
    /// precede them, and completions are written side by side within that. Memory for activations, logits, keys and values is bounded by this, by
    /// the longest prompt, and by the depth of the prefix tree.
    /// </summary>
    public int BatchTokens { get; init; } = 2048;

    /// <summary>Whether beginnings that requests share are computed once, which is the default; false is for measuring what that saves.</summary>
    public bool SharesPrefixes { get; init; } = true;

    /// <summary>The chat format; null, the default, for that of the model's own template.</summary>
    public ChatFormat? ChatFormat { get; init; }
}
