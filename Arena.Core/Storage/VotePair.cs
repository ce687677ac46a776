namespace Arena.Core.Storage;

/// <summary>Two responses to a prompt, as they are shown to a voter.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Left">The response shown left.</param>
/// <param name="Right">The response shown right.</param>
/// <param name="Texts">Names the three texts as the store has them; another where one of them was changed.</param>
public sealed record VotePair(Prompt Prompt, Response Left, Response Right, string Texts);
