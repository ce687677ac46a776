using System.Text;

namespace Arena.Core;

/// <summary>Writes a file wholly or not at all.</summary>
public static class WholeFile
{
    /// <summary>Writes a text beside its place, then moves it there; who reads the old file meanwhile reads all of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">All that it is to hold.</param>
    /// <param name="cancellationToken">Cancels; the old file stays then.</param>
    /// <exception cref="BadInputException">There is no such folder, or it cannot be written to.</exception>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken = default)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new BadInputException(path, "this is a folder; name a file in it.");
        }

        var folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
        {
            throw new BadInputException(path, "its folder does not exist; make it, or name a file elsewhere.");
        }

        var draft = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            await File.WriteAllTextAsync(draft, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken).ConfigureAwait(false);
            File.Move(draft, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"it cannot be written: {e.Message}", inner: e);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
