namespace Arena.Core.Storage;

/// <summary>What a column holds, whichever way its database keeps it.</summary>
internal enum StoreType
{
    Bool,
    Int,
    Long,
    Double,
    Text,
    Bytes,

    /// <summary>An instant; SQLite keeps 100 ns of it, PostgreSQL microseconds.</summary>
    Time,
}
