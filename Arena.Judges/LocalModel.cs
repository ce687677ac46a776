using Arena.Core;
using Arena.Judges.Engines;
using Arena.Judges.Engines.LLama;
using Arena.Judges.Engines.Onnx;
using Arena.Judges.Templates;

namespace Arena.Judges;

/// <summary>A model on this machine, as the user names it: the folder of an ONNX export, a GGUF file, or the name of a bundled judge.</summary>
/// <param name="Location">The folder or file.</param>
public sealed record LocalModel(string Location)
{
    private bool IsGguf => Path.GetExtension(Location).Equals(".gguf", StringComparison.OrdinalIgnoreCase);

    private string Folder => IsGguf ? Path.GetDirectoryName(Path.GetFullPath(Location))! : Location;

    internal static string Bundled => Path.Combine(AppContext.BaseDirectory, "data", "judges");

    /// <summary>Finds a model.</summary>
    /// <param name="pathOrName">A folder, a GGUF file, or the name of a bundled judge; what is on disk comes first.</param>
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
            var file = new LocalModel(pathOrName);
            return file.IsGguf
                ? file
                : throw new BadInputException(pathOrName, "a judge is a .gguf file, or the folder of an ONNX export with model.onnx and tokenizer.json.");
        }

        var bundled = Directory.Exists(Bundled)
            ? Directory.GetDirectories(Bundled).Where(folder => File.Exists(Path.Combine(folder, "model.onnx"))).Order(StringComparer.Ordinal).ToArray()
            : [];
        return Array.Find(bundled, folder => Path.GetFileName(folder) == pathOrName) is { } found
            ? new(found)
            : throw new BadInputException(
                pathOrName, $"there is no such folder or file, nor a bundled judge of this name; bundled are {string.Join(", ", bundled.Select(Path.GetFileName))}.");
    }

    /// <summary>Opens the model for scoring.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">It cannot be run; as said of <see cref="OnnxEngine"/> and <see cref="GgufEngine"/>.</exception>
    public async Task<IScoringEngine> OpenAsync(CancellationToken cancellationToken = default) => IsGguf
        ? await GgufEngine.OpenAsync(Location, new(), cancellationToken).ConfigureAwait(false)
        : await OnnxEngine.OpenAsync(Location, cancellationToken: cancellationToken).ConfigureAwait(false);

    /// <summary>How the model is asked: by the template beside it, where it has one, else by the general one.</summary>
    /// <param name="protocol">What is asked for.</param>
    public PromptTemplate ReadTemplate(Protocol protocol)
    {
        var own = Path.Combine(Folder, NameOfTemplate(protocol));
        return File.Exists(own) ? PromptTemplate.Read(own) : ReadGeneralTemplate(protocol);
    }

    /// <summary>How any model is asked that brings no template of its own.</summary>
    /// <param name="protocol">What is asked for.</param>
    public static PromptTemplate ReadGeneralTemplate(Protocol protocol) =>
        PromptTemplate.Read(Path.Combine(Bundled, "templates", NameOfTemplate(protocol)));

    private static string NameOfTemplate(Protocol protocol) => protocol == Protocol.Pairwise ? "pairwise.yaml" : "pointwise.yaml";
}
