using Arena.Core.Storage;
using Arena.Core.Tournaments;

namespace Arena.Cli;

/// <summary>What <c>import --json</c> prints.</summary>
internal sealed record ImportDocument(string Tournament, ImportDocument.Totals Imported, IReadOnlyList<ImportDocument.Skip> Skipped)
{
    public static ImportDocument From(string tournament, ImportResult result) => new(
        tournament,
        new Totals(
            result.Imported.Prompts,
            result.Imported.Contestants,
            result.Imported.Responses,
            result.Imported.Judgments,
            result.Imported.Battles,
            result.Imported.References),
        [.. result.Skipped.Select(skip => new Skip(skip.Path, skip.What, skip.Count, skip.Reason))]);

    public static IEnumerable<(string What, int Count)> Counts(ImportCounts counts) =>
    [
        ("prompts", counts.Prompts),
        ("contestants", counts.Contestants),
        ("responses", counts.Responses),
        ("judgments", counts.Judgments),
        ("battles", counts.Battles),
        ("reference answers", counts.References),
    ];

    /// <summary>How many of each are new.</summary>
    internal sealed record Totals(int Prompts, int Contestants, int Responses, int Judgments, int Battles, int References);

    /// <summary>What was left out, and why.</summary>
    internal sealed record Skip(string Path, string What, int Count, string Reason);
}
