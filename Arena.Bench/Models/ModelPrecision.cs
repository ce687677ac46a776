namespace Arena.Bench.Models;

/// <summary>How an ONNX file holds the weights, as the usual exports do.</summary>
internal enum ModelPrecision
{
    /// <summary>Everything 32 bits.</summary>
    F32,

    /// <summary>Weights, keys, values and logits 16 bits.</summary>
    F16,

    /// <summary>Matrices 8 bits with a scale for every output; activations are quantised as they come.</summary>
    Int8,

    /// <summary>Matrices 4 bits in blocks of 32 with a scale each; activations stay 32 bits.</summary>
    Int4,
}
