namespace Arena.Core.Surrogate.Features;

/// <summary>
/// BLEU of a single text: the geometric mean of the clipped precisions of runs of 1 to 4 words, times a penalty for being shorter than the
/// reference. Papineni et al., "BLEU: a method for automatic evaluation of machine translation", 2002; of runs of two words and more, numerator and
/// denominator are raised by one, since short texts often share none (Lin and Och 2004, "add one").
/// </summary>
public static class Bleu
{
    private const int Longest = 4;

    /// <summary>BLEU-4 against one reference.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reference">The reference.</param>
    /// <returns>In [0, 1]; 0 where they share no word.</returns>
    public static double Of(TextProfile text, TextProfile reference)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(reference);
        var common = text.Grams(1).Common(reference.Grams(1));
        if (common == 0)
        {
            return 0;
        }

        var logs = Math.Log((double)common / text.Words.Length);
        for (var n = 2; n <= Longest; n++)
        {
            var grams = text.Grams(n);
            logs += Math.Log((grams.Common(reference.Grams(n)) + 1.0) / (grams.Total + 1.0));
        }

        var brevity = Math.Min(0, 1 - ((double)reference.Words.Length / text.Words.Length));
        return Math.Exp((logs / Longest) + brevity);
    }
}
