namespace Arena.Core.Storage;

/// <summary>The latest run of a tournament, which has not ended.</summary>
/// <param name="Tournament">Name of the tournament.</param>
/// <param name="Run">The run.</param>
public sealed record RunInHand(string Tournament, StoredRun Run);
