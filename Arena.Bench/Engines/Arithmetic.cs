using System.Text.Json;
using Arena.Judges.Engines;
using Arena.Judges.Models;

namespace Arena.Bench.Engines;

/// <summary>
/// What a decoder multiplies: each weight once for every token, and for every earlier token that a token attends to, its query with that one's key and
/// its probability with that one's value. So tokens behind a long past cost more than those at the beginning.
/// </summary>
/// <param name="Weights">Number of weights.</param>
/// <param name="Attended">Multiplications for one attended token: 2 × width × layers.</param>
internal sealed record Arithmetic(double Weights, double Attended)
{
    /// <summary>That of a model; of a .gguf file, whose sizes are not read here, the weights alone.</summary>
    public static Arithmetic Of(string model)
    {
        var weights = (double)(ModelFile.Inspect(model).Parameters ?? throw new InvalidOperationException($"{model} does not say how many weights it has"));
        if (model.EndsWith(".gguf", StringComparison.Ordinal))
        {
            return new(weights, 0);
        }

        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(model, "config.json")));
        return new(weights, 2.0 * config.RootElement.GetProperty("hidden_size").GetInt32() * config.RootElement.GetProperty("num_hidden_layers").GetInt32());
    }

    /// <summary>Multiplications without sharing over those with it.</summary>
    public double Ratio(IReadOnlyList<ScoringResult> results) =>
        results.Sum(result => Of(result.PromptTokens!.Value, result.PromptTokens!.Value))
        / results.Sum(result => Of(result.ComputedTokens!.Value, result.PromptTokens!.Value));

    /// <summary>The last of a prompt's tokens.</summary>
    private double Of(double computed, double all) => computed * (Weights + (Attended * (all - ((computed - 1) / 2))));
}
