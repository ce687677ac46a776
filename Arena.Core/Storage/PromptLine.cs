namespace Arena.Core.Storage;

/// <summary>A prompt in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Category">Its category; null where it has none.</param>
/// <param name="Language">Its language; null where it is not told.</param>
/// <param name="Beginning">How its first turn begins.</param>
/// <param name="Responses">How many responses there are.</param>
/// <param name="Judgments">How many judgments count.</param>
public sealed record PromptLine(string Id, string? Category, string? Language, string Beginning, int Responses, int Judgments);
