using System.Text.Json;
using Arena.Bench.Models;
using Arena.Tests.Judges;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Tokenizers;

namespace Arena.Tests.Bench;

/// <summary>Models with random weights, as ONNX Runtime and a llama in plain C# read them.</summary>
public sealed class RandomModelTests : IDisposable
{
    // Several key heads with several query heads each, and more tokens than the bundled tokenizer has.
    private static readonly LlamaShape Shape = new(Vocabulary: 700, Context: 128, Width: 128, Inner: 192, Layers: 2, Heads: 4, KeyHeads: 2);
    private static readonly int[] Text = [.. Enumerable.Range(0, 24).Select(i => ((i * 37) + 11) % 640)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(200_000, 640)]
    [InlineData(10_000_000, 640)]
    [InlineData(100_000_000, 640)]
    [InlineData(100_000_000, 32_000)]
    [InlineData(1_500_000_000, 151_936)]
    public void Of_NumberOfParameters_IsMetWithinATenth(long parameters, int vocabulary)
    {
        var shape = LlamaShape.Of(parameters, vocabulary, 4096);

        Assert.InRange(shape.Parameters / (double)parameters, 0.9, 1.1);
        Assert.Equal(0, shape.Width % shape.Heads);
        Assert.Equal(0, shape.Heads % shape.KeyHeads);
    }

    [Theory]
    [InlineData("f32", 0)]
    [InlineData("f16", 0.02)]
    [InlineData("int8", 0.1)]
    [InlineData("int4", 0.5)]
    public void Write_Onnx_ComputesTheLlamaOfTheGgufFile(string precision, double tolerance)
    {
        var folder = Write(precision, gguf: true);
        var expected = new GgufLlama(new GgufFile(Path.Combine(folder, "model.gguf"))).Score(Text);

        using var model = new OnnxModel(folder, Shape);
        var logits = model.Run([Text], past: null)[0][^1];

        var spread = Spread(expected);
        Assert.InRange(spread, 0.5, 2);
        Assert.InRange(Distance(expected, logits), 0, (tolerance * spread) + 1e-4);

        // A coarse format that rounded nothing would not be the format asked for.
        Assert.True(precision == "f32" || Distance(expected, logits) > 1e-6);
    }

    [Theory]
    [InlineData("f32", 1e-4)]
    [InlineData("f16", 1e-2)]
    [InlineData("int4", 1e-4)]
    public void Write_Onnx_GivesTheSameWithPastAndWithout(string precision, double tolerance)
    {
        using var model = new OnnxModel(Write(precision), Shape);

        var whole = model.Run([Text], past: null)[0];
        var first = model.Run([Text[..15]], past: null);
        var rest = model.Run([Text[15..]], past: model.Present)[0];

        Assert.Equal(whole.Length, first[0].Length + rest.Length);
        foreach (var (once, twice) in whole.Zip([.. first[0], .. rest]))
        {
            Assert.InRange(Distance(once, twice), 0, tolerance);
        }
    }

    [Theory]
    [InlineData("f32", 1e-4)]
    [InlineData("f16", 1e-2)]
    public void Write_Onnx_OverlooksPaddingAndOtherRowsOfTheBatch(string precision, double tolerance)
    {
        using var model = new OnnxModel(Write(precision), Shape);

        var batch = model.Run([Text, Text[..9]], past: null);
        var alone = model.Run([Text[..9]], past: null)[0];

        foreach (var (padded, plain) in batch[1].Zip(alone))
        {
            Assert.InRange(Distance(plain, padded), 0, tolerance);
        }
    }

    [Fact]
    public void Write_AnotherSeed_IsAnotherModelAndTheSameSeedTheSame()
    {
        byte[] Bytes(long seed) => File.ReadAllBytes(Path.Combine(Write("f32", seed: seed), "model.onnx"));

        Assert.Equal(Bytes(1), Bytes(1));
        Assert.NotEqual(Bytes(1), Bytes(2));
    }

    [Fact]
    public void Write_Tokenizer_IsTheBundledOneFilledUp()
    {
        var folder = Write("f32", gguf: true);
        var tokens = (object[])new GgufFile(Path.Combine(folder, "model.gguf")).Metadata["tokenizer.ggml.tokens"];
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer.json")));
        var model = json.RootElement.GetProperty("model");
        var vocabulary = model.GetProperty("vocab").EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetInt32());
        using var bundled = new BundledJudge("tiny-fair");

        var tokenizer = BpeTokenizer.Create(
            new BpeOptions(vocabulary) { Merges = model.GetProperty("merges").EnumerateArray().Select(merge => merge.GetString()!), ByteLevel = true });

        Assert.Equal(Shape.Vocabulary, tokens.Length);
        Assert.All(vocabulary, token => Assert.Equal(token.Key, tokens[token.Value]));
        Assert.Equal("<|im_end|>", tokens[639]);
        Assert.DoesNotContain(tokenizer.EncodeToIds("<unused650>"), token => token >= 640);
        Assert.Equal(bundled.TokenOf("A"), Assert.Single(tokenizer.EncodeToIds("A")));
    }

    private string Write(string precision, bool gguf = false, long seed = 1)
    {
        var folder = _folder.PathOf("model");
        ModelFolder.Write(folder, new RandomLlama(Shape, seed), onnx: true, gguf, Enum.Parse<ModelPrecision>(precision, ignoreCase: true));
        return folder;
    }

    private static double Spread(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    /// <summary>Root of the mean square of the differences.</summary>
    private static double Distance(double[] left, double[] right)
    {
        Assert.Equal(left.Length, right.Length);
        Assert.All(right, value => Assert.True(double.IsFinite(value)));
        return Math.Sqrt(left.Zip(right, (a, b) => (a - b) * (a - b)).Average());
    }

    /// <summary>A decoder with past through plain ONNX Runtime.</summary>
    private sealed class OnnxModel : IDisposable
    {
        private readonly InferenceSession _session;
        private readonly LlamaShape _shape;
        private readonly bool _isHalf;

        public OnnxModel(string folder, LlamaShape shape)
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
            _session = new InferenceSession(Path.Combine(folder, "model.onnx"), options);
            _shape = shape;
            _isHalf = _session.OutputMetadata["logits"].ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float16;
        }

        /// <summary>Keys and values after the last run, for the batch's first row.</summary>
        public (string Name, float[] Data, long Length)[] Present { get; private set; } = [];

        public void Dispose() => _session.Dispose();

        /// <summary>Logits of every token of every row, rows padded at their ends. With a past, the batch is one row.</summary>
        public double[][][] Run(int[][] rows, (string Name, float[] Data, long Length)[]? past)
        {
            var (batch, length) = (rows.Length, rows.Max(row => row.Length));
            var before = past is null ? 0 : (int)past[0].Length;
            var inputs = new Dictionary<string, OrtValue>
            {
                ["input_ids"] = Integers(batch, length, (row, at) => at < rows[row].Length ? rows[row][at] : 0),
                ["attention_mask"] = Integers(batch, before + length, (row, at) => at < before + rows[row].Length ? 1 : 0),
                ["position_ids"] = Integers(batch, length, (_, at) => before + at),
            };
            foreach (var name in _session.InputMetadata.Keys.Where(name => name.StartsWith("past", StringComparison.Ordinal)))
            {
                var data = past?.Single(part => part.Name == name).Data ?? [];
                inputs[name] = Floats(data, [batch, _shape.KeyHeads, before, _shape.HeadSize]);
            }

            string[] presents = [.. _session.OutputMetadata.Keys.Where(name => name != "logits")];
            using var run = new RunOptions();
            using var outputs = _session.Run(run, inputs, ["logits", .. presents]);
            Present = [.. presents.Zip(outputs.Skip(1), (name, value) => (
                name.Replace("present", "past_key_values", StringComparison.Ordinal), Read(value), value.GetTensorTypeAndShape().Shape[2]))];
            var logits = Read(outputs[0]);
            foreach (var input in inputs.Values)
            {
                input.Dispose();
            }

            return [.. rows.Select((row, at) => row.Select((_, i) =>
                Array.ConvertAll(logits[(((at * length) + i) * _shape.Vocabulary)..][.._shape.Vocabulary], value => (double)value)).ToArray())];
        }

        private static OrtValue Integers(int rows, int columns, Func<int, int, long> value)
        {
            var values = Enumerable.Range(0, rows * columns).Select(i => value(i / columns, i % columns)).ToArray();
            return OrtValue.CreateTensorValueFromMemory(values, [rows, columns]);
        }

        private OrtValue Floats(float[] values, long[] shape) => _isHalf
            ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (Float16)value), shape)
            : OrtValue.CreateTensorValueFromMemory(values, shape);

        private float[] Read(OrtValue value) => _isHalf
            ? Array.ConvertAll(value.GetTensorDataAsSpan<Float16>().ToArray(), half => (float)half)
            : value.GetTensorDataAsSpan<float>().ToArray();
    }
}
