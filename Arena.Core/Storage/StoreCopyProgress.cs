namespace Arena.Core.Storage;

/// <summary>How far a copy is.</summary>
/// <param name="Table">The table that is being copied.</param>
/// <param name="Rows">Rows copied so far, of all tables.</param>
/// <param name="Total">Rows of all tables together.</param>
public readonly record struct StoreCopyProgress(string Table, long Rows, long Total);
