namespace Arena.Core;

/// <summary>A contestant's answer to a prompt. Its text is untrusted data: it is never parsed as markup, template or command.</summary>
/// <param name="PromptId">The <see cref="Prompt.Id"/> that it answers.</param>
/// <param name="Contestant">The <see cref="Contestant.Name"/> that gave it.</param>
/// <param name="Turns">A text per turn of the prompt.</param>
public sealed record Response(string PromptId, string Contestant, IReadOnlyList<string> Turns);
