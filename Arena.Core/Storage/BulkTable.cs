namespace Arena.Core.Storage;

/// <summary>Where many rows go at once.</summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">The columns that are written, in the order in which values are given.</param>
/// <param name="Key">Which of the columns a unique index is on.</param>
/// <param name="OnConflict">What becomes of a row whose key is there: SQL that begins with <c>DO</c>.</param>
internal sealed record BulkTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Key, string OnConflict)
{
    /// <summary>Whether every row changes something, so that nobody asks which did.</summary>
    public bool IsAlwaysChanged { get; init; }

    public string ConflictClause => $"ON CONFLICT ({string.Join(", ", Key)}) {OnConflict}";
}
