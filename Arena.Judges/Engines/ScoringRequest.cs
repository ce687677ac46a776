using Arena.Judges.Chat;

namespace Arena.Judges.Engines;

/// <summary>A prompt, and the answers whose probabilities are asked for.</summary>
/// <param name="Messages">The conversation that the model is to answer.</param>
/// <param name="Candidates">The answers. Each must be one token of the model; else the result fails.</param>
public sealed record ScoringRequest(IReadOnlyList<ChatMessage> Messages, IReadOnlyList<string> Candidates);
