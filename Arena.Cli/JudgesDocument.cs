namespace Arena.Cli;

/// <summary>What <c>arena judge --json</c> prints of several judges: a panel and its members, or one judge by several criteria.</summary>
/// <param name="Judges">A document for each, a panel last.</param>
internal sealed record JudgesDocument(IReadOnlyList<JudgeDocument> Judges);
