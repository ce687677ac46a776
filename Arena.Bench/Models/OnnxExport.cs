using System.Runtime.InteropServices;

namespace Arena.Bench.Models;

/// <summary>
/// Writes a random Llama as ONNX in the form of a decoder with past: inputs <c>input_ids</c>, <c>attention_mask</c> (0 for padding), <c>position_ids</c>
/// and <c>past_key_values.N.key|value</c>, outputs <c>logits</c> and <c>present.N.key|value</c>; batch and lengths are free.
/// </summary>
internal sealed class OnnxExport
{
    private const int Block = 32;

    private readonly OnnxGraph _graph = new();
    private readonly RandomLlama _model;
    private readonly LlamaShape _shape;
    private readonly ModelPrecision _precision;
    private readonly int _float;

    private readonly bool _hasPositions;

    private OnnxExport(RandomLlama model, ModelPrecision precision, bool hasPositions)
    {
        _hasPositions = hasPositions;
        _model = model;
        _shape = model.Shape;
        _precision = precision;
        _float = precision == ModelPrecision.F16 ? OnnxGraph.Float16 : OnnxGraph.Float32;
    }

    /// <param name="model">The model.</param>
    /// <param name="precision">How its weights are held.</param>
    /// <param name="stream">Where it goes.</param>
    /// <param name="hasPositions">Whether positions are an input; else the graph counts them from the past's length, as older exports do.</param>
    public static void Write(RandomLlama model, ModelPrecision precision, Stream stream, bool hasPositions = true)
    {
        var export = new OnnxExport(model, precision, hasPositions);
        export.Build();
        export._graph.Write(stream);
    }

    private void Build()
    {
        _graph.Input("input_ids", OnnxGraph.Int64, "batch_size", "sequence_length");
        _graph.Input("attention_mask", OnnxGraph.Int64, "batch_size", "total_sequence_length");
        if (_hasPositions)
        {
            _graph.Input("position_ids", OnnxGraph.Int64, "batch_size", "sequence_length");
        }

        _graph.Output("logits", _float, "batch_size", "sequence_length", _shape.Vocabulary);

        var embedding = _graph.Weight("model.embed_tokens.weight", _float, [_shape.Vocabulary, _shape.Width], () => Floats(_model.Embedding()));
        var hidden = _graph.Node("Gather", [embedding, "input_ids"]);
        var mask = Mask();
        var (cos, sin) = Angles();
        for (var layer = 0; layer < _shape.Layers; layer++)
        {
            var (at, prefix) = (layer, $"model.layers.{layer}.");
            var normed = Norm(hidden, $"{prefix}input_layernorm.weight", () => _model.AttentionNorm(at));
            hidden = _graph.Node("Add", [hidden, Attention(normed, layer, mask, cos, sin)]);
            normed = Norm(hidden, $"{prefix}post_attention_layernorm.weight", () => _model.FeedForwardNorm(at));
            hidden = _graph.Node("Add", [hidden, FeedForward(normed, layer)]);
        }

        hidden = Norm(hidden, "model.norm.weight", _model.LastNorm);
        var logits = _precision is ModelPrecision.F32 or ModelPrecision.F16
            ? _graph.Node("MatMul", [hidden, _graph.Node("Transpose", [embedding], ("perm", new[] { 1, 0 }))])
            : Linear(hidden, "lm_head.weight", _shape.Vocabulary, _shape.Width, _model.Embedding);
        _graph.Node("Identity", [logits], ["logits"]);
    }

    /// <summary>What is added to attention scores: [batch, 1, query heads of a key head × length, total length].</summary>
    private string Mask()
    {
        var (zero, one) = (_graph.Constant(OnnxGraph.Int64, isVector: false, 0L), _graph.Constant(OnnxGraph.Int64, isVector: false, 1L));
        var columns = _graph.Node("Unsqueeze", [_graph.Node("Range", [zero, Length("attention_mask"), one]), _graph.Integers(0)]);
        var rows = _graph.Node("Unsqueeze", [Places(), _graph.Integers(1)]);
        var isEarlier = _graph.Node("LessOrEqual", [columns, rows]);
        var isText = _graph.Node("Unsqueeze", [_graph.Node("Greater", ["attention_mask", zero]), _graph.Integers(1)]);

        // Finite, so that rows of padding alone do not become NaN, and within the range of 16 bits.
        var added = _graph.Node("Where", [_graph.Node("And", [isEarlier, isText]), Number(0), Number(-30000)]);
        var mask = _graph.Node("Unsqueeze", [added, _graph.Integers(1)]);
        var groups = _shape.Heads / _shape.KeyHeads;
        return groups == 1 ? mask : _graph.Node("Concat", [.. Enumerable.Repeat(mask, groups)], ("axis", 2));
    }

    /// <summary>Places of the tokens behind the past: [length].</summary>
    private string Places()
    {
        var total = Length("attention_mask");
        return _graph.Node(
            "Range", [_graph.Node("Sub", [total, Length("input_ids")]), total, _graph.Constant(OnnxGraph.Int64, isVector: false, 1L)]);
    }

    private string Length(string input) =>
        _graph.Node("Gather", [_graph.Node("Shape", [input]), _graph.Constant(OnnxGraph.Int64, isVector: false, 1L)]);

    /// <summary>Cosines and sines of the rotary angles: [batch or 1, 1, length, half a head].</summary>
    private (string Cos, string Sin) Angles()
    {
        var half = _shape.HeadSize / 2;
        float[] frequencies = [.. Enumerable.Range(0, half).Select(i => MathF.Pow(LlamaShape.RotaryBase, -i / (float)half))];
        var places = _graph.Node("Cast", [_hasPositions ? "position_ids" : Places()], ("to", OnnxGraph.Float32));
        var positions = _graph.Node("Unsqueeze", [places, _hasPositions ? _graph.Integers(1, 3) : _graph.Integers(0, 1, 3)]);
        var angles = _graph.Node("Mul", [positions, _graph.Constant<float>(OnnxGraph.Float32, isVector: true, frequencies)]);
        return (Cast(_graph.Node("Cos", [angles]), _float), Cast(_graph.Node("Sin", [angles]), _float));
    }

    private string Attention(string hidden, int layer, string mask, string cos, string sin)
    {
        var (heads, keyHeads, size) = (_shape.Heads, _shape.KeyHeads, _shape.HeadSize);
        var queries = Rotate(Split(Linear(hidden, layer, "self_attn.q_proj"), heads), cos, sin);
        var keys = Past("key", Rotate(Split(Linear(hidden, layer, "self_attn.k_proj"), keyHeads), cos, sin));
        var values = Past("value", Split(Linear(hidden, layer, "self_attn.v_proj"), keyHeads));

        // Query heads that share a key head become more rows of it.
        queries = _graph.Node("Mul", [queries, Number(1 / MathF.Sqrt(size))]);
        var rows = _graph.Node("Reshape", [queries, _graph.Integers(0, keyHeads, -1, size)]);
        var scores = _graph.Node("MatMul", [rows, _graph.Node("Transpose", [keys], ("perm", new[] { 0, 1, 3, 2 }))]);
        var weights = _graph.Node("Softmax", [_graph.Node("Add", [scores, mask])], ("axis", -1));
        var mixed = _graph.Node("Reshape", [_graph.Node("MatMul", [weights, values]), _graph.Integers(0, heads, -1, size)]);
        mixed = _graph.Node("Reshape", [_graph.Node("Transpose", [mixed], ("perm", new[] { 0, 2, 1, 3 })), _graph.Integers(0, 0, _shape.Width)]);
        return Linear(mixed, layer, "self_attn.o_proj");

        string Past(string part, string added)
        {
            var (before, after) = ($"past_key_values.{layer}.{part}", $"present.{layer}.{part}");
            _graph.Input(before, _float, "batch_size", keyHeads, "past_sequence_length", size);
            _graph.Output(after, _float, "batch_size", keyHeads, "total_sequence_length", size);
            _graph.Node("Concat", [before, added], [after], ("axis", 2));
            return after;
        }
    }

    /// <summary>[batch, length, heads × size] → [batch, heads, length, size].</summary>
    private string Split(string values, int heads) =>
        _graph.Node("Transpose", [_graph.Node("Reshape", [values, _graph.Integers(0, 0, heads, _shape.HeadSize)])], ("perm", new[] { 0, 2, 1, 3 }));

    private string Rotate(string values, string cos, string sin)
    {
        string Half(int from, int to) => _graph.Node("Slice", [values, _graph.Integers(from), _graph.Integers(to), _graph.Integers(3)]);
        string Times(string left, string right) => _graph.Node("Mul", [left, right]);
        var (a, b) = (Half(0, _shape.HeadSize / 2), Half(_shape.HeadSize / 2, _shape.HeadSize));
        var first = _graph.Node("Sub", [Times(a, cos), Times(b, sin)]);
        var second = _graph.Node("Add", [Times(b, cos), Times(a, sin)]);
        return _graph.Node("Concat", [first, second], ("axis", 3));
    }

    private string FeedForward(string hidden, int layer)
    {
        var gate = Linear(hidden, layer, "mlp.gate_proj");
        var opened = _graph.Node("Mul", [gate, _graph.Node("Sigmoid", [gate])]);
        return Linear(_graph.Node("Mul", [opened, Linear(hidden, layer, "mlp.up_proj")]), layer, "mlp.down_proj");
    }

    private string Norm(string hidden, string name, Func<float[]> scales)
    {
        // In 32 bits whatever the weights have: squares leave the range of 16 bits.
        var x = _float == OnnxGraph.Float16 ? Cast(hidden, OnnxGraph.Float32) : hidden;
        var squares = _graph.Node("Pow", [x, _graph.Constant(OnnxGraph.Float32, isVector: false, 2f)]);
        var mean = _graph.Node("ReduceMean", [squares], ("axes", new[] { -1 }), ("keepdims", 1));
        var root = _graph.Node("Sqrt", [_graph.Node("Add", [mean, _graph.Constant(OnnxGraph.Float32, isVector: false, LlamaShape.Epsilon)])]);
        var normed = _graph.Node("Div", [x, root]);
        normed = _float == OnnxGraph.Float16 ? Cast(normed, OnnxGraph.Float16) : normed;
        return _graph.Node("Mul", [normed, _graph.Weight(name, _float, [_shape.Width], () => Floats(scales()))]);
    }

    private string Linear(string hidden, int layer, string matrix)
    {
        var (outputs, inputs) = _model.SizeOf(matrix);
        return Linear(hidden, $"model.layers.{layer}.{matrix}.weight", outputs, inputs, () => _model.Matrix(layer, matrix));
    }

    private string Linear(string hidden, string name, int outputs, int inputs, Func<float[]> matrix)
    {
        switch (_precision)
        {
            case ModelPrecision.Int8:
                var weight = _graph.Weight($"{name}_quantized", OnnxGraph.UInt8, [inputs, outputs], () => QuantiseColumns(matrix(), outputs, inputs).Values);
                var weightScale = _graph.Weight(
                    $"{name}_scale", OnnxGraph.Float32, [outputs], () => Floats(QuantiseColumns(matrix(), outputs, inputs).Scales));
                string[] quantised = [$"{name}_input", $"{name}_input_scale", $"{name}_input_zero_point"];
                _graph.Node("DynamicQuantizeLinear", [hidden], quantised);
                var zero = _graph.Constant(OnnxGraph.UInt8, isVector: false, (byte)128);
                var sums = Cast(_graph.Node("MatMulInteger", [quantised[0], weight, quantised[2], zero]), OnnxGraph.Float32);
                return _graph.Node("Mul", [sums, _graph.Node("Mul", [quantised[1], weightScale])]);
            case ModelPrecision.Int4:
                var blocks = inputs / Block;
                var packed = _graph.Weight($"{name}_Q4", OnnxGraph.UInt8, [outputs, blocks, Block / 2], () => QuantiseBlocks(matrix()).Values);
                var scales = _graph.Weight($"{name}_scales", OnnxGraph.Float32, [outputs * blocks], () => Floats(QuantiseBlocks(matrix()).Scales));
                return _graph.Node(
                    "MatMulNBits", [hidden, packed, scales], ("K", inputs), ("N", outputs), ("bits", 4), ("block_size", Block));
            default:
                return _graph.Node(
                    "MatMul", [hidden, _graph.Weight(name, _float, [inputs, outputs], () => Floats(Transpose(matrix(), outputs, inputs)))]);
        }
    }

    private string Cast(string value, int type) =>
        type != OnnxGraph.Float32 || _precision is ModelPrecision.F16 or ModelPrecision.Int8
            ? _graph.Node("Cast", [value], ("to", type))
            : value;

    private string Number(float value) => _float == OnnxGraph.Float16
        ? _graph.Constant(_float, isVector: false, (Half)value)
        : _graph.Constant(_float, isVector: false, value);

    private byte[] Floats(float[] values)
    {
        // Scales of quantised matrices exist in files of 32 bits only.
        if (_float == OnnxGraph.Float32)
        {
            return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        }

        var halves = new Half[values.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertToHalf(values, halves);
        return MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
    }

    private static float[] Transpose(float[] matrix, int rows, int columns)
    {
        var result = new float[matrix.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                result[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }

        return result;
    }

    /// <summary>
    /// 8 bits, one scale for every output. Unsigned around 128, because processors without a dot product of bytes saturate where signed weights
    /// meet unsigned activations.
    /// </summary>
    private static (byte[] Values, float[] Scales) QuantiseColumns(float[] matrix, int outputs, int inputs)
    {
        var values = new byte[matrix.Length];
        var scales = new float[outputs];
        for (var output = 0; output < outputs; output++)
        {
            var row = matrix.AsSpan(output * inputs, inputs);
            var scale = Largest(row) / 127;
            scales[output] = scale;
            for (var input = 0; input < inputs; input++)
            {
                values[(input * outputs) + output] = (byte)(128 + (int)MathF.Round(row[input] / scale));
            }
        }

        return (values, scales);
    }

    /// <summary>4 bits around 8, the first of two in the low half of a byte, one scale for every 32 inputs.</summary>
    private static (byte[] Values, float[] Scales) QuantiseBlocks(float[] matrix)
    {
        var values = new byte[matrix.Length / 2];
        var scales = new float[matrix.Length / Block];
        for (var block = 0; block < scales.Length; block++)
        {
            var row = matrix.AsSpan(block * Block, Block);
            var scale = Largest(row) / 7;
            scales[block] = scale;
            for (var i = 0; i < Block; i++)
            {
                var level = 8 + (int)MathF.Round(row[i] / scale);
                values[((block * Block) + i) / 2] |= (byte)(level << (4 * (i % 2)));
            }
        }

        return (values, scales);
    }

    private static float Largest(ReadOnlySpan<float> values) => Math.Abs(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(values));
}
