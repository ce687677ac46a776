namespace Arena.Core.Storage;

public sealed partial class ArenaStore
{
    /// <summary>
    /// Copies all of the store to where there is none, or an empty one: between databases of both kinds, or as a backup. What is copied is one state of the store, whatever others
    /// write meanwhile. Rows keep their numbers; memory does not grow with the store.
    /// </summary>
    /// <remarks>
    /// Left out is who judges what at the moment. PostgreSQL has times in microseconds, and U+FFFD in place of U+0000 in names and in what judges wrote.
    /// </remarks>
    /// <param name="location">Where to, as said of <see cref="OpenAsync(string, TimeProvider, bool, CancellationToken)"/>.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellationToken">Cancels, and nothing is copied.</param>
    /// <returns>The tables, in the order in which they were copied.</returns>
    /// <exception cref="BadInputException">
    /// There is something at the other place, or as said of <see cref="OpenAsync(string, TimeProvider, bool, CancellationToken)"/>, of either store. Nothing is copied then.
    /// </exception>
    public async Task<IReadOnlyList<CopiedTable>> CopyToAsync(
        string location, IProgress<StoreCopyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        if (StoreLocation.IsPostgres(location) || Path.Exists(location))
        {
            return await CopyAsync(location, progress, cancellationToken).ConfigureAwait(false);
        }

        // A new file gets its name when it is whole: whatever ends the process before, nobody takes part of a store for a backup.
        var draft = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(location))!, $".{Guid.NewGuid():N}.tmp");
        try
        {
            var copied = await CopyAsync(draft, progress, cancellationToken).ConfigureAwait(false);
            File.Move(draft, location);
            return copied;
        }
        catch (BadInputException e) when (e.InputSource == draft)
        {
            throw new BadInputException(location, e.Reason, inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(location, $"cannot be written ({e.Message}); nothing was copied", inner: e);
        }
        finally
        {
            foreach (var rest in new[] { draft, $"{draft}-wal", $"{draft}-shm" }.Where(File.Exists))
            {
                File.Delete(rest);
            }
        }
    }

    private async Task<IReadOnlyList<CopiedTable>> CopyAsync(string location, IProgress<StoreCopyProgress>? progress, CancellationToken cancellationToken)
    {
        using var target = await OpenAsync(location, _time, create: true, cancellationToken).ConfigureAwait(false);
        try
        {
            return await StoreCopy.RunAsync(_database, target._database, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (target._database.Translate(exception) is { } refusal)
        {
            throw refusal;
        }
    }
}
