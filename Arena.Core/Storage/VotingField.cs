using System.Collections;

namespace Arena.Core.Storage;

/// <summary>What can be voted on: who responded to which prompts.</summary>
/// <param name="Contestants">The contestants.</param>
/// <param name="Prompts">Ids of the prompts with two responses or more.</param>
/// <param name="Answered">For every contestant, which of the prompts it responded to.</param>
public sealed record VotingField(IReadOnlyList<string> Contestants, IReadOnlyList<string> Prompts, IReadOnlyList<BitArray> Answered);
