using Arena.Core.Tournaments;

namespace Arena.Cli;

/// <summary>What <c>arena run --json</c> prints.</summary>
/// <param name="Tournament">The tournament's name.</param>
/// <param name="Planned">Judgments planned.</param>
/// <param name="Judged">Judgments made, failed ones included.</param>
/// <param name="Reused">Judgments that were there.</param>
/// <param name="Failed">Judgments made that failed.</param>
/// <param name="Failures">Failed judgments by reason.</param>
/// <param name="Stop">Why pairing stopped before all pairs were judged; null where it did not.</param>
/// <param name="Seconds">Wall clock.</param>
/// <param name="Tokens">Tokens of the prompts judged, and how many of them were computed.</param>
internal sealed record RunDocument(
    string Tournament,
    int Planned,
    int Judged,
    int Reused,
    int Failed,
    IReadOnlyDictionary<string, int> Failures,
    string? Stop,
    double Seconds,
    RunDocument.TokenCounts Tokens)
{
    public static RunDocument From(string tournament, RunResult result) => new(
        tournament,
        result.Progress.Planned,
        result.Progress.Judged,
        result.Progress.Reused,
        result.Progress.Failed,
        result.Failures,
        result.Stop,
        result.Progress.Elapsed.TotalSeconds,
        new(result.Progress.PromptTokens, result.Progress.ComputedTokens is > 0 and var computed ? computed : null));

    /// <summary>Tokens of the prompts judged, and how many of them were computed; null where only the workers that judged know.</summary>
    internal sealed record TokenCounts(long Prompt, long? Computed);
}
