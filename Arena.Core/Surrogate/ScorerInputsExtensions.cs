namespace Arena.Core.Surrogate;

/// <summary>What the kinds of inputs come to.</summary>
public static class ScorerInputsExtensions
{
    private const string Consensus = "consensus.";

    /// <summary>Whether a scorer sees whom a response is like.</summary>
    /// <param name="inputs">What it may look at.</param>
    public static bool WithLikeness(this ScorerInputs inputs) => inputs >= ScorerInputs.Likeness;

    /// <summary>Whether a scorer sees a feature.</summary>
    /// <param name="inputs">What it may look at.</param>
    /// <param name="feature">Name of the feature.</param>
    internal static bool Sees(this ScorerInputs inputs, string feature) => inputs >= ScorerInputs.Field || !feature.StartsWith(Consensus, StringComparison.Ordinal);

    /// <summary>What of the inputs there is.</summary>
    /// <param name="inputs">What a scorer may look at.</param>
    /// <param name="data">The responses.</param>
    /// <exception cref="ArgumentException">Likeness is asked for and the texts are not known.</exception>
    internal static ScorerInputs On(this ScorerInputs inputs, JudgedResponses data) => inputs.WithLikeness() && data.Likeness is null
        ? throw new ArgumentException("whom a response is like cannot be told without its text")
        : inputs == ScorerInputs.Verdicts && data.Baseline is null ? ScorerInputs.Likeness : inputs;
}
