using Arena.Core;
using Arena.Judges.Engines;
using Arena.Judges.Engines.Onnx;
using Arena.Judges.Templates;

namespace Arena.Judges;

/// <summary>A model on this machine, as the user names it: a folder, or the name of a bundled judge.</summary>
/// <param name="Folder">Where it lies.</param>
public sealed record LocalModel(string Folder)
{
    internal static string Bundled => Path.Combine(AppContext.BaseDirectory, "data", "judges");

    /// <summary>The model's name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder)));

    /// <summary>Finds a model.</summary>
    /// <param name="pathOrName">A folder, or the name of a bundled judge; the folder comes first.</param>
    /// <exception cref="BadInputException">There is none, or it is a file that this build does not run.</exception>
    public static LocalModel Find(string pathOrName)
    {
        ArgumentException.ThrowIfNullOrEmpty(pathOrName);
        if (Directory.Exists(pathOrName))
        {
            return new(pathOrName);
        }

        if (File.Exists(pathOrName))
        {
            throw new BadInputException(pathOrName, "a judge is named by its folder, which holds model.onnx and tokenizer.json; this build runs no other files.");
        }

        var bundled = Directory.Exists(Bundled)
            ? Directory.GetDirectories(Bundled).Where(folder => File.Exists(Path.Combine(folder, "model.onnx"))).Order(StringComparer.Ordinal).ToArray()
            : [];
        return Array.Find(bundled, folder => Path.GetFileName(folder) == pathOrName) is { } found
            ? new(found)
            : throw new BadInputException(
                pathOrName, $"there is no such folder, nor a bundled judge of this name; bundled are {string.Join(", ", bundled.Select(Path.GetFileName))}.");
    }

    /// <summary>Opens the model for scoring.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IScoringEngine> OpenAsync(CancellationToken cancellationToken = default) =>
        await OnnxEngine.OpenAsync(Folder, cancellationToken: cancellationToken).ConfigureAwait(false);

    /// <summary>How the model is asked: by the template beside it, where it has one, else by the general one.</summary>
    /// <param name="protocol">What is asked for.</param>
    public PromptTemplate ReadTemplate(Protocol protocol)
    {
        var name = protocol == Protocol.Pairwise ? "pairwise.yaml" : "pointwise.yaml";
        var own = Path.Combine(Folder, name);
        return PromptTemplate.Read(File.Exists(own) ? own : Path.Combine(Bundled, "templates", name));
    }
}
