using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Arena.Bench.Models;

/// <summary>
/// An ONNX model in the making: nodes, weights, inputs and outputs. Written by the field numbers of onnx.proto; weights are drawn only as they
/// are written, so a model of any size needs memory for one of them.
/// </summary>
internal sealed class OnnxGraph
{
    public const int Float32 = 1;
    public const int UInt8 = 2;
    public const int Int64 = 7;
    public const int Float16 = 10;

    private readonly List<byte[]> _nodes = [];
    private readonly List<byte[]> _ports = [];
    private readonly List<(byte[] Header, long Length, Func<byte[]> Data)> _weights = [];
    private readonly Dictionary<string, string> _constants = [];
    private int _names;

    public void Input(string name, int type, params ReadOnlySpan<object> shape) => Port(11, name, type, shape);

    public void Output(string name, int type, params ReadOnlySpan<object> shape) => Port(12, name, type, shape);

    /// <summary>Adds a weight whose bytes are asked for when the file is written.</summary>
    /// <returns>Its name.</returns>
    public string Weight(string name, int type, ReadOnlySpan<int> shape, Func<byte[]> data)
    {
        long count = 1;
        foreach (var size in shape)
        {
            count *= size;
        }

        var dimensions = shape.ToArray();
        var header = Message(output =>
        {
            foreach (var size in dimensions)
            {
                Integer(output, 1, size);
            }

            Integer(output, 2, type);
            Text(output, 8, name);
        });
        _weights.Add((header, count * SizeOf(type), data));
        return name;
    }

    /// <summary>A small constant: numbers of one type along one axis, or a single one without axes.</summary>
    /// <returns>Its name; equal constants share one.</returns>
    public string Constant<T>(int type, bool isVector, params ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values).ToArray();
        var key = $"{type}/{isVector}/{Convert.ToHexString(bytes)}";
        if (!_constants.TryGetValue(key, out var name))
        {
            name = Weight($"constant_{_constants.Count}", type, isVector ? [values.Length] : [], () => bytes);
            _constants.Add(key, name);
        }

        return name;
    }

    public string Integers(params ReadOnlySpan<long> values) => Constant(Int64, isVector: true, values);

    /// <summary>Adds a node of one output.</summary>
    /// <returns>The output's name.</returns>
    public string Node(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var name = $"{operation}_{_names++}";
        Node(operation, inputs, [name], attributes);
        return name;
    }

    public void Node(string operation, ReadOnlySpan<string> inputs, string[] outputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var (ins, settings) = (inputs.ToArray(), attributes.ToArray());
        _nodes.Add(Message(output =>
        {
            Array.ForEach(ins, input => Text(output, 1, input));
            Array.ForEach(outputs, name => Text(output, 2, name));
            Text(output, 4, operation);
            Array.ForEach(settings, setting => Bytes(output, 5, Attribute(setting.Name, setting.Value)));
            if (operation == "MatMulNBits")
            {
                Text(output, 7, "com.microsoft");
            }
        }));
    }

    /// <summary>Writes the model, opset 17.</summary>
    /// <exception cref="InvalidDataException">It is larger than the 2 GiB that one file of this format can hold.</exception>
    public void Write(Stream stream)
    {
        var title = Message(output => Text(output, 2, "llama"));
        var length = title.Length + _nodes.Sum(node => Framed(node.Length)) + _ports.Sum(port => (long)port.Length)
            + _weights.Sum(weight => Framed(weight.Header.Length + Framed(weight.Length)));
        if (length > int.MaxValue - 1024)
        {
            throw new InvalidDataException("an ONNX file holds at most 2 GiB; ask for fewer parameters or a smaller precision");
        }

        stream.Write(Message(output =>
        {
            Integer(output, 1, 8);
            Text(output, 2, "Arena.Bench");
            Bytes(output, 8, Message(set => Integer(set, 2, 17)));
            Bytes(output, 8, Message(set =>
            {
                Text(set, 1, "com.microsoft");
                Integer(set, 2, 1);
            }));
        }));
        stream.Write(Prefix(7, length));
        stream.Write(title);
        foreach (var node in _nodes)
        {
            stream.Write(Prefix(1, node.Length));
            stream.Write(node);
        }

        foreach (var (header, size, data) in _weights)
        {
            stream.Write(Prefix(5, header.Length + Framed(size)));
            stream.Write(header);
            stream.Write(Prefix(9, size));
            var bytes = data();
            if (bytes.Length != size)
            {
                throw new InvalidOperationException($"a weight of {size} bytes got {bytes.Length}");
            }

            stream.Write(bytes);
        }

        _ports.ForEach(port => stream.Write(port));
    }

    /// <summary>Tag and length that stand before a length-delimited field.</summary>
    private static byte[] Prefix(int field, long length) => Message(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteLength((int)length);
    });

    /// <summary>Bytes of a length-delimited field whose number is below 16, with tag and length.</summary>
    private static long Framed(long length) => 1 + CodedOutputStream.ComputeLengthSize((int)Math.Min(length, int.MaxValue)) + length;

    private static int SizeOf(int type) => type switch
    {
        Float32 => 4,
        Float16 => 2,
        Int64 => 8,
        _ => 1,
    };

    private static byte[] Attribute(string name, object value) => Message(output =>
    {
        Text(output, 1, name);
        switch (value)
        {
            case int number:
                Integer(output, 3, number);
                Integer(output, 20, 2);
                break;
            case int[] numbers:
                Array.ForEach(numbers, number => Integer(output, 8, number));
                Integer(output, 20, 7);
                break;
            default:
                throw new ArgumentException($"attributes of {value.GetType()} are not written here", nameof(value));
        }
    });

    private void Port(int field, string name, int type, ReadOnlySpan<object> shape)
    {
        var sizes = shape.ToArray();
        var dimensions = Message(output => Array.ForEach(sizes, size => Bytes(output, 1, Message(dimension =>
        {
            if (size is string symbol)
            {
                Text(dimension, 2, symbol);
            }
            else
            {
                Integer(dimension, 1, (int)size);
            }
        }))));
        var tensor = Message(output =>
        {
            Integer(output, 1, type);
            Bytes(output, 2, dimensions);
        });
        _ports.Add(Message(output => Bytes(output, field, Message(port =>
        {
            Text(port, 1, name);
            Bytes(port, 2, Message(kind => Bytes(kind, 1, tensor)));
        }))));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
        {
            write(output);
        }

        return memory.ToArray();
    }

    private static void Integer(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void Text(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static void Bytes(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    }
}
