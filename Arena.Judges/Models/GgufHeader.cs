using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Arena.Core;

namespace Arena.Judges.Models;

/// <summary>
/// What a GGUF file (versions 2 and 3, little-endian) says of its model: metadata and the directory of tensors, not the weights.
/// Files are not trusted: every length is held against the file's own, and no more than <see cref="MostText"/> bytes of text are kept.
/// </summary>
public sealed class GgufHeader
{
    /// <summary>Most bytes of names and texts that a header may hold outside arrays. Real ones hold far less than a megabyte.</summary>
    public const int MostText = 1 << 22;

    private const int MostPairs = 1 << 16, MostTensors = 1 << 20, MostDimensions = 4, MostNesting = 4;

    private readonly Dictionary<string, object> _metadata;
    private readonly string _source;

    private GgufHeader(string source, uint version, Dictionary<string, object> metadata, IReadOnlyList<GgufTensor> tensors, long dataStart)
    {
        _source = source;
        _metadata = metadata;
        Version = version;
        Tensors = tensors;
        DataStart = dataStart;
    }

    /// <summary>Version of the file format.</summary>
    public uint Version { get; }

    /// <summary>
    /// Metadata by key: a <see cref="ulong"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>
    /// or <see cref="GgufArray"/>.
    /// </summary>
    public IReadOnlyDictionary<string, object> Metadata => _metadata;

    /// <summary>The tensors in the order of the file.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>Where the tensor data begin, in bytes from the start of the file.</summary>
    public long DataStart { get; }

    /// <summary>The model's architecture, such as llama; null where the file names none.</summary>
    public string? Architecture => Text("general.architecture");

    /// <summary>The model's own name; null where the file gives none.</summary>
    public string? Name => Text("general.name");

    /// <summary>The model's chat template (Jinja); null where the file has none.</summary>
    public string? ChatTemplate => Text("tokenizer.chat_template");

    /// <summary>Tokens that the model was trained to read at once; null where the file does not say.</summary>
    public long? ContextLength => Number($"{Architecture}.context_length");

    /// <summary>Number of tokens of the vocabulary; null where the file holds no tokenizer.</summary>
    public long? Vocabulary => _metadata.GetValueOrDefault("tokenizer.ggml.tokens") is GgufArray tokens ? tokens.Count : null;

    /// <summary>Number of elements of all tensors.</summary>
    public long Parameters => Tensors.Sum(tensor => tensor.Parameters);

    /// <summary>The number format that holds most of the parameters; null where there are no tensors.</summary>
    public string? Precision => Tensors.GroupBy(tensor => tensor.Type).MaxBy(group => group.Sum(tensor => tensor.Parameters))?.Key;

    /// <summary>Reads a file's header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadInputException">The file is absent, no GGUF file, damaged or cut short.</exception>
    public static GgufHeader Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "cannot be read; check that the file is there and that you may read it.", inner: e);
        }
    }

    /// <summary>Reads a header from a stream that can seek.</summary>
    internal static GgufHeader Read(Stream stream, string source) => new Reader(stream, source).Read();

    private string? Text(string key) => _metadata.GetValueOrDefault(key) switch
    {
        null => null,
        string text => text,
        _ => throw new BadInputException(_source, $"metadata {key} is no text; the file is damaged, so get it anew."),
    };

    private long? Number(string key) => _metadata.GetValueOrDefault(key) switch
    {
        null => null,
        long number => number,
        ulong number and <= long.MaxValue => (long)number,
        _ => throw new BadInputException(_source, $"metadata {key} is no whole number in range; the file is damaged, so get it anew."),
    };

    private sealed class Reader(Stream stream, string source)
    {
        private readonly long _length = stream.Length;
        private readonly byte[] _word = new byte[8];
        private long _position;
        private long _text;

        public GgufHeader Read()
        {
            if (_length < 24 || Word(4) != 0x46554747)
            {
                throw new BadInputException(source, "is no GGUF file: it does not begin with GGUF; name a .gguf model.");
            }

            var version = (uint)Word(4);
            if (version is not (2 or 3))
            {
                throw new BadInputException(
                    source,
                    version is 0x02000000 or 0x03000000
                        ? "is a big-endian GGUF file; convert it to little-endian."
                        : $"is GGUF version {version}, and only 2 and 3 can be read; convert it anew.");
            }

            var tensorCount = Count(MostTensors, "tensors");
            var pairs = Count(MostPairs, "metadata entries");
            var metadata = new Dictionary<string, object>();
            for (var i = 0; i < pairs; i++)
            {
                var key = Text();
                if (!metadata.TryAdd(key, Value((uint)Word(4), 0)))
                {
                    throw Damaged($"metadata {Shown(key)} is there twice");
                }
            }

            var tensors = new List<GgufTensor>();
            var parameters = 0L;
            for (var i = 0; i < tensorCount; i++)
            {
                var tensor = Tensor();
                tensors.Add(tensor);
                if (tensor.Parameters > long.MaxValue - parameters)
                {
                    throw Damaged("its tensors have more elements than can be");
                }

                parameters += tensor.Parameters;
            }

            var alignment = metadata.GetValueOrDefault("general.alignment", 32UL) is ulong value and > 0 and <= 1 << 20
                ? (long)value
                : throw Damaged("metadata general.alignment is no number from 1 to 1,048,576");
            var start = (_position + alignment - 1) / alignment * alignment;
            var cut = tensors.Find(tensor => start > _length || tensor.Offset > _length - start - (tensor.Bytes ?? 0));
            return cut is null
                ? new GgufHeader(source, version, metadata, tensors, start)
                : throw Damaged($"tensor {Shown(cut.Name)} ends beyond the end of the file");
        }

        private GgufTensor Tensor()
        {
            var name = Text();
            var dimensions = Word(4);
            if (dimensions > MostDimensions)
            {
                throw Damaged($"tensor {Shown(name)} has {dimensions} dimensions");
            }

            var shape = new long[dimensions];
            var elements = 1L;
            for (var i = 0; i < shape.Length; i++)
            {
                var size = Word(8);
                if (size > (ulong)(long.MaxValue / Math.Max(1, elements)))
                {
                    throw Damaged($"tensor {Shown(name)} has more elements than can be");
                }

                shape[i] = (long)size;
                elements *= shape[i];
            }

            var type = GgmlType.Of((uint)Word(4));
            var offset = Word(8);
            var blocks = type.BlockElements == 0 ? 0 : elements / type.BlockElements;

            // Held against the file's length before any product can overflow.
            if (offset > (ulong)_length || (blocks > 0 && blocks > _length / type.BlockBytes))
            {
                throw Damaged($"tensor {Shown(name)} ends beyond the end of the file");
            }

            if (type.BlockElements > 0 && elements % type.BlockElements != 0)
            {
                throw Damaged($"tensor {Shown(name)} does not fill whole blocks of {type.Name}");
            }

            return new(name, shape, type.Name, (long)offset, elements, type.BlockElements == 0 ? null : blocks * type.BlockBytes);
        }

        private object Value(uint type, int depth)
        {
            switch (type)
            {
                case 8:
                    return Text();
                case 9:
                    return Array(depth);
                default:
                    var bits = Word(SizeOf(type));
                    return type switch
                    {
                        1 => (long)(sbyte)bits,
                        3 => (long)(short)bits,
                        5 => (long)(int)bits,
                        6 => (double)BitConverter.UInt32BitsToSingle((uint)bits),
                        7 => bits != 0,
                        11 => (long)bits,
                        12 => BitConverter.UInt64BitsToDouble(bits),
                        _ => (object)bits,
                    };
            }
        }

        private GgufArray Array(int depth)
        {
            if (depth == MostNesting)
            {
                throw Damaged("its metadata nest arrays too deeply");
            }

            var type = (uint)Word(4);
            var size = type switch { 8 => 8, 9 => 12, _ => SizeOf(type) };
            var count = Count((_length - _position - 8) / size, "array elements");
            for (var i = 0L; i < count && type is 8 or 9; i++)
            {
                if (type == 8)
                {
                    Skip(Count(_length - _position - 8, "letters in a text"));
                }
                else
                {
                    Array(depth + 1);
                }
            }

            if (type is not (8 or 9))
            {
                Skip(count * size);
            }

            return new(count);
        }

        private int SizeOf(uint type) => type switch
        {
            0 or 1 or 7 => 1,
            2 or 3 => 2,
            4 or 5 or 6 => 4,
            10 or 11 or 12 => 8,
            _ => throw Damaged($"metadata have the unknown type {type}"),
        };

        private string Text()
        {
            var length = Count(Math.Min(MostText - _text, _length - _position - 8), "letters in names and texts");
            _text += length;
            var bytes = new byte[length];
            Fill(bytes);

            // Replacing what is no UTF-8 allocates for every byte of it.
            return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw Damaged("it holds a text that is no UTF-8");
        }

        private long Count(long most, string what) =>
            Word(8) is var count && most >= 0 && count <= (ulong)most ? (long)count : throw Damaged($"it claims {count} {what}, more than can be");

        private ulong Word(int bytes)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_word, 0);
            Fill(_word.AsSpan(0, bytes));
            return BinaryPrimitives.ReadUInt64LittleEndian(_word);
        }

        private void Fill(Span<byte> bytes)
        {
            try
            {
                stream.ReadExactly(bytes);
            }
            catch (EndOfStreamException e)
            {
                throw new BadInputException(source, "ends within its header; the file is cut short, so get it anew.", inner: e);
            }

            _position += bytes.Length;
        }

        private void Skip(long bytes) => _position = stream.Seek(bytes, SeekOrigin.Current);

        private BadInputException Damaged(string why) => new(source, $"{why}; the file is damaged or cut short, so get it anew.");

        private static string Shown(string name) => name.Length <= 80 ? name : $"{name[..80]}…";
    }
}
