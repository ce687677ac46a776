using System.Numerics;
using System.Text;
using Arena.Core;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Arena.Judges.Engines.Onnx;

/// <summary>
/// What an ONNX file says of its graph: inputs, outputs, and how its weights are stored; not the weights. Read by the field numbers of
/// onnx.proto, in the wire format of protocol buffers, because loading a model to look at it costs its whole memory.
/// </summary>
/// <remarks>Files are not trusted: every length is held against the one around it, and no more than <see cref="MostText"/> bytes of names are read.</remarks>
internal sealed class OnnxHeader
{
    /// <summary>Most bytes of names that are read. Graphs of real models hold a few megabytes.</summary>
    public const int MostText = 1 << 26;

    private readonly Dictionary<string, OnnxPort> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxPort> _outputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _externalFiles = new(StringComparer.Ordinal);

    private readonly HashSet<string> _operators = new(StringComparer.Ordinal);

    private OnnxHeader()
    {
    }

    /// <summary>Inputs by name, without weights.</summary>
    public IReadOnlyDictionary<string, OnnxPort> Inputs => _inputs;

    /// <summary>Outputs by name.</summary>
    public IReadOnlyDictionary<string, OnnxPort> Outputs => _outputs;

    /// <summary>Files that hold weights outside this one, as it names them, relative to its folder.</summary>
    public IReadOnlySet<string> ExternalFiles => _externalFiles;

    /// <summary>Kinds of operators in the graph, such as <c>MatMul</c>; those of nested graphs are left out.</summary>
    public IReadOnlySet<string> Operators => _operators;

    /// <summary>
    /// Number of weights. Scales and zero points of quantised matrices are left out where the operator tells them; one matrix stored twice counts
    /// twice.
    /// </summary>
    public long Parameters { get; private set; }

    /// <summary>The number format that holds most of the weights, such as fp32 or int4; null where there are none.</summary>
    public string? Precision { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadInputException">It is absent, no ONNX model, damaged or cut short.</exception>
    public static OnnxHeader Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "the file cannot be read; check that it is there and that you may read it.", inner: e);
        }
    }

    /// <summary>Reads from a stream that can seek.</summary>
    internal static OnnxHeader Read(Stream stream, string source) => new Reader(stream, source).Read();

    /// <summary>A weight, as far as it matters here.</summary>
    private readonly record struct Weight(string Name, int Type, long Elements);

    private sealed class Reader(Stream stream, string source)
    {
        private const int LongestName = 1 << 12;
        private const int MostItems = 1 << 20;
        private const int MostAxes = 16;

        private readonly OnnxHeader _header = new();
        private readonly List<Weight> _weights = [];
        private readonly Dictionary<string, int> _bitsOf = new(StringComparer.Ordinal);
        private readonly HashSet<string> _scales = new(StringComparer.Ordinal);
        private readonly long _length = stream.Length;
        private long _position;
        private long _text;
        private int _items;

        public OnnxHeader Read()
        {
            var hasGraph = false;
            foreach (var (field, _, end) in Fields(_length))
            {
                if (field == 7)
                {
                    hasGraph = true;
                    Graph(end);
                }
            }

            if (!hasGraph || _header._outputs.Count == 0)
            {
                throw new BadInputException(source, "this is no ONNX model: it has no graph; name the model.onnx of an export.");
            }

            foreach (var weight in _weights)
            {
                _header._inputs.Remove(weight.Name);
            }

            var counts = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
            foreach (var (name, type, elements) in _weights.Where(weight => !_scales.Contains(weight.Name)))
            {
                if (Format(name, type) is { } format)
                {
                    // A byte holds several weights of few bits.
                    var held = _bitsOf.TryGetValue(name, out var bits) ? (BigInteger)elements * 8 / bits : elements;
                    counts[format] = counts.GetValueOrDefault(format) + held;
                }
            }

            var total = counts.Values.Aggregate(BigInteger.Zero, BigInteger.Add);
            _header.Parameters = total <= long.MaxValue ? (long)total : throw Damaged("its weights are more than can be");
            _header.Precision = counts.Count == 0 ? null : counts.MaxBy(pair => pair.Value).Key;
            return _header;
        }

        private string? Format(string name, int type) => _bitsOf.TryGetValue(name, out var bits) ? $"int{bits}" : type switch
        {
            1 => "fp32",
            2 or 3 => "int8",
            10 => "fp16",
            11 => "fp64",
            16 => "bf16",
            17 or 18 or 19 or 20 => "fp8",
            21 or 22 => "int4",

            // Whole numbers and truth values are shapes and places, not weights.
            _ => null,
        };

        private void Graph(long graphEnd)
        {
            foreach (var (field, _, end) in Fields(graphEnd))
            {
                if (field is 1 or 5 && ++_items > MostItems)
                {
                    throw Damaged($"it has more than {MostItems} nodes and weights");
                }

                switch (field)
                {
                    case 1:
                        Node(end);
                        break;
                    case 5:
                        Initializer(end);
                        break;
                    case 11:
                        Port(end, _header._inputs);
                        break;
                    case 12:
                        Port(end, _header._outputs);
                        break;
                }
            }
        }

        private void Node(long nodeEnd)
        {
            List<string> inputs = [];
            var (operation, bits) = ("", 4);
            foreach (var (field, _, end) in Fields(nodeEnd))
            {
                switch (field)
                {
                    case 1 when inputs.Count < 4:
                        inputs.Add(Text(end));
                        break;
                    case 4:
                        operation = Text(end);
                        break;
                    case 5 when Attribute(end) is ("bits", var value):
                        bits = value is 2 or 4 or 8 ? (int)value : throw Damaged($"a matrix has weights of {value} bits");
                        break;
                }
            }

            _header._operators.Add(operation);
            if (operation == "MatMulNBits" && inputs.Count > 1)
            {
                _bitsOf[inputs[1]] = bits;
                _scales.UnionWith(inputs.Skip(2));
            }
            else if (operation == "DequantizeLinear")
            {
                _scales.UnionWith(inputs.Skip(1));
            }
        }

        private (string Name, long Value) Attribute(long attributeEnd)
        {
            var (name, number) = ("", 0L);
            foreach (var (field, value, end) in Fields(attributeEnd))
            {
                switch (field)
                {
                    case 1:
                        name = Text(end);
                        break;
                    case 3:
                        number = (long)(value ?? 0);
                        break;
                }
            }

            return (name, number);
        }

        private void Initializer(long tensorEnd)
        {
            var (name, type) = ("", 0);
            List<long> sizes = [];
            foreach (var (field, value, end) in Fields(tensorEnd))
            {
                switch (field)
                {
                    // A number by itself, or several packed in one field; both are allowed.
                    case 1 when value is { } size:
                        Add(size);
                        break;
                    case 1:
                        while (_position < end)
                        {
                            Add(Varint());
                        }

                        break;
                    case 2:
                        type = Small(value);
                        break;
                    case 8:
                        name = Text(end);
                        break;
                    case 13 when Pair(end) is ("location", var location):
                        _header._externalFiles.Add(location);
                        break;
                }
            }

            var elements = sizes.Aggregate(BigInteger.One, (product, size) => product * size);
            _weights.Add(elements <= long.MaxValue ? new(name, type, (long)elements) : throw Damaged("a weight has more elements than can be"));

            void Add(ulong size) => sizes.Add(sizes.Count < MostAxes ? Size(size) : throw Damaged($"a weight has more than {MostAxes} axes"));
        }

        private (string Key, string Value) Pair(long pairEnd)
        {
            var (key, text) = ("", "");
            foreach (var (field, _, end) in Fields(pairEnd))
            {
                switch (field)
                {
                    case 1:
                        key = Text(end);
                        break;
                    case 2:
                        text = Text(end);
                        break;
                }
            }

            return (key, text);
        }

        private void Port(long portEnd, Dictionary<string, OnnxPort> ports)
        {
            var (name, type) = ("", 0);
            List<long> sizes = [];
            foreach (var (field, _, end) in Fields(portEnd))
            {
                if (field == 1)
                {
                    name = Text(end);
                }
                else if (field == 2)
                {
                    // The type's only kind that matters is a tensor's: its number format, and a shape of axes.
                    foreach (var kind in Fields(end).Where(kind => kind.Number == 1))
                    {
                        foreach (var part in Fields(kind.End))
                        {
                            if (part.Number == 1)
                            {
                                type = Small(part.Value);
                            }
                            else if (part.Number == 2)
                            {
                                Shape(part.End);
                            }
                        }
                    }
                }
            }

            ports[name] = new((TensorElementType)type, sizes);

            void Shape(long shapeEnd)
            {
                foreach (var axis in Fields(shapeEnd).Where(axis => axis.Number == 1))
                {
                    if (sizes.Count == MostAxes)
                    {
                        throw Damaged($"an input or output has more than {MostAxes} axes");
                    }

                    sizes.Add(-1);
                    foreach (var size in Fields(axis.End).Where(size => size.Number == 1))
                    {
                        sizes[^1] = Size(size.Value ?? 0);
                    }
                }
            }
        }

        private static int Small(ulong? value) => (int)Math.Min(value ?? 0, int.MaxValue);

        private long Size(ulong value) => value <= long.MaxValue ? (long)value : throw Damaged("an axis is longer than can be");

        /// <summary>
        /// The fields of a message that ends at a place: number, value where it is a number by itself, and where the field ends. What the caller
        /// leaves of a field is skipped.
        /// </summary>
        private IEnumerable<(int Number, ulong? Value, long End)> Fields(long end)
        {
            while (_position < end)
            {
                var tag = Varint();
                var number = (int)Math.Min(tag >> 3, int.MaxValue);
                ulong? value = null;
                var fieldEnd = (tag & 7) switch
                {
                    0 => Number(),
                    1 => _position + 8,
                    2 => Length(),
                    5 => _position + 4,
                    _ => throw Damaged("it holds a field of no known kind"),
                };
                if (fieldEnd > end)
                {
                    throw Damaged("a part ends beyond what holds it");
                }

                yield return (number, value, fieldEnd);
                if (_position > fieldEnd)
                {
                    throw Damaged("a part is longer than it says");
                }

                if (_position < fieldEnd)
                {
                    _position = stream.Seek(fieldEnd, SeekOrigin.Begin);
                }

                long Number()
                {
                    value = Varint();
                    return _position;
                }

                long Length() => Varint() is var length && length <= (ulong)(end - _position)
                    ? _position + (long)length
                    : throw Damaged("a part ends beyond what holds it");
            }
        }

        private string Text(long end)
        {
            var length = end - _position;
            _text += length;
            if (length > LongestName || _text > MostText)
            {
                throw Damaged("its names are longer than can be");
            }

            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            _position = end;
            return Encoding.UTF8.GetString(bytes);
        }

        private ulong Varint()
        {
            ulong value = 0;
            for (var shift = 0; shift < 64; shift += 7)
            {
                var next = stream.ReadByte();
                if (next < 0)
                {
                    throw Damaged("it ends within a field");
                }

                _position++;
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }

            throw Damaged("it holds a number that is too long");
        }

        private BadInputException Damaged(string why) =>
            new(source, $"this is no ONNX model, or the file is damaged or cut short ({why}); name the model.onnx of an export, or get it anew.");
    }
}
