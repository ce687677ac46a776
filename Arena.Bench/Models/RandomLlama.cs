using Arena.Core.Statistics;

namespace Arena.Bench.Models;

/// <summary>
/// A Llama whose weights are drawn at random, so scaled that activations keep their size through the layers and logits spread by about 1. It computes
/// nothing of use, and costs what a trained one costs.
/// </summary>
/// <remarks>Every tensor is drawn by itself when it is asked for, rounded to f16, so that all files of a seed hold the same model.</remarks>
internal sealed class RandomLlama(LlamaShape shape, long seed)
{
    public LlamaShape Shape => shape;

    public static string[] MatricesOfLayer { get; } =
        ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"];

    /// <summary>Embeddings of all tokens, which are the weights of the logits too: [vocabulary, width].</summary>
    public float[] Embedding() => Draw(0, (long)shape.Vocabulary * shape.Width, 0, 1 / Math.Sqrt(shape.Width));

    /// <summary>A matrix of a layer by its Hugging Face name: [outputs, inputs].</summary>
    public float[] Matrix(int layer, string name)
    {
        var (outputs, inputs) = SizeOf(name);
        var depth = name is "self_attn.o_proj" or "mlp.down_proj" ? Math.Sqrt(2 * shape.Layers) : 1;
        return Draw(Stream(layer, 2 + Array.IndexOf(MatricesOfLayer, name)), (long)outputs * inputs, 0, 1 / Math.Sqrt(inputs) / depth);
    }

    public (int Outputs, int Inputs) SizeOf(string name) => name switch
    {
        "self_attn.q_proj" or "self_attn.o_proj" => (shape.Width, shape.Width),
        "self_attn.k_proj" or "self_attn.v_proj" => (shape.KeyHeads * shape.HeadSize, shape.Width),
        "mlp.down_proj" => (shape.Width, shape.Inner),
        _ => (shape.Inner, shape.Width),
    };

    /// <summary>Scales of the norm before attention: [width].</summary>
    public float[] AttentionNorm(int layer) => Draw(Stream(layer, 0), shape.Width, 1, 0.1);

    /// <summary>Scales of the norm before the feed-forward part: [width].</summary>
    public float[] FeedForwardNorm(int layer) => Draw(Stream(layer, 1), shape.Width, 1, 0.1);

    /// <summary>Scales of the last norm: [width].</summary>
    public float[] LastNorm() => Draw(1, shape.Width, 1, 0.1);

    private static long Stream(int layer, int part) => (16 * (layer + 1)) + part;

    private float[] Draw(long stream, long count, double mean, double deviation)
    {
        var random = new DeterministicRandom(seed, stream);
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
        {
            value = (float)(Half)(mean + (deviation * random.NextGaussian()));
        }

        return values;
    }
}
