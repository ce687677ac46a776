using Microsoft.ML.OnnxRuntime.Tensors;

namespace Arena.Judges.Engines.Onnx;

/// <summary>What a graph must look like for <see cref="OnnxDecoder"/> to run it: a decoder with past, as the usual exports show it.</summary>
internal static class DecoderForm
{
    /// <summary>How the inputs with keys and values of earlier tokens begin.</summary>
    public const string Past = "past_key_values.";

    /// <summary>Names of the outputs that go with the past's inputs.</summary>
    public static string PresentOf(string past) => $"present.{past[Past.Length..]}";

    /// <summary>Why a graph cannot be run, as a sentence about it with what to do; null where it can.</summary>
    /// <param name="inputs">Its inputs by name.</param>
    /// <param name="outputs">Its outputs by name.</param>
    public static string? FaultOf(IReadOnlyDictionary<string, OnnxPort> inputs, IReadOnlyDictionary<string, OnnxPort> outputs)
    {
        if (inputs.ContainsKey("use_cache_branch"))
        {
            // Many such were traced with one token after the past and mask nothing among several: verdicts would be wrong without a word.
            return "the graph is a merged export (it has an input use_cache_branch), which can only be trusted with one token at a time; export it anew as text-generation-with-past with Optimum 1.14 or later, which makes one model.onnx without that input.";
        }

        string[] past = [.. inputs.Keys.Where(name => name.StartsWith(Past, StringComparison.Ordinal))];
        var known = new HashSet<string>(["input_ids", "attention_mask", "position_ids", .. past], StringComparer.Ordinal);
        var fault = past.Length == 0 || !inputs.ContainsKey("input_ids") || !inputs.ContainsKey("attention_mask")
            ? "is no decoder with past (it lacks input_ids, attention_mask or past_key_values)"
            : inputs.Keys.FirstOrDefault(name => !known.Contains(name)) is { } odd
                ? $"has an input {odd} that this engine does not know"
                : past.Select(PresentOf).Prepend("logits").FirstOrDefault(name => !outputs.ContainsKey(name)) is { } missing
                    ? $"has no output {missing}"
                    : past.Select(name => inputs[name]).Append(outputs["logits"]).Any(port => port.Type is not (TensorElementType.Float or TensorElementType.Float16))
                        ? "has keys, values or logits that are not floats of 32 or 16 bits"
                        : past.FirstOrDefault(name => inputs[name].Type != outputs[PresentOf(name)].Type) is { } unlike
                            ? $"takes {unlike} in another number format than it gives it in"
                            : past.Any(name => inputs[name].Dimensions is not [_, > 0, _, > 0])
                                ? "does not say how many heads its keys and values have"
                                : null;
        return fault is null ? null : $"the graph {fault}; export it as text-generation-with-past in floats of 32 or 16 bits.";
    }
}
