namespace Arena.Core.Storage;

/// <summary>Tells where a store is: in a file, or in a PostgreSQL database.</summary>
public static class StoreLocation
{
    /// <summary>Names a store for people: the file, or the server and database without a password.</summary>
    /// <param name="location">The location.</param>
    /// <exception cref="BadInputException">It looks like a connection string and is none.</exception>
    public static string NameOf(string location) => IsPostgres(location) ? PostgresDatabase.NameOf(location) : location;

    /// <summary>
    /// Whether a location is a connection string of PostgreSQL, as <c>Host=…;Database=…</c> or <c>postgresql://…</c>, and not a file. Only the form is looked at.
    /// </summary>
    /// <param name="location">The location.</param>
    public static bool IsPostgres(string location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return location.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
            || location.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
            || location.Split(';').Any(part => part.Split('=') is [var key, _, ..] && key.Trim().ToUpperInvariant() is "HOST" or "SERVER");
    }
}
