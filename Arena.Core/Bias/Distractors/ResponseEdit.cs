using System.Globalization;
using System.Text;
using Arena.Core.Statistics;

namespace Arena.Core.Bias.Distractors;

/// <summary>
/// What distractors of responses share: they change the last turn, draw from a seed of their own for every response, say why they cannot be put on
/// one, and are held to the guard where they claim to keep the quality.
/// </summary>
internal static class ResponseEdit
{
    /// <summary>A distractor that is put on responses against the neutral edit.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="definition">What it does, in one sentence.</param>
    /// <param name="source">Where it was described first.</param>
    /// <param name="edit">The changed text; null where it cannot be changed so.</param>
    /// <param name="isEnglish">Whether it adds English that would read oddly in an answer of another language.</param>
    /// <param name="keepsQuality">Whether the response is as good as before; what breaks the guard then is not made.</param>
    /// <param name="notMade">Why it is not made where the edit gives null.</param>
    public static ResponseDistractor Distract(
        string name,
        string definition,
        string source,
        Func<string, DeterministicRandom, string?> edit,
        bool isEnglish = true,
        bool keepsQuality = true,
        string notMade = "")
    {
        return new(name, definition, source, Apply) { KeepsQuality = keepsQuality, Placebo = DistractorRegistry.NeutralEdit };

        Distraction Apply(Prompt prompt, Response response, long seed) => LastTurn(
            response,
            text =>
            {
                if (isEnglish && OtherLanguage(prompt, text) is { } other)
                {
                    return Distraction.Not(other);
                }

                var changed = edit(text, new DeterministicRandom(seed, StreamOf(name, response)));
                return changed is null ? Distraction.Not(notMade)
                    : changed == text ? Distraction.Not("The response is the same under it.")
                    : keepsQuality && DistractionGuard.Check(text, changed) is { } broken ? Distraction.Not(broken)
                    : Distraction.Made([changed]);
            });
    }

    /// <summary>The response with its last turn changed; where that is empty, the reason why not.</summary>
    public static Distraction LastTurn(Response response, Func<string, Distraction> edit)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.Turns.Count == 0 || string.IsNullOrWhiteSpace(response.Turns[^1]))
        {
            return Distraction.Not("The response is empty.");
        }

        var made = edit(response.Turns[^1]);
        return made.Turns is [var text] ? Distraction.Made([.. response.Turns.SkipLast(1), text]) : made;
    }

    /// <summary>A text with a sentence at its end: on the same line where the text is one line, else as a paragraph.</summary>
    public static string Behind(string text, string sentence) => text.Contains('\n', StringComparison.Ordinal) ? Below(text, sentence) : $"{text} {sentence}";

    /// <summary>A text with a paragraph below it.</summary>
    public static string Below(string text, string paragraph) => $"{text}\n\n{paragraph}";

    /// <summary>One of several phrases.</summary>
    public static T Pick<T>(this DeterministicRandom random, params ReadOnlySpan<T> choices) => choices[random.NextInt(choices.Length)];

    /// <summary>Every response has its own draws, whichever others are changed.</summary>
    private static long StreamOf(string name, Response response) =>
        long.Parse(ContentHash.Of(name, response.PromptId, response.Contestant).AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string? OtherLanguage(Prompt prompt, string text)
    {
        if (prompt.Language is { } language && !language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
        {
            return $"The prompt is in another language ({language}), and what is added is English.";
        }

        Rune[] letters = [.. text.EnumerateRunes().Where(Rune.IsLetter)];
        return letters.Length > 2 * letters.Count(IsLatin)
            ? "The response is mainly in another script than Latin, and what is added is English."
            : null;
    }

    private static bool IsLatin(Rune letter) => letter.Value is <= 0x24F or (>= 0x1E00 and <= 0x1EFF);
}
