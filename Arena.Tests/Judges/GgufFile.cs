using System.Text;

namespace Arena.Tests.Judges;

/// <summary>Reads a GGUF file's header and tensors by the book, independently of what wrote it.</summary>
internal sealed class GgufFile
{
    private readonly byte[] _data;
    private readonly long _tensorStart;

    public GgufFile(string path)
    {
        _data = File.ReadAllBytes(path);
        using var reader = new BinaryReader(new MemoryStream(_data));
        Magic = Encoding.ASCII.GetString(reader.ReadBytes(4));
        Version = reader.ReadUInt32();
        var tensors = reader.ReadUInt64();
        var pairs = reader.ReadUInt64();
        for (var i = 0UL; i < pairs; i++)
        {
            var key = Text(reader);
            Metadata.Add(key, Value(reader, reader.ReadUInt32()));
        }

        for (var i = 0UL; i < tensors; i++)
        {
            var name = Text(reader);
            var shape = new ulong[reader.ReadUInt32()];
            for (var k = 0; k < shape.Length; k++)
            {
                shape[k] = reader.ReadUInt64();
            }

            Tensors.Add(name, (shape, reader.ReadUInt32(), reader.ReadUInt64()));
        }

        var alignment = (uint)Metadata["general.alignment"];
        _tensorStart = (reader.BaseStream.Position + alignment - 1) / alignment * alignment;
    }

    public string Magic { get; }

    public uint Version { get; }

    public Dictionary<string, object> Metadata { get; } = [];

    /// <summary>Shape with the fastest dimension first, type (0 is f32, 1 is f16) and offset of every tensor.</summary>
    public Dictionary<string, (ulong[] Shape, uint Type, ulong Offset)> Tensors { get; } = [];

    public long Length => _data.Length;

    public long EndOf(string tensor)
    {
        var (shape, type, offset) = Tensors[tensor];
        return _tensorStart + (long)offset + ((long)shape.Aggregate(1UL, (product, size) => product * size) * (type == 0 ? 4 : 2));
    }

    public float[] Read(string tensor)
    {
        var (shape, type, offset) = Tensors[tensor];
        var values = new float[(int)shape.Aggregate(1UL, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
        {
            var at = (int)(_tensorStart + (long)offset) + (i * (type == 0 ? 4 : 2));
            values[i] = type == 0 ? BitConverter.ToSingle(_data, at) : (float)BitConverter.ToHalf(_data, at);
        }

        return values;
    }

    private static string Text(BinaryReader reader) => Encoding.UTF8.GetString(reader.ReadBytes((int)reader.ReadUInt64()));

    private static object Value(BinaryReader reader, uint type)
    {
        switch (type)
        {
            case 4:
                return reader.ReadUInt32();
            case 5:
                return reader.ReadInt32();
            case 6:
                return reader.ReadSingle();
            case 7:
                return reader.ReadBoolean();
            case 8:
                return Text(reader);
            case 9:
                var inner = reader.ReadUInt32();
                var items = new object[(int)reader.ReadUInt64()];
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = Value(reader, inner);
                }

                return items;
            default:
                throw new InvalidDataException($"metadata type {type}");
        }
    }
}
