namespace Arena.Core.Storage;

/// <summary>A file beside the store that a process keeps locked as long as it lives.</summary>
internal sealed class SqliteRunMark : RunMark
{
    private readonly FileStream _file;

    /// <param name="store">The store's file.</param>
    /// <exception cref="BadInputException">No file can be made beside the store.</exception>
    public SqliteRunMark(string store)
    {
        try
        {
            _file = new FileStream(PathOf(store, Owner), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(store, $"no file can be made beside the store ({e.Message}); nothing was judged", inner: e);
        }
    }

    /// <summary>Whether the process of that name still lives. What a dead one left is cleared away.</summary>
    /// <param name="store">The store's file.</param>
    /// <param name="owner">The name.</param>
    public static bool IsHeld(string store, string owner)
    {
        var path = PathOf(store, owner);
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                return false;
            }
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public override void Dispose() => _file.Dispose();

    private static string PathOf(string store, string owner) => $"{store}-run-{owner}";
}
