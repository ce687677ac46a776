namespace Arena.Core.Tournaments;

/// <summary>How far a run is.</summary>
/// <param name="Planned">Judgments that are planned so far; adaptive pairing plans more as it goes.</param>
/// <param name="Judged">Judgments made by this run, failed ones included.</param>
/// <param name="Reused">Judgments that were there.</param>
/// <param name="Failed">Judgments of this run that failed.</param>
/// <param name="PromptTokens">Tokens of the prompts judged by this run.</param>
/// <param name="ComputedTokens">How many of them were computed; the rest was shared.</param>
/// <param name="Elapsed">Time since the run began.</param>
public readonly record struct RunProgress(
    int Planned, int Judged, int Reused, int Failed, long PromptTokens, long ComputedTokens, TimeSpan Elapsed);
