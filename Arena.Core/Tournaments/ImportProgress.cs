namespace Arena.Core.Tournaments;

/// <summary>Which file an import has come to.</summary>
/// <param name="Path">The file.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Count">Number of files to import.</param>
public readonly record struct ImportProgress(string Path, int Number, int Count);
