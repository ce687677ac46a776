namespace Arena.Core.World;

/// <summary>Adds a style to a response and leaves what it says as it is.</summary>
public static class Dressing
{
    /// <summary>The text with phrases of the style around it. The same arguments give the same text.</summary>
    /// <param name="text">The response.</param>
    /// <param name="style">What to add; <see cref="Style.Plain"/> and <see cref="Style.Terse"/> add nothing.</param>
    /// <param name="seed">Seed of the choice of phrases.</param>
    /// <param name="split">Whose phrases to use.</param>
    public static string Add(string text, Style style, ulong seed, Split split = Split.HeldOut)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Phrasebook(WorldRandom.For(seed, $"dressing {style}"), split).Dress(text, style);
    }
}
