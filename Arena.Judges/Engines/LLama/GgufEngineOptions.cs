using Arena.Judges.Chat;

namespace Arena.Judges.Engines.LLama;

/// <summary>How a GGUF model is run. Values out of range are an <see cref="ArgumentOutOfRangeException"/> when they are set.</summary>
public sealed record GgufEngineOptions
{
    /// <summary>
    /// Threads that compute on the CPU, at least 1; half of the machine's processors unless given. They wait for each other without
    /// sleeping, so that more threads than idle processors are many times slower than fewer.
    /// </summary>
    public int Threads
    {
        get;
        init => field = AtLeastOne(value);
    }
    = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>
    /// Layers to put on the GPU, at least 0; more than the model has means all. Null for all in a build with CUDA and none in one without.
    /// </summary>
    public int? GpuLayers
    {
        get;
        init
        {
            if (value is { } layers)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(layers);
            }

            field = value;
        }
    }

    /// <summary>
    /// The most tokens of a prompt and its answer together, at least 1. Null for the length that the model was trained with, but no
    /// more than 8,192, because memory for all of it is taken at once.
    /// </summary>
    public int? ContextLength
    {
        get;
        init => field = value is { } length ? AtLeastOne(length) : null;
    }

    /// <summary>Tokens that one run of the model computes at most, at least 1; 512 unless given.</summary>
    public int BatchSize
    {
        get;
        init => field = AtLeastOne(value);
    }
    = 512;

    /// <summary>
    /// Requests that one run of the model computes at most, from 1 to 256; 64 unless given. No more than the batch has tokens are used.
    /// </summary>
    public int MaxSequences
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 256);
            field = AtLeastOne(value);
        }
    }
    = 64;

    /// <summary>
    /// Whether a beginning that requests share is computed once; true unless given. False is for measuring what sharing gains.
    /// </summary>
    public bool SharesPrefixes { get; init; } = true;

    /// <summary>
    /// Whether attention computes in f32 and keeps keys and values in f32, twice as large; false unless given. Batches of other shapes
    /// round differently: in f32 throughout, with weights in f32, by about 1e-5 of a log-probability; with f16, by about 1e-2 at worst.
    /// </summary>
    public bool FullPrecision { get; init; }

    /// <summary>The chat format; null for the one that the model's own chat template belongs to.</summary>
    public ChatFormat? ChatFormat { get; init; }

    private static int AtLeastOne(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
