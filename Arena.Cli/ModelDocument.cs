using Arena.Judges.Models;

namespace Arena.Cli;

/// <summary>A model as <c>models inspect --json</c> and <c>models list --json</c> print it. What its files do not say is null.</summary>
internal sealed record ModelDocument(
    string Name,
    string Path,
    bool IsBundled,
    string? Format,
    string? Architecture,
    long? Parameters,
    string? Precision,
    long? ContextLength,
    long? Vocabulary,
    string? ChatFormat,
    long? Bytes,
    string? Sha256,
    string? Engine,
    bool Runs,
    string? Problem)
{
    /// <summary>A model of the library, without its hash, which would need the whole file.</summary>
    public static ModelDocument From(LibraryEntry entry) => new(
        entry.Name,
        entry.Path,
        entry.IsBundled,
        entry.File?.Format,
        entry.File?.Architecture,
        entry.File?.Parameters,
        entry.File?.Precision,
        entry.File?.ContextLength,
        entry.File?.Vocabulary,
        entry.File is { } file ? file.ChatFormat ?? (file.HasChatTemplate ? "own template, not recognised" : "none") : null,
        entry.File?.Bytes,
        null,
        entry.File?.Engine,
        entry.Problem is null,
        entry.Problem);
}
