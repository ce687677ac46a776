namespace Arena.Judges.Chat;

/// <summary>
/// A message to a model. Its text is data whoever wrote it: no special token is ever recognised in it, and role markers come from the
/// <see cref="ChatFormat"/> alone.
/// </summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Segments">
/// The text in pieces that are tokenised apart, so that messages with an equal beginning have equal tokens there. Together they are the text.
/// </param>
public sealed record ChatMessage(ChatRole Role, IReadOnlyList<string> Segments)
{
    /// <summary>The whole text.</summary>
    public string Text => string.Concat(Segments);
}
