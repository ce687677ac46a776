namespace Arena.Judges.Chat;

/// <summary>A piece of a rendered prompt, tokenised apart from the others.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsMarkup">
/// Whether it was written by a <see cref="ChatFormat"/>, so that special tokens are recognised in it. In all other pieces they are plain text.
/// </param>
public readonly record struct PromptPiece(string Text, bool IsMarkup);
