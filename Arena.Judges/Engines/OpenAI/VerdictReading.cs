namespace Arena.Judges.Engines.OpenAI;

/// <summary>What a verdict is read from at an endpoint.</summary>
public enum VerdictReading
{
    /// <summary>
    /// From the probabilities of the next token; from text only at a server that gives none, and <see cref="ScoringResult.Text"/> says so.
    /// </summary>
    Probabilities,

    /// <summary>From what the model writes, always.</summary>
    Text,
}
