namespace Arena.Core.Storage;

/// <summary>A table that was copied.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows it has.</param>
public sealed record CopiedTable(string Name, long Rows);
