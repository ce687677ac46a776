using System.Runtime.InteropServices;
using System.Text;

namespace Arena.Bench.Models;

/// <summary>Writes a random Llama as GGUF, version 3: matrices f16, norms f32, the tokenizer inside.</summary>
internal static class GgufExport
{
    private const int Alignment = 32;
    private const uint Float32 = 0;
    private const uint Float16 = 1;

    private enum ValueType : uint
    {
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Boolean = 7,
        Text = 8,
        Array = 9,
    }

    public static void Write(RandomLlama model, string name, BenchTokenizer tokenizer, Stream stream)
    {
        var shape = model.Shape;
        var tensors = Tensors(model).ToArray();
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Length);
        (string Key, object Value)[] metadata =
        [
            ("general.architecture", "llama"),
            ("general.name", name),
            ("general.file_type", 1u),
            ("general.alignment", (uint)Alignment),
            ("llama.vocab_size", (uint)shape.Vocabulary),
            ("llama.context_length", (uint)shape.Context),
            ("llama.embedding_length", (uint)shape.Width),
            ("llama.block_count", (uint)shape.Layers),
            ("llama.feed_forward_length", (uint)shape.Inner),
            ("llama.attention.head_count", (uint)shape.Heads),
            ("llama.attention.head_count_kv", (uint)shape.KeyHeads),
            ("llama.attention.layer_norm_rms_epsilon", LlamaShape.Epsilon),
            ("llama.rope.dimension_count", (uint)shape.HeadSize),
            ("llama.rope.freq_base", LlamaShape.RotaryBase),
            ("tokenizer.ggml.model", "gpt2"),
            ("tokenizer.ggml.pre", "qwen2"),
            ("tokenizer.ggml.tokens", tokenizer.Tokens),
            ("tokenizer.ggml.token_type", tokenizer.Types),
            ("tokenizer.ggml.merges", tokenizer.Merges),
            ("tokenizer.ggml.eos_token_id", (uint)tokenizer.EndOfAnswer),
            ("tokenizer.ggml.padding_token_id", (uint)tokenizer.Padding),
            ("tokenizer.ggml.add_bos_token", false),
            ("tokenizer.chat_template", tokenizer.ChatTemplate),
        ];
        writer.Write((ulong)metadata.Length);
        foreach (var (key, value) in metadata)
        {
            Text(writer, key);
            Value(writer, value);
        }

        var offset = 0L;
        foreach (var (tensor, sizes, type, _) in tensors)
        {
            Text(writer, tensor);
            writer.Write((uint)sizes.Length);
            Array.ForEach(sizes, size => writer.Write((ulong)size));
            writer.Write(type);
            writer.Write((ulong)offset);
            offset += Padded(sizes.Aggregate(1L, (product, size) => product * size) * (type == Float32 ? 4 : 2));
        }

        Pad(writer);
        foreach (var (_, _, type, data) in tensors)
        {
            if (type == Float32)
            {
                writer.Write(MemoryMarshal.AsBytes(data().AsSpan()));
            }
            else
            {
                var values = data();
                var halves = new Half[values.Length];
                System.Numerics.Tensors.TensorPrimitives.ConvertToHalf(values, halves);
                writer.Write(MemoryMarshal.AsBytes(halves.AsSpan()));
            }

            Pad(writer);
        }
    }

    /// <summary>Name, sizes with the fastest first, type and values of every tensor.</summary>
    private static IEnumerable<(string Name, int[] Sizes, uint Type, Func<float[]> Values)> Tensors(RandomLlama model)
    {
        var shape = model.Shape;
        yield return ("token_embd.weight", [shape.Width, shape.Vocabulary], Float16, model.Embedding);
        foreach (var layer in Enumerable.Range(0, shape.Layers))
        {
            (string Name, Func<float[]> Values)[] norms =
                [("attn_norm", () => model.AttentionNorm(layer)), ("ffn_norm", () => model.FeedForwardNorm(layer))];
            foreach (var (name, values) in norms)
            {
                yield return ($"blk.{layer}.{name}.weight", [shape.Width], Float32, values);
            }

            string[] names = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"];
            foreach (var (name, matrix) in names.Zip(RandomLlama.MatricesOfLayer))
            {
                var (outputs, inputs) = model.SizeOf(matrix);
                yield return (
                    $"blk.{layer}.{name}.weight",
                    [inputs, outputs],
                    Float16,
                    () => name is "attn_q" or "attn_k" ? Interleave(model.Matrix(layer, matrix), inputs, shape.HeadSize) : model.Matrix(layer, matrix));
            }
        }

        yield return ("output_norm.weight", [shape.Width], Float32, model.LastNorm);
    }

    /// <summary>Rotary pairs lie side by side in GGUF, and half a head apart in Hugging Face's order.</summary>
    private static float[] Interleave(float[] matrix, int inputs, int headSize)
    {
        var result = new float[matrix.Length];
        for (var row = 0; row < matrix.Length / inputs; row++)
        {
            var (head, within) = (row / headSize, row % headSize);
            var from = (head * headSize) + (within / 2) + (within % 2 * headSize / 2);
            matrix.AsSpan(from * inputs, inputs).CopyTo(result.AsSpan(row * inputs));
        }

        return result;
    }

    private static void Value(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case uint number:
                writer.Write((uint)ValueType.UInt32);
                writer.Write(number);
                break;
            case float number:
                writer.Write((uint)ValueType.Float32);
                writer.Write(number);
                break;
            case bool truth:
                writer.Write((uint)ValueType.Boolean);
                writer.Write(truth);
                break;
            case string text:
                writer.Write((uint)ValueType.Text);
                Text(writer, text);
                break;
            case IReadOnlyList<string> texts:
                writer.Write((uint)ValueType.Array);
                writer.Write((uint)ValueType.Text);
                writer.Write((ulong)texts.Count);
                foreach (var text in texts)
                {
                    Text(writer, text);
                }

                break;
            case IReadOnlyList<int> numbers:
                writer.Write((uint)ValueType.Array);
                writer.Write((uint)ValueType.Int32);
                writer.Write((ulong)numbers.Count);
                foreach (var number in numbers)
                {
                    writer.Write(number);
                }

                break;
            default:
                throw new ArgumentException($"values of {value.GetType()} are not written here", nameof(value));
        }
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void Pad(BinaryWriter writer) => writer.Write(new byte[Padded(writer.BaseStream.Position) - writer.BaseStream.Position]);

    private static long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;
}
