namespace Arena.Core.Storage;

/// <summary>
/// A file beside the store that a process keeps locked as long as it lives. The system frees the lock whatever ends the process, so others can
/// tell a shard in work from one that was left behind.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file, string owner) => (_file, Owner) = (file, owner);

    /// <summary>The name by which claims refer to this process.</summary>
    public string Owner { get; }

    /// <summary>Takes a lock of a new name.</summary>
    /// <param name="store">The store's file.</param>
    /// <exception cref="BadInputException">No file can be made beside the store.</exception>
    public static RunLock Take(string store)
    {
        // A name must be new and says nothing else; no result depends on it.
        var owner = Guid.NewGuid().ToString("N");
        try
        {
            return new(new FileStream(PathOf(store, owner), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose), owner);
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

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string PathOf(string store, string owner) => $"{store}-run-{owner}";
}
