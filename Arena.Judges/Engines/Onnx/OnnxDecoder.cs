using System.Buffers;
using System.Globalization;
using Arena.Core;
using Microsoft.ML.OnnxRuntime;

namespace Arena.Judges.Engines.Onnx;

/// <summary>
/// A decoder-with-past graph in the usual export form: <c>input_ids</c>, <c>attention_mask</c>, <c>position_ids</c> (where the graph has it),
/// <c>past_key_values.N.key</c> and <c>.value</c> → <c>logits</c>, <c>present.N.key</c> and <c>.value</c>, with 32-bit floats outside.
/// </summary>
internal sealed class OnnxDecoder : IDisposable
{
    /// <summary>Operators that take keys and values for contiguous, as long as the mask's sum says.</summary>
    private static readonly string[] FusedAttention =
        ["Attention", "DecoderMaskedMultiHeadAttention", "DecoderMaskedSelfAttention", "GroupQueryAttention", "MultiHeadAttention", "PagedAttention", "SparseAttention"];

    private readonly InferenceSession _session;
    private readonly string[] _pastNames;
    private readonly string[] _outputNames;
    private readonly long[] _heads;
    private readonly long[] _sizes;
    private readonly bool _hasPositions;

    public OnnxDecoder(string path, OnnxHeader header, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        try
        {
            _session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new BadInputException(path, "ONNX Runtime cannot load the file; it is damaged, or of a newer form than this build reads.", inner: e);
        }

        var inputs = _session.InputMetadata;
        if (DecoderForm.FaultOf(PortsOf(inputs), PortsOf(_session.OutputMetadata)) is { } fault)
        {
            _session.Dispose();
            throw new BadInputException(path, fault);
        }

        _pastNames =
        [
            .. inputs.Keys.Where(name => name.StartsWith(DecoderForm.Past, StringComparison.Ordinal)).OrderBy(Layer).ThenBy(name => name, StringComparer.Ordinal),
        ];
        _outputNames = ["logits", .. _pastNames.Select(DecoderForm.PresentOf)];
        _heads = [.. _pastNames.Select(name => (long)inputs[name].Dimensions[1])];
        _sizes = [.. _pastNames.Select(name => (long)inputs[name].Dimensions[3])];
        _hasPositions = inputs.ContainsKey("position_ids");
        AllowsPadding = _hasPositions && !header.Operators.Overlaps(FusedAttention);

        static Dictionary<string, OnnxPort> PortsOf(IReadOnlyDictionary<string, NodeMetadata> ports) =>
            ports.ToDictionary(port => port.Key, port => new OnnxPort(port.Value.ElementDataType, Array.ConvertAll(port.Value.Dimensions, size => (long)size)));

        static int Layer(string name) =>
            int.TryParse(name.AsSpan()[DecoderForm.Past.Length..].ToString().Split('.')[0], CultureInfo.InvariantCulture, out var layer) ? layer : 0;
    }

    /// <summary>
    /// Whether sequences of unlike length may run together. Not where the graph makes positions from the past's length, nor where an operator
    /// ignores that the mask hides places in the middle: verdicts would be wrong without a word.
    /// </summary>
    public bool AllowsPadding { get; }

    public void Dispose() => _session.Dispose();

    /// <summary>
    /// Computes nodes whose parents are computed. Those with children get a cache; for those where requests end, the log-probabilities of the
    /// token that comes next are told.
    /// </summary>
    /// <param name="nodes">The nodes, in any order; shorter ones, and those with shorter pasts, are padded, if <see cref="AllowsPadding"/>.</param>
    /// <param name="tell">Takes a node and the logits behind its last token, and may change them.</param>
    public void Run(IReadOnlyList<PrefixNode> nodes, Action<PrefixNode, Span<float>> tell)
    {
        var batch = nodes.Count;
        var past = nodes.Max(node => node.Past);
        var length = nodes.Max(node => node.Tokens.Length);
        var keepsCache = nodes.Any(node => node.Children.Count > 0);
        var ids = new long[batch * length];
        var positions = new long[batch * length];
        var mask = new long[batch * (past + length)];
        for (var b = 0; b < batch; b++)
        {
            var node = nodes[b];
            for (var i = 0; i < length; i++)
            {
                // Padding repeats the last token; nothing looks at it, for the mask hides it and it stands behind everything.
                var at = Math.Min(i, node.Tokens.Length - 1);
                ids[(b * length) + i] = node.Tokens[at];
                positions[(b * length) + i] = node.Past + at;
            }

            var row = mask.AsSpan(b * (past + length), past + length);
            row[..node.Past].Fill(1);
            row.Slice(past, node.Tokens.Length).Fill(1);
        }

        var rented = new List<float[]>(_pastNames.Length);
        var inputs = new Dictionary<string, OrtValue>();
        try
        {
            inputs.Add("input_ids", OrtValue.CreateTensorValueFromMemory(ids, [batch, length]));
            inputs.Add("attention_mask", OrtValue.CreateTensorValueFromMemory(mask, [batch, past + length]));
            if (_hasPositions)
            {
                inputs.Add("position_ids", OrtValue.CreateTensorValueFromMemory(positions, [batch, length]));
            }

            for (var k = 0; k < _pastNames.Length; k++)
            {
                long[] shape = [batch, _heads[k], past, _sizes[k]];
                var count = checked((int)(batch * _heads[k] * past * _sizes[k]));
                var data = ArrayPool<float>.Shared.Rent(count);
                rented.Add(data);
                Gather(nodes, k, past, data.AsSpan(0, count));
                inputs.Add(_pastNames[k], OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data.AsMemory(0, count), shape));
            }

            using var run = new RunOptions();
            using var outputs = _session.Run(run, inputs, keepsCache ? _outputNames : _outputNames[..1]);
            var logits = outputs[0].GetTensorMutableDataAsSpan<float>();
            var vocabulary = logits.Length / (batch * length);
            for (var b = 0; b < batch; b++)
            {
                if (nodes[b].Requests.Count > 0)
                {
                    tell(nodes[b], logits.Slice(((b * length) + nodes[b].Tokens.Length - 1) * vocabulary, vocabulary));
                }
            }

            if (keepsCache)
            {
                Keep(nodes, past, length, outputs);
            }
        }
        finally
        {
            foreach (var value in inputs.Values)
            {
                value.Dispose();
            }

            rented.ForEach(data => ArrayPool<float>.Shared.Return(data));
        }
    }

    /// <summary>Keys or values of all that precedes the nodes, [batch, heads, past, size]; what is padded is zero, for the mask cannot hide a NaN.</summary>
    private void Gather(IReadOnlyList<PrefixNode> nodes, int k, int past, Span<float> into)
    {
        var (heads, size) = ((int)_heads[k], (int)_sizes[k]);
        for (var b = 0; b < nodes.Count; b++)
        {
            var sequence = into.Slice(b * heads * past * size, heads * past * size);
            for (var h = 0; h < heads; h++)
            {
                sequence.Slice(((h * past) + nodes[b].Past) * size, (past - nodes[b].Past) * size).Clear();
            }

            for (var node = nodes[b].Parent; node is not null; node = node.Parent)
            {
                var run = node.Tokens.Length * size;
                for (var h = 0; h < heads; h++)
                {
                    node.Cache![k].AsSpan(h * run, run).CopyTo(sequence[(((h * past) + node.Past) * size)..]);
                }
            }
        }
    }

    private void Keep(IReadOnlyList<PrefixNode> nodes, int past, int length, IDisposableReadOnlyCollection<OrtValue> outputs)
    {
        foreach (var node in nodes.Where(node => node.Children.Count > 0))
        {
            node.Cache = new float[_pastNames.Length][];
        }

        for (var k = 0; k < _pastNames.Length; k++)
        {
            var (heads, size) = ((int)_heads[k], (int)_sizes[k]);
            var present = outputs[k + 1].GetTensorDataAsSpan<float>();
            for (var b = 0; b < nodes.Count; b++)
            {
                if (nodes[b].Cache is not { } cache)
                {
                    continue;
                }

                var run = nodes[b].Tokens.Length * size;
                cache[k] = new float[heads * run];
                for (var h = 0; h < heads; h++)
                {
                    present.Slice(((((b * heads) + h) * (past + length)) + past) * size, run).CopyTo(cache[k].AsSpan(h * run));
                }
            }
        }
    }
}
