namespace Arena.Judges.Models;

/// <summary>A model of a <see cref="ModelLibrary"/>.</summary>
/// <param name="Name">What it is called there: the name of its file or folder.</param>
/// <param name="IsBundled">Whether it came with the program.</param>
/// <param name="Path">Its file or folder.</param>
/// <param name="File">What it is; null where that cannot be read.</param>
/// <param name="Problem">Why this build cannot run it; null where it can.</param>
public sealed record LibraryEntry(string Name, bool IsBundled, string Path, ModelFile? File, string? Problem);
