using System.Globalization;
using System.Text.RegularExpressions;

namespace Arena.Core.Bias.Distractors;

/// <summary>
/// Checks what a program can check of "as good as before": the same numbers, the same code, and no other length than a change of style explains.
/// Numbers written as words are not looked at.
/// </summary>
public static partial class DistractionGuard
{
    /// <summary>A changed response is at most so many times as long, and <see cref="LengthAllowance"/> more.</summary>
    public const int LengthFactor = 3;

    /// <summary>So many characters more are allowed whatever the length, because short answers get whole sentences around them.</summary>
    public const int LengthAllowance = 600;

    /// <summary>Compares a response with what was made of it.</summary>
    /// <param name="original">The text as it was.</param>
    /// <param name="changed">The text under the distractor.</param>
    /// <returns>What the change broke, as one sentence; null where it broke nothing.</returns>
    public static string? Check(string original, string changed)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(changed);
        if (string.IsNullOrWhiteSpace(changed) && !string.IsNullOrWhiteSpace(original))
        {
            return "The change leaves nothing.";
        }

        var (before, after) = (NumbersIn(original), NumbersIn(changed));
        if (before.Except(after).FirstOrDefault() is { } lost)
        {
            return $"The number {lost} is missing after the change.";
        }

        if (after.Except(before).FirstOrDefault() is { } added)
        {
            return $"The number {added} came in by the change.";
        }

        if (!CodeBlocks.In(original).SequenceEqual(CodeBlocks.In(changed), StringComparer.Ordinal))
        {
            return "The change touches a code block.";
        }

        var most = (LengthFactor * original.Length) + LengthAllowance;
        return changed.Length > most
            ? string.Create(CultureInfo.InvariantCulture, $"The change makes {changed.Length} of {original.Length} characters, and at most {most} are allowed.")
            : changed.Length < original.Length / 2
                ? string.Create(CultureInfo.InvariantCulture, $"The change leaves {changed.Length} of {original.Length} characters, less than half.")
                : null;
    }

    /// <summary>The distinct numbers of a text. How often and in which order they stand may change with the style.</summary>
    private static SortedSet<string> NumbersIn(string text) =>
        new(Number().Matches(text).Select(match => match.Value.Replace('−', '-')), StringComparer.Ordinal);

    [GeneratedRegex(@"(?:(?<!\w)[-−])?\d+(?:[.,]\d+)*")]
    private static partial Regex Number();
}
