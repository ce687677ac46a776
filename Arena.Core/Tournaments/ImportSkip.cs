namespace Arena.Core.Tournaments;

/// <summary>What an import left out, and why.</summary>
/// <param name="Path">The file.</param>
/// <param name="What">What was left out: <c>file</c>, <c>records</c>, <c>prompts</c>, <c>responses</c>, <c>judgments</c> or <c>battles</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Reason">Why.</param>
public sealed record ImportSkip(string Path, string What, int Count, string Reason);
