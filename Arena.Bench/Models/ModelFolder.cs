using System.Text.Json.Nodes;

namespace Arena.Bench.Models;

/// <summary>Writes a random Llama as a folder that an engine opens: model.onnx, model.gguf or both, config.json and the tokenizer's files.</summary>
internal static class ModelFolder
{
    public static void Write(string folder, RandomLlama model, bool onnx, bool gguf, ModelPrecision precision)
    {
        Directory.CreateDirectory(folder);
        var shape = model.Shape;
        var tokenizer = new BenchTokenizer(Path.Combine(AppContext.BaseDirectory, "data", "judges", "tiny-fair"), shape.Vocabulary);
        tokenizer.Write(folder, shape.Context);
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["model_type"] = "llama",
            ["vocab_size"] = shape.Vocabulary,
            ["hidden_size"] = shape.Width,
            ["intermediate_size"] = shape.Inner,
            ["num_hidden_layers"] = shape.Layers,
            ["num_attention_heads"] = shape.Heads,
            ["num_key_value_heads"] = shape.KeyHeads,
            ["head_dim"] = shape.HeadSize,
            ["max_position_embeddings"] = shape.Context,
            ["rope_theta"] = LlamaShape.RotaryBase,
            ["rms_norm_eps"] = LlamaShape.Epsilon,
            ["hidden_act"] = "silu",
            ["tie_word_embeddings"] = true,
            ["attention_bias"] = false,
            ["mlp_bias"] = false,
            ["eos_token_id"] = tokenizer.EndOfAnswer,
            ["pad_token_id"] = tokenizer.Padding,
            ["torch_dtype"] = precision == ModelPrecision.F16 ? "float16" : "float32",
        };
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString());
        if (onnx)
        {
            using var file = File.Create(Path.Combine(folder, "model.onnx"));
            OnnxExport.Write(model, precision, file);
        }

        if (gguf)
        {
            using var file = File.Create(Path.Combine(folder, "model.gguf"));
            GgufExport.Write(model, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), tokenizer, file);
        }
    }
}
