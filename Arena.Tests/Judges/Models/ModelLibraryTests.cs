using Arena.Core;
using Arena.Judges.Models;

namespace Arena.Tests.Judges.Models;

public sealed class ModelLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelLibrary _library;

    public ModelLibraryTests() => _library = new ModelLibrary(_folder.PathOf("models"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_NoFolder_IsTheBundledJudges()
    {
        var models = _library.List(CancellationToken.None).ToArray();

        Assert.Equal(["tiny-biased", "tiny-fair"], models.Select(model => model.Name));
        Assert.All(models, model => Assert.Equal((true, null), (model.IsBundled, model.Problem)));
    }

    [Fact]
    public void List_FolderOfMany_TellsModelsAndWhatIsWrongWithThem()
    {
        _folder.Write("models/whole.gguf", File.ReadAllBytes(Path.Combine(BundledJudge.FolderOf("tiny-fair"), "model.gguf")));
        _folder.Write("models/cut.gguf", "GGUF");
        _folder.Write("models/cut-too.gguf.part", "GGUF");
        _folder.Write("models/notes.txt", "not a model");
        _folder.Write("models/pictures/cat.png", "not a model");
        _folder.Write("models/export/model.onnx", File.ReadAllBytes(Path.Combine(BundledJudge.FolderOf("tiny-fair"), "model.onnx")));

        var models = _library.List(CancellationToken.None).Where(model => !model.IsBundled).ToDictionary(model => model.Name);

        Assert.Equal(["cut.gguf", "export", "whole.gguf"], models.Keys.Order(StringComparer.Ordinal));
        Assert.Null(models["cut.gguf"].File);
        Assert.Contains("GGUF", models["cut.gguf"].Problem, StringComparison.Ordinal);
        Assert.Contains("tokenizer.json", models["export"].Problem, StringComparison.Ordinal);
        Assert.Equal("F16", models["whole.gguf"].File!.Precision);
    }

    [Fact]
    public void Find_PathNameOrBundledJudge_IsItsPath()
    {
        var path = _folder.Write("models/a.gguf", "GGUF");

        Assert.Equal(path, _library.Find(path));
        Assert.Equal(path, _library.Find("a.gguf"));
        Assert.True(ModelLibrary.IsBundled(_library.Find("tiny-fair")));
        Assert.Contains("b.gguf", Assert.Throws<BadInputException>(() => _library.Find("b.gguf")).Message, StringComparison.Ordinal);
    }
}
