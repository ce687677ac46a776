using System.Text.Json.Nodes;
using Arena.Bench.Models;
using Arena.Core;
using Arena.Judges.Engines.Onnx;
using Arena.Judges.Models;

namespace Arena.Tests.Judges.Models;

/// <summary>What is told of a model, held against what the engine does with it.</summary>
public sealed class ModelFileTests : IDisposable
{
    private static readonly LlamaShape Shape = LlamaShape.Of(200_000, 640, 128);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => BundledJudge.Names;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Inspect_BundledJudge_IsALlamaThatRuns(string name)
    {
        var file = ModelFile.Inspect(BundledJudge.FolderOf(name));

        Assert.Equal((name, "ONNX", "llama", "fp32"), (file.Name, file.Format, file.Architecture, file.Precision));
        Assert.Equal((512L, 640L, "chatml"), (file.ContextLength, file.Vocabulary, file.ChatFormat));
        Assert.Equal(("onnx", null), (file.Engine, file.Problem));
        Assert.Equal(new FileInfo(file.Path).Length, file.Bytes);
        Assert.Matches("^[0-9a-f]{64}$", await file.HashAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Inspect_GgufOfABundledJudge_NamesItsEngineAndHowToBuildIt()
    {
        var file = ModelFile.Inspect(Path.Combine(BundledJudge.FolderOf("tiny-fair"), "model.gguf"));

        Assert.Equal(("tiny-fair", "GGUF 3", "llama", "F16"), (file.Name, file.Format, file.Architecture, file.Precision));
        Assert.Equal("llama", file.Engine);
        Assert.Equal(ModelFile.RunsGguf, file.Problem is null);
        Assert.True(file.Problem is null || file.Problem.Contains("-p:LLama=Cpu", StringComparison.Ordinal));
    }

    /// <summary>Ways to spoil a folder, and a word of what is then to be said.</summary>
    public static TheoryData<string, string?> Cases => new()
    {
        { "nothing", null },
        { "f16", null },
        { "int8", null },
        { "int4", null },
        { "no tokenizer", "tokenizer.json" },
        { "unigram tokenizer", "Unigram" },
        { "no config", "config.json" },
        { "no context length", "max_position_embeddings" },
        { "no chat template", "chat_template" },
        { "own chat template", "none that Arena knows" },
        { "no past", "no decoder with past" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Inspect_OnnxFolder_SaysWhatTheEngineSays(string spoiled, string? reason)
    {
        var folder = WriteOnnx(spoiled);

        var file = ModelFile.Inspect(folder);
        var refusal = await Record.ExceptionAsync(async () => await (await OnnxEngine.OpenAsync(folder)).DisposeAsync());

        Assert.True(refusal is null or BadInputException, refusal?.ToString());
        Assert.Equal(refusal is null, file.Problem is null);
        Assert.Equal(file.Problem is null ? "onnx" : null, file.Engine);
        if (reason is not null)
        {
            Assert.NotNull(file.Problem);
            Assert.Contains(reason, file.Problem, StringComparison.Ordinal);
        }

        Assert.Equal(spoiled == "own chat template", file.HasChatTemplate && file.ChatFormat is null);
    }

    [Fact]
    public void Inspect_WeightsOutsideTheFile_AreCountedAndMissedAndKeptInTheFolder()
    {
        var folder = WriteOnnx("nothing");
        var path = Path.Combine(folder, "model.onnx");
        var whole = File.ReadAllBytes(path);

        // One more weight of a model: { graph: { initializer: { dims: 1, data_type: 1, external_data: { location } } } }.
        void Name(string location) => File.WriteAllBytes(path, [.. whole, .. Weight(location)]);
        Name("model.onnx_data");
        Assert.Contains("model.onnx_data, which is missing", ModelFile.Inspect(folder).Problem, StringComparison.Ordinal);

        File.WriteAllBytes(Path.Combine(folder, "model.onnx_data"), new byte[1000]);
        var file = ModelFile.Inspect(folder);
        Assert.Equal((null, new FileInfo(path).Length + 1000), (file.Problem, file.Bytes));

        Name("../elsewhere");
        Assert.Contains("outside its folder", Assert.Throws<BadInputException>(() => ModelFile.Inspect(folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bert", "encoder")]
    [InlineData("llama", "no tokenizer")]
    public void Inspect_GgufThatCannotJudge_SaysWhy(string architecture, string reason)
    {
        var path = _folder.Write(
            "model.gguf", new GgufBytes(0, 1).Text("general.architecture").U32(8).Text(architecture).Padded().ToArray());

        var file = ModelFile.Inspect(path);

        Assert.Null(file.Engine);
        Assert.Contains(reason, file.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_FolderOfOneGguf_IsThatFile()
    {
        var bytes = File.ReadAllBytes(Path.Combine(BundledJudge.FolderOf("tiny-fair"), "model.gguf"));
        var path = _folder.Write("m/a.gguf", bytes);

        Assert.Equal(path, ModelFile.Inspect(_folder.PathOf("m")).Path);

        _folder.Write("m/b.gguf", bytes);
        Assert.Contains("name one of them", Assert.Throws<BadInputException>(() => ModelFile.Inspect(_folder.PathOf("m"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_SafetensorsOnly_SaysWhatToDo()
    {
        _folder.Write("m/model.safetensors", "weights");
        _folder.Write("m/config.json", """{"model_type": "qwen2", "vocab_size": 151936}""");

        var file = ModelFile.Inspect(_folder.PathOf("m"));

        Assert.Equal(("safetensors", "qwen2", 151936L, null), (file.Format, file.Architecture, file.Vocabulary, file.Engine));
        Assert.Contains("GGUF", file.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("empty")]
    [InlineData("notes.txt")]
    public void Inspect_NoModel_IsBadInput(string name)
    {
        Directory.CreateDirectory(_folder.PathOf("empty"));
        _folder.Write("notes.txt", "no model");

        Assert.Throws<BadInputException>(() => ModelFile.Inspect(_folder.PathOf(name)));
    }

    private string WriteOnnx(string spoiled)
    {
        var folder = _folder.PathOf("model");
        var precision = Enum.TryParse<ModelPrecision>(spoiled, ignoreCase: true, out var asked) ? asked : ModelPrecision.F32;
        ModelFolder.Write(folder, new RandomLlama(Shape, 1), onnx: true, gguf: false, precision);
        string In(string name) => Path.Combine(folder, name);
        void Change(string file, Action<JsonNode> change)
        {
            var json = JsonNode.Parse(File.ReadAllText(In(file)))!;
            change(json);
            File.WriteAllText(In(file), json.ToJsonString());
        }

        switch (spoiled)
        {
            case "no tokenizer":
                File.Delete(In("tokenizer.json"));
                break;
            case "unigram tokenizer":
                Change("tokenizer.json", json => json["model"]!["type"] = "Unigram");
                break;
            case "no config":
                File.Delete(In("config.json"));
                break;
            case "no context length":
                Change("config.json", json => json.AsObject().Remove("max_position_embeddings"));
                break;
            case "no chat template":
                Change("tokenizer_config.json", json => json.AsObject().Remove("chat_template"));
                break;
            case "own chat template":
                Change("tokenizer_config.json", json => json["chat_template"] = "{{ messages }}");
                break;
            case "no past":
                using (var file = File.Create(In("model.onnx")))
                {
                    var graph = new OnnxGraph();
                    graph.Input("input_ids", OnnxGraph.Int64, "batch_size", "sequence_length");
                    graph.Output("last_hidden_state", OnnxGraph.Int64, "batch_size", "sequence_length");
                    graph.Node("Identity", ["input_ids"], ["last_hidden_state"]);
                    graph.Write(file);
                }

                break;
        }

        return folder;
    }

    private static byte[] Weight(string location)
    {
        byte[] Framed(int field, byte[] content) => [(byte)((field << 3) | 2), (byte)content.Length, .. content];
        byte[] pair = [.. Framed(1, "location"u8.ToArray()), .. Framed(2, System.Text.Encoding.UTF8.GetBytes(location))];
        return Framed(7, Framed(5, [0x08, 1, 0x10, 1, .. Framed(8, "extra"u8.ToArray()), .. Framed(13, pair)]));
    }
}
