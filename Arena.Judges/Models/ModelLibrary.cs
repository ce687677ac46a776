using Arena.Core;

namespace Arena.Judges.Models;

/// <summary>The models on this machine: the bundled judges, and those in a folder of models.</summary>
/// <param name="Folder">The folder of models: .gguf files, and folders of ONNX exports. It need not exist.</param>
public sealed record ModelLibrary(string Folder)
{
    /// <summary>Leaves out what may not be read, and hidden files.</summary>
    private static readonly EnumerationOptions Readable = new();

    /// <summary>Where models lie unless told otherwise, by the platform's convention.</summary>
    public static string DefaultFolder { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "arena", "models");

    /// <summary>Where the judges lie that came with the program.</summary>
    public static string Bundled { get; } = Path.Combine(AppContext.BaseDirectory, "data", "judges");

    /// <summary>All models, the bundled first, by name. What is no model is left out; a damaged one is told with what is wrong with it.</summary>
    /// <param name="cancellationToken">Cancels between two models.</param>
    public IEnumerable<LibraryEntry> List(CancellationToken cancellationToken)
    {
        foreach (var (path, isBundled) in Paths(Bundled).Select(path => (path, true)).Concat(Paths(Folder).Select(path => (path, false))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Look(path, isBundled);
        }
    }

    /// <summary>The path of a model by its path, its name in the folder, or the name of a bundled judge, in this order.</summary>
    /// <param name="pathOrName">What the user typed.</param>
    /// <exception cref="BadInputException">There is none.</exception>
    public string Find(string pathOrName)
    {
        ArgumentException.ThrowIfNullOrEmpty(pathOrName);
        string[] places = [pathOrName, Path.Combine(Folder, pathOrName), Path.Combine(Bundled, pathOrName)];
        return Array.Find(places, Path.Exists)
            ?? throw new BadInputException(
                pathOrName, $"there is no such file or folder, nor a model of this name in {Folder} or among the bundled; see: arena models list");
    }

    /// <summary>Whether a path lies among the bundled judges.</summary>
    /// <param name="path">The path.</param>
    public static bool IsBundled(string path) =>
        Path.GetFullPath(path).StartsWith(Bundled + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static LibraryEntry Look(string path, bool isBundled)
    {
        var name = Path.GetFileName(path);
        try
        {
            var file = ModelFile.Inspect(path);
            return new(name, isBundled, path, file, file.Problem);
        }
        catch (BadInputException e)
        {
            return new(name, isBundled, path, null, e.Reason);
        }
    }

    private static IEnumerable<string> Paths(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFileSystemEntries(folder, "*", Readable).Where(IsModel).Order(StringComparer.Ordinal)
        : [];

    private static bool IsModel(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", Readable).Any(IsModelFile)
        : IsModelFile(path);

    private static bool IsModelFile(string path) => Path.GetExtension(path).ToLowerInvariant() is ".gguf" or ".onnx" or ".safetensors";
}
