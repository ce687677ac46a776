namespace Arena.Core.Tournaments;

/// <summary>What a run did.</summary>
/// <param name="Progress">The counts at its end.</param>
/// <param name="Failures">Failed judgments by reason, such as <c>timed out</c>; those that this run made.</param>
/// <param name="Stop">Why no more pairs were judged, where pairing decided that; null where all that was planned was judged.</param>
public sealed record RunResult(RunProgress Progress, IReadOnlyDictionary<string, int> Failures, string? Stop);
