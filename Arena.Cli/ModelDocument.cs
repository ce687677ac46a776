using Arena.Judges.Models;

namespace Arena.Cli;

/// <summary>What <c>models inspect --json</c> prints. What the file does not say is null.</summary>
internal sealed record ModelDocument(
    string Path,
    string Format,
    string? Architecture,
    string? Name,
    long Parameters,
    string? Precision,
    long? ContextLength,
    long? Vocabulary,
    string ChatFormat,
    long Bytes,
    string Sha256)
{
    public static ModelDocument From(string path, GgufHeader header, long bytes, string sha256) => new(
        path,
        $"GGUF {header.Version}",
        header.Architecture,
        header.Name,
        header.Parameters,
        header.Precision,
        header.ContextLength,
        header.Vocabulary,
        header.ChatTemplate is not { } template ? "none" : Judges.Chat.ChatFormat.Recognise(template)?.Name ?? "own template, not recognised",
        bytes,
        sha256);
}
