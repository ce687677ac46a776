namespace Arena.Tests.Judges;

/// <summary>
/// A llama computed straight from the tensors of a GGUF file, as its format says: rotary pairs lie side by side. Slow and plain; it
/// shows that the file holds the same model as the ONNX export, and shares no code with what wrote either.
/// </summary>
internal sealed class GgufLlama(GgufFile file)
{
    private readonly int _width = (int)(uint)file.Metadata["llama.embedding_length"];
    private readonly int _layers = (int)(uint)file.Metadata["llama.block_count"];
    private readonly int _heads = (int)(uint)file.Metadata["llama.attention.head_count"];
    private readonly int _keyHeads = (int)(uint)file.Metadata["llama.attention.head_count_kv"];
    private readonly float _epsilon = (float)file.Metadata["llama.attention.layer_norm_rms_epsilon"];
    private readonly float _base = (float)file.Metadata["llama.rope.freq_base"];

    /// <summary>Logits after the last token.</summary>
    public double[] Score(IReadOnlyList<int> tokens)
    {
        var embedding = file.Read("token_embd.weight");
        var size = _width / _heads;
        double[][] x = [.. tokens.Select(token => Array.ConvertAll(embedding[(token * _width)..((token + 1) * _width)], value => (double)value))];
        for (var layer = 0; layer < _layers; layer++)
        {
            float[] Weight(string name) => file.Read($"blk.{layer}.{name}.weight");
            var (q, k, v, o) = (Weight("attn_q"), Weight("attn_k"), Weight("attn_v"), Weight("attn_output"));
            var (gate, up, down) = (Weight("ffn_gate"), Weight("ffn_up"), Weight("ffn_down"));
            var (attentionNorm, feedNorm) = (Weight("attn_norm"), Weight("ffn_norm"));

            double[][] normed = [.. x.Select(row => Norm(row, attentionNorm))];
            double[][] queries = [.. normed.Select((row, at) => Rotate(Times(q, row), at, size))];
            double[][] keys = [.. normed.Select((row, at) => Rotate(Times(k, row), at, size))];
            double[][] values = [.. normed.Select(row => Times(v, row))];
            for (var at = 0; at < x.Length; at++)
            {
                var mixed = new double[_width];
                for (var head = 0; head < _heads; head++)
                {
                    var shared = head / (_heads / _keyHeads) * size;
                    double[] weights = [.. Enumerable.Range(0, at + 1).Select(from =>
                        Math.Exp(Enumerable.Range(0, size).Sum(i => queries[at][(head * size) + i] * keys[from][shared + i]) / Math.Sqrt(size)))];
                    var sum = weights.Sum();
                    for (var from = 0; from <= at; from++)
                    {
                        for (var i = 0; i < size; i++)
                        {
                            mixed[(head * size) + i] += weights[from] / sum * values[from][shared + i];
                        }
                    }
                }

                x[at] = Sum(x[at], Times(o, mixed));
            }

            for (var at = 0; at < x.Length; at++)
            {
                var row = Norm(x[at], feedNorm);
                double[] inner = [.. Times(gate, row).Zip(Times(up, row), (g, u) => g / (1 + Math.Exp(-g)) * u)];
                x[at] = Sum(x[at], Times(down, inner));
            }
        }

        return Times(embedding, Norm(x[^1], file.Read("output_norm.weight")));
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (left, right) => left + right)];

    private static double[] Times(float[] matrix, double[] vector)
    {
        var result = new double[matrix.Length / vector.Length];
        for (var row = 0; row < result.Length; row++)
        {
            for (var column = 0; column < vector.Length; column++)
            {
                result[row] += matrix[(row * vector.Length) + column] * vector[column];
            }
        }

        return result;
    }

    private double[] Norm(double[] row, float[] weight)
    {
        var scale = 1 / Math.Sqrt(row.Sum(value => value * value) / row.Length + _epsilon);
        return [.. row.Zip(weight, (value, factor) => value * scale * factor)];
    }

    private double[] Rotate(double[] row, int position, int size)
    {
        for (var i = 0; i < row.Length; i += 2)
        {
            var (sin, cos) = Math.SinCos(position * Math.Pow(_base, -(i % size) / (double)size));
            (row[i], row[i + 1]) = ((row[i] * cos) - (row[i + 1] * sin), (row[i] * sin) + (row[i + 1] * cos));
        }

        return row;
    }
}
