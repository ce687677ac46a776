using Arena.Core;
using Arena.Judges.Engines;
using Arena.Judges.Engines.LLama;
using Arena.Judges.Engines.Onnx;
using Arena.Judges.Models;
using Arena.Judges.Templates;

namespace Arena.Judges;

/// <summary>A model on this machine, as the user names it: the folder of an ONNX export, a GGUF file, or the name of a bundled judge.</summary>
/// <param name="Location">The folder or file.</param>
public sealed record LocalModel(string Location)
{
    private bool IsGguf => Path.GetExtension(Location).Equals(".gguf", StringComparison.OrdinalIgnoreCase);

    private string Folder => IsGguf ? Path.GetDirectoryName(Path.GetFullPath(Location))! : Location;

    /// <summary>Finds a model.</summary>
    /// <param name="pathOrName">
    /// A folder, a GGUF file, the name of a bundled judge, or the name of a model in the models folder; what is on disk comes first.
    /// </param>
    /// <param name="folder">What a path is relative to; the current folder unless given.</param>
    /// <exception cref="BadInputException">There is none, or it is a file that this build does not run.</exception>
    public static LocalModel Find(string pathOrName, string folder = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(pathOrName);
        string[] places = [Path.Combine(folder, pathOrName), Path.Combine(ModelLibrary.Bundled, pathOrName), Path.Combine(ModelLibrary.DefaultFolder, pathOrName)];
        if (Array.Find(places, IsModelPlace) is not { } found)
        {
            throw new BadInputException(
                pathOrName, $"there is no such folder or file, nor a model of this name among the bundled ({string.Join(", ", BundledNames())}) or in {ModelLibrary.DefaultFolder}; see: arena models list");
        }

        var model = new LocalModel(found);
        return Directory.Exists(found) || model.IsGguf
            ? model
            : throw new BadInputException(pathOrName, "a judge is a .gguf file, or the folder of an ONNX export with model.onnx and tokenizer.json.");

        // The bundled folder holds more than models: templates, for one.
        static bool IsModelPlace(string path) => Path.Exists(path) && (Path.GetDirectoryName(path) != ModelLibrary.Bundled || File.Exists(Path.Combine(path, "model.onnx")));
    }

    /// <summary>Opens the model for scoring; every engine for it is an <see cref="ITextEngine"/> as well where its model can write.</summary>
    /// <param name="onnx">How to run an ONNX export; null for the default.</param>
    /// <param name="gguf">How to run a GGUF file; null for the default.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">It cannot be run; as said of <see cref="OnnxEngine"/> and <see cref="GgufEngine"/>.</exception>
    public async Task<IScoringEngine> OpenAsync(
        OnnxEngineOptions? onnx = null, GgufEngineOptions? gguf = null, CancellationToken cancellationToken = default) => IsGguf
        ? await GgufEngine.OpenAsync(Location, gguf ?? new(), cancellationToken).ConfigureAwait(false)
        : await OnnxEngine.OpenAsync(Location, onnx, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads a template that a judge's file names.</summary>
    /// <param name="pathOrName">A file, or the name of one of the general templates, such as <c>pairwise-reason</c>.</param>
    /// <param name="folder">What a path is relative to.</param>
    /// <exception cref="BadInputException">There is no such template, or it is none.</exception>
    public static PromptTemplate ReadTemplate(string pathOrName, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(pathOrName);
        string[] places = [Path.Combine(folder, pathOrName), Path.Combine(Templates, $"{pathOrName}.yaml")];
        return PromptTemplate.Read(Array.Find(places, File.Exists) ?? places[0]);
    }

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
        PromptTemplate.Read(Path.Combine(Templates, NameOfTemplate(protocol)));

    private static string Templates => Path.Combine(ModelLibrary.Bundled, "templates");

    private static IEnumerable<string> BundledNames() => Directory.Exists(ModelLibrary.Bundled)
        ? Directory.GetDirectories(ModelLibrary.Bundled).Where(path => File.Exists(Path.Combine(path, "model.onnx"))).Order(StringComparer.Ordinal).Select(path => Path.GetFileName(path))
        : [];

    private static string NameOfTemplate(Protocol protocol) => protocol == Protocol.Pairwise ? "pairwise.yaml" : "pointwise.yaml";
}
