using Arena.Core.Storage;

namespace Arena.Core.Tournaments;

/// <summary>What an import did.</summary>
/// <param name="Imported">What is new in the store.</param>
/// <param name="Skipped">What was left out, file by file.</param>
public sealed record ImportResult(ImportCounts Imported, IReadOnlyList<ImportSkip> Skipped);
