using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Arena.Core;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Arena.Judges.Engines.Onnx;

/// <summary>
/// A decoder-with-past graph in the usual export form: <c>input_ids</c>, <c>attention_mask</c>, <c>position_ids</c> (where the graph has it),
/// <c>past_key_values.N.key</c> and <c>.value</c> → <c>logits</c>, <c>present.N.key</c> and <c>.value</c>, with floats of 32 or 16 bits outside.
/// </summary>
internal sealed class OnnxDecoder : IDisposable
{
    /// <summary>Operators that take keys and values for contiguous, as long as the mask's sum says.</summary>
    private static readonly string[] FusedAttention =
        ["Attention", "DecoderMaskedMultiHeadAttention", "DecoderMaskedSelfAttention", "GroupQueryAttention", "MultiHeadAttention", "PagedAttention", "SparseAttention"];

    /// <summary>Operators that choose one scale for the activations of all tokens of a run.</summary>
    private static readonly string[] DynamicQuantisation = ["DynamicQuantizeLinear", "DynamicQuantizeMatMul"];

    private readonly InferenceSession _session;

    /// <summary>The session's own, which keeps what was given back: pasts of about equal size come and go.</summary>
    private readonly OrtAllocator _allocator;

    private readonly PastInput[] _pasts;
    private readonly string[] _outputNames;
    private readonly bool _hasPositions;
    private float[] _widened = [];

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

        _allocator = new OrtAllocator(_session, OrtMemoryInfo.DefaultInstance);
        _pasts =
        [
            .. inputs.Keys.Where(name => name.StartsWith(DecoderForm.Past, StringComparison.Ordinal))
                .OrderBy(Layer)
                .ThenBy(name => name, StringComparer.Ordinal)
                .Select(name => new PastInput(name, inputs[name].ElementDataType, inputs[name].Dimensions[1], inputs[name].Dimensions[3])),
        ];
        _outputNames = ["logits", .. _pasts.Select(past => DecoderForm.PresentOf(past.Name))];
        _hasPositions = inputs.ContainsKey("position_ids");
        AllowsPadding = _hasPositions && !header.Operators.Overlaps(FusedAttention);
        RoundsTogether = header.Operators.Overlaps(DynamicQuantisation);

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

    /// <summary>
    /// Whether tokens that run together change how each other's activations are rounded, by as much as quantisation changes them at all. Then one
    /// piece of one prompt runs at a time, so that a verdict does not depend on what else is asked.
    /// </summary>
    public bool RoundsTogether { get; }

    public void Dispose()
    {
        _allocator.Dispose();
        _session.Dispose();
    }

    /// <summary>
    /// Computes nodes and then all below them, batch by batch in depth, so that only the caches of one path of batches are held. Goes on when
    /// the next batch is asked for.
    /// </summary>
    /// <param name="nodes">The nodes; what precedes them is computed.</param>
    /// <param name="bound">The most tokens of a run.</param>
    /// <param name="keepsCaches">Whether all caches stay, those behind the last tokens too, so that the sequences can be continued.</param>
    /// <param name="tell">Takes a node where requests end, and the logits behind its last token.</param>
    /// <returns>Every batch when it was computed, or with why it was not; what is below such a one is left out.</returns>
    public IEnumerable<(PrefixNode[] Nodes, string? Failure)> Compute(
        IReadOnlyList<PrefixNode> nodes, int bound, bool keepsCaches, Action<PrefixNode, ReadOnlySpan<float>> tell)
    {
        foreach (var batch in NodeBatches.Split(nodes, RoundsTogether ? 1 : bound, AllowsPadding))
        {
            string? failure = null;
            try
            {
                Run(batch, keepsCaches, tell);
            }
            catch (OnnxRuntimeException e)
            {
                failure = e.Message;
            }

            yield return (batch, failure);
            if (failure is null && batch.SelectMany(node => node.Children).ToArray() is { Length: > 0 } children)
            {
                foreach (var below in Compute(children, bound, keepsCaches, tell))
                {
                    yield return below;
                }

                foreach (var node in batch.Where(_ => !keepsCaches))
                {
                    node.Cache = null;
                }
            }
        }
    }

    /// <summary>Sequences that go on side by side behind nodes whose caches were kept.</summary>
    /// <param name="ends">A node for every sequence; with ends at unlike lengths only if <see cref="AllowsPadding"/>.</param>
    public OnnxSequences Continue(IReadOnlyList<PrefixNode> ends) => new(this, Gather([.. ends]), [.. ends.Select(node => node.End)]);

    /// <summary>One run of the graph.</summary>
    /// <param name="ids">Tokens, [batch, length].</param>
    /// <param name="positions">Their positions.</param>
    /// <param name="mask">1 where a key may be seen, [batch, past + length].</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="past">Keys and values before.</param>
    /// <param name="keepsCache">Whether keys and values are asked for.</param>
    /// <returns>The logits, and the keys and values; to be disposed of.</returns>
    public IReadOnlyList<OrtValue> Run(long[] ids, long[] positions, long[] mask, int batch, IReadOnlyList<OrtValue> past, bool keepsCache)
    {
        using var tokens = OrtValue.CreateTensorValueFromMemory(ids, [batch, ids.Length / batch]);
        using var places = OrtValue.CreateTensorValueFromMemory(positions, [batch, positions.Length / batch]);
        using var seen = OrtValue.CreateTensorValueFromMemory(mask, [batch, mask.Length / batch]);
        var inputs = new Dictionary<string, OrtValue> { ["input_ids"] = tokens, ["attention_mask"] = seen };
        if (_hasPositions)
        {
            inputs.Add("position_ids", places);
        }

        foreach (var (input, value) in _pasts.Zip(past))
        {
            inputs.Add(input.Name, value);
        }

        using var run = new RunOptions();
        return _session.Run(run, inputs, keepsCache ? _outputNames : _outputNames[..1]);
    }

    /// <summary>The logits of one token, valid until the next are asked for.</summary>
    /// <param name="logits">Logits of a run, [batch, length, vocabulary].</param>
    /// <param name="tokens">Number of tokens in it, batch × length.</param>
    /// <param name="at">The token's number.</param>
    public ReadOnlySpan<float> LogitsOf(OrtValue logits, int tokens, int at)
    {
        if (logits.GetTensorTypeAndShape().ElementDataType == TensorElementType.Float)
        {
            var all = logits.GetTensorDataAsSpan<float>();
            return all.Slice(at * (all.Length / tokens), all.Length / tokens);
        }

        var halves = MemoryMarshal.Cast<byte, Half>(logits.GetTensorMutableRawData());
        var vocabulary = halves.Length / tokens;
        Array.Resize(ref _widened, vocabulary);
        TensorPrimitives.ConvertToSingle(halves.Slice(at * vocabulary, vocabulary), _widened);
        return _widened;
    }

    /// <summary>Keys and values of some sequences of a batch.</summary>
    /// <param name="past">Those of the batch.</param>
    /// <param name="rows">Numbers of the sequences.</param>
    public OrtValue[] Select(IReadOnlyList<OrtValue> past, IReadOnlyList<int> rows) =>
    [
        .. _pasts.Zip(past, (input, value) =>
        {
            var length = value.GetTensorTypeAndShape().Shape[2];
            var size = checked((int)(input.Heads * length * input.Bytes));
            var selected = Allocate(input, rows.Count, length);
            var from = value.GetTensorMutableRawData();
            var into = selected.GetTensorMutableRawData();
            for (var row = 0; row < rows.Count; row++)
            {
                from.Slice(rows[row] * size, size).CopyTo(into[(row * size)..]);
            }

            return selected;
        }),
    ];

    /// <summary>
    /// Computes nodes whose parents are computed. Those with children get a cache, or all; for those where requests end, the logits of the token
    /// that comes next are told. Shorter nodes, and those with shorter pasts, are padded, if <see cref="AllowsPadding"/>.
    /// </summary>
    private void Run(PrefixNode[] nodes, bool keepsCaches, Action<PrefixNode, ReadOnlySpan<float>> tell)
    {
        var batch = nodes.Length;
        var past = nodes.Max(node => node.Past);
        var length = nodes.Max(node => node.Tokens.Length);
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

        IReadOnlyList<OrtValue> inputs = [];
        IReadOnlyList<OrtValue> outputs = [];
        try
        {
            inputs = Gather(Array.ConvertAll(nodes, node => node.Parent));
            outputs = Run(ids, positions, mask, batch, inputs, keepsCaches || Array.Exists(nodes, node => node.Children.Count > 0));
            for (var b = 0; b < batch; b++)
            {
                if (nodes[b].Requests.Count > 0)
                {
                    tell(nodes[b], LogitsOf(outputs[0], batch * length, (b * length) + nodes[b].Tokens.Length - 1));
                }

                if (keepsCaches || nodes[b].Children.Count > 0)
                {
                    nodes[b].Cache = Cut(outputs.Skip(1), b, past, past + length, nodes[b].Tokens.Length);
                }
            }
        }
        finally
        {
            foreach (var value in inputs.Concat(outputs))
            {
                value.Dispose();
            }
        }
    }

    /// <summary>
    /// Keys and values of all up to the ends of nodes, [batch, heads, past, size]; what is padded is zero, for the mask cannot hide a NaN.
    /// </summary>
    /// <param name="ends">A node for every sequence; null for one that has not begun.</param>
    private OrtValue[] Gather(PrefixNode?[] ends)
    {
        var past = ends.Max(end => end?.End ?? 0);
        var values = Array.ConvertAll(_pasts, input => Allocate(input, ends.Length, past));
        for (var k = 0; k < values.Length; k++)
        {
            var (heads, size) = (_pasts[k].Heads, _pasts[k].Bytes);
            var into = values[k].GetTensorMutableRawData();
            for (var b = 0; b < ends.Length; b++)
            {
                var sequence = into.Slice(b * heads * past * size, heads * past * size);
                var own = ends[b]?.End ?? 0;
                for (var h = 0; h < heads; h++)
                {
                    sequence.Slice(((h * past) + own) * size, (past - own) * size).Clear();
                }

                for (var node = ends[b]; node is not null; node = node.Parent)
                {
                    var run = node.Tokens.Length * size;
                    for (var h = 0; h < heads; h++)
                    {
                        node.Cache![k].AsSpan(h * run, run).CopyTo(sequence[(((h * past) + node.Past) * size)..]);
                    }
                }
            }
        }

        return values;
    }

    /// <summary>A part of a sequence's keys and values, copied.</summary>
    private byte[][] Cut(IEnumerable<OrtValue> presents, int row, int start, int total, int count) =>
    [
        .. presents.Zip(_pasts, (value, input) =>
        {
            var present = value.GetTensorMutableRawData();
            var run = count * input.Bytes;
            var cut = new byte[input.Heads * run];
            for (var h = 0; h < input.Heads; h++)
            {
                present.Slice(((((row * input.Heads) + h) * total) + start) * input.Bytes, run).CopyTo(cut.AsSpan(h * run));
            }

            return cut;
        }),
    ];

    private OrtValue Allocate(PastInput input, int batch, long past) =>
        OrtValue.CreateAllocatedTensorValue(_allocator, input.Type, [batch, input.Heads, past, input.Size]);

    /// <summary>Keys or values of a layer.</summary>
    private sealed record PastInput(string Name, TensorElementType Type, int Heads, int Size)
    {
        /// <summary>Bytes of one token in one head.</summary>
        public int Bytes => Size * (Type == TensorElementType.Float ? sizeof(float) : sizeof(ushort));
    }
}
