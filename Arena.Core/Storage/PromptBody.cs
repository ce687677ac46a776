namespace Arena.Core.Storage;

/// <summary>What a prompt's text column holds.</summary>
internal sealed record PromptBody(IReadOnlyList<string> Turns, string? System, IReadOnlyList<Passage>? Context);
