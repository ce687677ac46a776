using System.Text;
using System.Text.Json.Nodes;
using Arena.Bench.Models;
using Arena.Core.World;
using Arena.Judges.Chat;
using Arena.Judges.Engines;
using Arena.Judges.Engines.Onnx;
using Arena.Judges.Tokenization;

namespace Arena.Tests.Judges.Engines.Onnx;

/// <summary>What an <see cref="OnnxEngine"/> writes.</summary>
public sealed class OnnxEngineTextTests : TextEngineContract, IDisposable
{
    /// <summary>Greedy texts of a random model do not end, but where the context does.</summary>
    private static readonly LlamaShape Shape = new(Vocabulary: 700, Context: 300, Width: 64, Inner: 128, Layers: 2, Heads: 4, KeyHeads: 2);

    /// <summary>Prompts with beginnings in common, of many lengths.</summary>
    private static readonly TextRequest[] Requests =
        [.. JudgingExamples.Generate(7, Split.HeldOut, 1).Take(12).Select((example, i) => Ask(example, 5 + (i * 7 % 20)))];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GenerateAsync_Sampled_WritesWhatALoopOverWholePromptsWrites()
    {
        await using var engine = await OpenAsync();
        using var judge = new BundledJudge("tiny-fair");
        var tokenizer = ByteLevelTokenizer.Read(Path.Combine(BundledJudge.FolderOf("tiny-fair"), "tokenizer.json"));
        TextRequest[] requests = [.. Requests.Select((request, i) => request with { Temperature = 3, TopP = 0.99, Seed = i })];

        var results = await engine.GenerateAsync(requests, Cancellation);

        Assert.Contains(results, result => result.IsComplete);
        Assert.Contains(results, result => !result.IsComplete);
        foreach (var (request, result) in requests.Zip(results))
        {
            var prompt = judge.Encode(ChatFormat.ChatMl.Render(request.Messages));
            var (tokens, sampler, isComplete) = (prompt.ToList(), new TokenSampler(request), false);
            while (!isComplete && tokens.Count - prompt.Length < request.MaxTokens)
            {
                var token = sampler.Next(Array.ConvertAll(judge.Score(tokens)[^1], log => (float)log));
                isComplete = token == 639;
                tokens.AddRange(isComplete ? [] : [token]);
            }

            byte[] text = [.. tokens.Skip(prompt.Length).SelectMany(token => tokenizer.BytesOf(token).ToArray())];
            Assert.Equal(
                new TextResult { Text = Encoding.UTF8.GetString(text), IsComplete = isComplete, PromptTokens = prompt.Length, WrittenTokens = tokens.Count - prompt.Length },
                result);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GenerateAsync_Greedy_WritesWhatALlamaInPlainCodeWrites(bool hasPositions)
    {
        var folder = Write("f32", hasPositions);
        var tokenizer = ByteLevelTokenizer.Read(Path.Combine(folder, "tokenizer.json"));
        await using var engine = await OnnxEngine.OpenAsync(folder, cancellationToken: Cancellation);

        var results = await engine.GenerateAsync(Requests[..4], Cancellation);

        foreach (var (request, result) in Requests.Zip(results))
        {
            var written = WriteInPlainCode(folder, tokenizer, ChatFormat.ChatMl, request);
            Assert.Equal(Encoding.UTF8.GetString([.. written.SelectMany(token => tokenizer.BytesOf(token).ToArray())]), result.Text);
            Assert.Equal(request.MaxTokens, result.WrittenTokens);
        }
    }

    [Fact]
    public async Task GenerateAsync_ModelWithoutTheFormatsStopToken_StopsAtItsText()
    {
        var folder = Write("f32");
        var path = Path.Combine(folder, "tokenizer.json");
        var request = Requests[0] with { MaxTokens = 40, Temperature = 1 };

        // The first token that the model writes and no text gives is made to read like the stop.
        var written = WriteInPlainCode(folder, ByteLevelTokenizer.Read(path), ChatFormat.Gemma, request);
        var at = written.FindIndex(token => token >= 640);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path, Cancellation))!;
        json["model"]!["vocab"]!.AsObject().Remove($"<unused{written[at]}>");
        json["model"]!["vocab"]!["<end_of_turn>"] = written[at];
        await File.WriteAllTextAsync(path, json.ToJsonString(), Cancellation);
        var tokenizer = ByteLevelTokenizer.Read(path);
        await using var engine = await OnnxEngine.OpenAsync(folder, new() { ChatFormat = ChatFormat.Gemma }, Cancellation);

        var result = Assert.Single(await engine.GenerateAsync([request], Cancellation));

        Assert.Equal(Encoding.UTF8.GetString([.. written[..at].SelectMany(token => tokenizer.BytesOf(token).ToArray())]), result.Text);
        Assert.Equal((true, at + 1), (result.IsComplete, result.WrittenTokens));
    }

    [Theory]
    [InlineData("f32", true, 2048)]
    [InlineData("f32", true, 100)]
    [InlineData("f32", false, 2048)]
    [InlineData("f16", true, 2048)]
    [InlineData("int8", true, 2048)]
    [InlineData("int4", true, 2048)]
    public async Task GenerateAsync_TogetherAndAlone_WritesTheSame(string precision, bool hasPositions, int batchTokens)
    {
        await using var engine = await OnnxEngine.OpenAsync(Write(precision, hasPositions), new() { BatchTokens = batchTokens }, Cancellation);
        TextRequest[] requests = [.. Requests, .. Requests.Select(request => request with { Temperature = 1 })];

        var together = await engine.GenerateAsync(requests, Cancellation);

        foreach (var (request, result) in requests.Zip(together))
        {
            Assert.Null(result.Failure);
            Assert.Equal(result, Assert.Single(await engine.GenerateAsync([request], Cancellation)));
        }
    }

    [Fact]
    public async Task GenerateAsync_ToTheEndOfTheContext_IsCutOffThere()
    {
        await using var engine = await OnnxEngine.OpenAsync(Write("f32"), cancellationToken: Cancellation);

        var result = Assert.Single(await engine.GenerateAsync([Requests[0] with { MaxTokens = 1000 }], Cancellation));

        Assert.False(result.IsComplete);
        Assert.Equal(Shape.Context, result.PromptTokens + result.WrittenTokens);
    }

    [Theory]
    [InlineData("config.json", false)]
    [InlineData("config.json", true)]
    [InlineData("generation_config.json", false)]
    [InlineData("generation_config.json", true)]
    public async Task GenerateAsync_TokenThatEndsTextsByTheModelsFiles_Ends(string file, bool isList)
    {
        foreach (var name in new[] { "model.onnx", "tokenizer.json", "config.json", "tokenizer_config.json" })
        {
            File.Copy(Path.Combine(BundledJudge.FolderOf("tiny-fair"), name), _folder.PathOf(name));
        }

        await using var bundled = await OpenAsync();
        var verdict = Assert.Single(await bundled.GenerateAsync([Requests[0]], Cancellation)).Text;
        var token = ByteLevelTokenizer.Read(_folder.PathOf("tokenizer.json")).TokenOf(verdict)!.Value;
        var config = File.Exists(_folder.PathOf(file)) ? JsonNode.Parse(await File.ReadAllTextAsync(_folder.PathOf(file), Cancellation))! : new JsonObject();
        config["eos_token_id"] = isList ? new JsonArray(637, token) : JsonValue.Create(token);
        await File.WriteAllTextAsync(_folder.PathOf(file), config.ToJsonString(), Cancellation);
        await using var engine = await OnnxEngine.OpenAsync(_folder.PathOf("."), cancellationToken: Cancellation);

        var result = Assert.Single(await engine.GenerateAsync([Requests[0]], Cancellation));

        Assert.NotEmpty(verdict);
        Assert.Equal(("", true, 0), (result.Text, result.IsComplete, result.WrittenTokens));
    }

    protected override async Task<ITextEngine> OpenAsync() =>
        await OnnxEngine.OpenAsync(BundledJudge.FolderOf("tiny-fair"), cancellationToken: Cancellation);

    private static List<int> WriteInPlainCode(string folder, ByteLevelTokenizer tokenizer, ChatFormat format, TextRequest request)
    {
        var llama = new GgufLlama(new GgufFile(Path.Combine(folder, "model.gguf")));
        List<int> tokens = [.. format.Render(request.Messages).SelectMany(piece => tokenizer.Encode(piece.Text, piece.IsMarkup))];
        var sampler = new TokenSampler(request);
        for (var i = 0; i < request.MaxTokens; i++)
        {
            tokens.Add(sampler.Next(Array.ConvertAll(llama.Score([.. tokens]), logit => (float)logit)));
        }

        return tokens[^request.MaxTokens..];
    }

    private string Write(string precision, bool hasPositions = true)
    {
        var folder = _folder.PathOf("model");
        var (model, bits) = (new RandomLlama(Shape, 1), Enum.Parse<ModelPrecision>(precision, ignoreCase: true));
        ModelFolder.Write(folder, model, onnx: false, gguf: true, bits);
        using var file = File.Create(Path.Combine(folder, "model.onnx"));
        OnnxExport.Write(model, bits, file, hasPositions);
        return folder;
    }
}
