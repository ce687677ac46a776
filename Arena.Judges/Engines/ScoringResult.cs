using Arena.Core.Judging;

namespace Arena.Judges.Engines;

/// <summary>How likely each candidate is to be the model's next token; or why that is not known.</summary>
public sealed record ScoringResult
{
    /// <summary>
    /// Natural logarithms of the candidates' probabilities among all tokens, in the order of the candidates; negative infinity for a
    /// candidate that a server did not list. Empty where the request failed.
    /// </summary>
    public IReadOnlyList<double> LogProbabilities { get; init; } = [];

    /// <summary>
    /// An upper bound of the probability of each candidate that a server did not list, in [0, 1]; 0 where all are known exactly.
    /// </summary>
    public double UnseenBound { get; init; }

    /// <summary>Tokens of the prompt; null where a server does not tell.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>
    /// Tokens of the prompt that were computed for this request; those of a beginning shared with earlier requests are counted there.
    /// Null where a server does not tell.
    /// </summary>
    public int? ComputedTokens { get; init; }

    /// <summary>
    /// What the model wrote, where the verdict had to be read from text; null where probabilities came back. With a text, the
    /// log-probabilities say no more than which candidate it is: 0 for that one, negative infinity for the others.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Why there are no probabilities; null where there are.</summary>
    public JudgingFailure? Failure { get; init; }

    /// <summary>The probability that lies on all listed candidates together, in [0, 1].</summary>
    public double Mass => Math.Min(1, LogProbabilities.Sum(Math.Exp));
}
