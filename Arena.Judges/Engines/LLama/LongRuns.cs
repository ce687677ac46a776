namespace Arena.Judges.Engines.LLama;

/// <summary>
/// Cuts texts that llama.cpp cannot tokenise whole. For many families of models it finds words by a regular expression that recurses
/// once a letter, and a word of some twenty thousand letters overflows the stack, which ends the process. Responses are not ours, and
/// one of them must not be able to do that.
/// </summary>
internal static class LongRuns
{
    /// <summary>
    /// The longest run that is left whole, in UTF-16 units. A letter takes about 350 bytes of stack, and the smallest stacks have 1.5 MB.
    /// </summary>
    public const int Longest = 2000;

    /// <summary>The text in parts: one, unless it has more than <see cref="Longest"/> letters without a space, or without ink.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<string> Cut(string text)
    {
        var start = 0;
        var sinceSpace = 0;
        var sinceInk = 0;
        for (var i = 0; i < text.Length; i++)
        {
            // Only what every regular expression takes for white space, or for none, surely ends a word or a gap.
            var letter = text[i];
            sinceSpace = letter is ' ' or '\n' ? 0 : sinceSpace + 1;
            sinceInk = char.IsLetterOrDigit(letter) || char.IsPunctuation(letter) ? 0 : sinceInk + 1;
            if (Math.Max(sinceSpace, sinceInk) > Longest && !char.IsSurrogatePair(text[i - 1], letter))
            {
                yield return text[start..i];
                start = i;
                sinceSpace = sinceInk = 1;
            }
        }

        yield return text[start..];
    }
}
