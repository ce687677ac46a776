using System.Text.Json;

namespace Arena.Tests.Judges;

public sealed class GgufFileTests
{
    public static TheoryData<string> Names => BundledJudge.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_BundledJudge_HasTheFormOfALlama(string name)
    {
        var folder = BundledJudge.FolderOf(name);
        var file = new GgufFile(Path.Combine(folder, "model.gguf"));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        ulong Size(string key) => json.RootElement.GetProperty(key).GetUInt64();
        var (width, inner, vocabulary) = (Size("hidden_size"), Size("intermediate_size"), Size("vocab_size"));
        var keys = Size("num_key_value_heads") * Size("head_dim");

        Assert.Equal(("GGUF", 3u), (file.Magic, file.Version));
        Assert.Equal("llama", file.Metadata["general.architecture"]);
        Assert.Equal(name, file.Metadata["general.name"]);
        Assert.Equal((uint)Size("num_hidden_layers"), file.Metadata["llama.block_count"]);
        Assert.Equal((uint)Size("max_position_embeddings"), file.Metadata["llama.context_length"]);
        Assert.Equal((int)vocabulary, ((object[])file.Metadata["tokenizer.ggml.tokens"]).Length);
        Assert.Equal((int)vocabulary, ((object[])file.Metadata["tokenizer.ggml.token_type"]).Length);
        Assert.Contains("<|im_start|>", (string)file.Metadata["tokenizer.chat_template"], StringComparison.Ordinal);

        var expected = new Dictionary<string, (ulong[] Shape, uint Type)>
        {
            ["token_embd.weight"] = ([width, vocabulary], 1),
            ["output_norm.weight"] = ([width], 0),
        };
        for (var i = 0; i < (int)Size("num_hidden_layers"); i++)
        {
            expected[$"blk.{i}.attn_norm.weight"] = ([width], 0);
            expected[$"blk.{i}.ffn_norm.weight"] = ([width], 0);
            expected[$"blk.{i}.attn_q.weight"] = ([width, width], 1);
            expected[$"blk.{i}.attn_k.weight"] = ([width, keys], 1);
            expected[$"blk.{i}.attn_v.weight"] = ([width, keys], 1);
            expected[$"blk.{i}.attn_output.weight"] = ([width, width], 1);
            expected[$"blk.{i}.ffn_gate.weight"] = ([width, inner], 1);
            expected[$"blk.{i}.ffn_up.weight"] = ([width, inner], 1);
            expected[$"blk.{i}.ffn_down.weight"] = ([inner, width], 1);
        }

        Assert.Equal(expected.Keys.Order(), file.Tensors.Keys.Order());
        foreach (var (tensor, (shape, type)) in expected)
        {
            Assert.Equal(shape, file.Tensors[tensor].Shape);
            Assert.Equal(type, file.Tensors[tensor].Type);
            Assert.Equal(0UL, file.Tensors[tensor].Offset % (uint)file.Metadata["general.alignment"]);
            Assert.True(file.EndOf(tensor) <= file.Length, $"{tensor} ends beyond the file");
            Assert.All(file.Read(tensor), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_BundledJudge_HoldsTheTokenizerOfTokenizerJson(string name)
    {
        var folder = BundledJudge.FolderOf(name);
        var file = new GgufFile(Path.Combine(folder, "model.gguf"));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer.json")));
        var model = json.RootElement.GetProperty("model");
        var tokens = (object[])file.Metadata["tokenizer.ggml.tokens"];

        foreach (var token in model.GetProperty("vocab").EnumerateObject())
        {
            Assert.Equal(token.Name, tokens[token.Value.GetInt32()]);
        }

        foreach (var token in json.RootElement.GetProperty("added_tokens").EnumerateArray())
        {
            Assert.Equal(token.GetProperty("content").GetString(), tokens[token.GetProperty("id").GetInt32()]);
        }

        Assert.Equal(
            model.GetProperty("merges").EnumerateArray().Select(merge => merge.GetString()),
            ((object[])file.Metadata["tokenizer.ggml.merges"]).Cast<string>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_BundledJudge_ComputesTheModelOfTheParityFile(string name)
    {
        var folder = BundledJudge.FolderOf(name);
        var file = new GgufFile(Path.Combine(folder, "model.gguf"));
        var tokens = Array.ConvertAll((object[])file.Metadata["tokenizer.ggml.tokens"], token => (string)token);
        var llama = new GgufLlama(file);
        foreach (var line in File.ReadLines(Path.Combine(folder, "parity.jsonl")).Take(3))
        {
            using var json = JsonDocument.Parse(line);

            var logits = llama.Score([.. json.RootElement.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32())]);

            var total = Math.Log(logits.Sum(Math.Exp));
            foreach (var candidate in json.RootElement.GetProperty("log_probabilities").EnumerateObject())
            {
                Assert.Equal(candidate.Value.GetDouble(), logits[Array.IndexOf(tokens, candidate.Name)] - total, 1e-3);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Folder_EveryFile_IsSmall(string name) =>
        Assert.All(
            new DirectoryInfo(BundledJudge.FolderOf(name)).GetFiles(),
            file => Assert.True(file.Length <= 8 * 1024 * 1024, $"{file.Name} has {file.Length} bytes"));
}
