namespace Arena.Core.Storage;

/// <summary>What verdicts a tournament holds, for choosing among them.</summary>
/// <param name="Pairwise">Judges with pairwise judgments or recorded battles, in the order of names.</param>
/// <param name="Pointwise">Judges with pointwise judgments, in the order of names.</param>
/// <param name="HasHumanVotes">Whether there are votes of humans.</param>
/// <param name="Categories">Categories of prompts and votes, in their order.</param>
public sealed record VerdictSources(
    IReadOnlyList<string> Pairwise, IReadOnlyList<string> Pointwise, bool HasHumanVotes, IReadOnlyList<string> Categories);
