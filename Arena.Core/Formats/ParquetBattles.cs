using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Arena.Core.Formats;

/// <summary>Battles from Parquet, a row group at a time. Lines in messages are rows, counted from 1.</summary>
internal static class ParquetBattles
{
    /// <summary>A compressed file is unpacked into memory, since its end must be read first; a small one may unpack to anything.</summary>
    private const long LargestUnpacked = 1 << 28;

    /// <summary>
    /// Real metadata are decoded in milliseconds, but damaged ones can send the library into a loop without an end, which nothing
    /// can stop. It is left behind, and ends with the process.
    /// </summary>
    private static readonly TimeSpan LongestDecoding = TimeSpan.FromSeconds(15);

    public static void Read(string path, Func<BattleColumns, BattleRows> rows, CancellationToken cancellationToken)
    {
        try
        {
            // The library is asynchronous only. Nothing here captures a context, so waiting cannot lock up.
            Task.Run(() => ReadAsync(path, rows, cancellationToken), cancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not (BadInputException or IOException or InvalidDataException or OperationCanceledException))
        {
            // A damaged file makes the library fail in many ways, all of which mean the same to the user.
            throw new BadInputException(path, "this is not a valid Parquet file, or it is cut off; fetch or write it again.", inner: e);
        }
    }

    private static async Task ReadAsync(string path, Func<BattleColumns, BattleRows> rows, CancellationToken cancellationToken)
    {
        await using var file = await OpenSeekableAsync(path, cancellationToken);
        await using var parquet = await Task.Run(() => ParquetReader.CreateAsync(file, cancellationToken: cancellationToken), cancellationToken)
            .WaitAsync(LongestDecoding, cancellationToken);
        var fields = parquet.Schema.DataFields.Where(field => !field.Path.ToString().Contains('/', StringComparison.Ordinal)).ToArray();
        var columns = BattleColumns.Find(path, [.. fields.Select(field => field.Name)], null);
        var used = Enum.GetValues<BattleRole>()
            .Where(role => columns[role] >= 0)
            .Select(role => columns[role])
            .Concat(columns.StyleOrdinals.SelectMany(pair => new[] { pair.First, pair.Second }))
            .ToHashSet();
        var sink = rows(columns);
        var line = 0L;
        for (var g = 0; g < parquet.RowGroupCount; g++)
        {
            using var group = parquet.OpenRowGroupReader(g);
            var values = new string?[fields.Length][];
            foreach (var ordinal in used)
            {
                values[ordinal] = await ReadTextAsync(group, fields[ordinal], path, cancellationToken);
            }

            for (var row = 0; row < group.RowCount; row++)
            {
                sink.Add(++line, ordinal => values[ordinal][row]);
            }
        }
    }

    private static async Task<Stream> OpenSeekableAsync(string path, CancellationToken cancellationToken)
    {
        var file = InputFile.Open(path);
        if (file.CanSeek)
        {
            return file;
        }

        await using (file)
        {
            var copy = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = await file.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                copy.Write(buffer, 0, read);
                if (copy.Length > LargestUnpacked)
                {
                    throw new BadInputException(path, $"it unpacks to more than {LargestUnpacked >> 20} MiB; unpack it first.");
                }
            }

            copy.Position = 0;
            return copy;
        }
    }

    private static async Task<string?[]> ReadTextAsync(ParquetRowGroupReader group, DataField field, string path, CancellationToken cancellationToken)
    {
        var rows = checked((int)group.RowCount);
        if (field.IsArray)
        {
            throw new BadInputException(path, "the column holds lists; it must hold one value a row.", column: field.Name);
        }

        // The library tells text by the one type in some versions and by the other in others.
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[rows];
            await group.ReadAsync(field, texts.AsMemory(), cancellationToken: cancellationToken);
            return texts;
        }

        return field.ClrType switch
        {
            var type when type == typeof(int) => await NumbersAsync<int>(),
            var type when type == typeof(long) => await NumbersAsync<long>(),
            var type when type == typeof(short) => await NumbersAsync<short>(),
            var type when type == typeof(byte) => await NumbersAsync<byte>(),
            var type when type == typeof(double) => await NumbersAsync<double>(),
            var type when type == typeof(float) => await NumbersAsync<float>(),
            _ => throw new BadInputException(path, "the column holds neither text nor numbers; convert it to one of them.", column: field.Name),
        };

        async Task<string?[]> NumbersAsync<T>()
            where T : struct, IFormattable
        {
            if (field.IsNullable)
            {
                var nullable = new T?[rows];
                await group.ReadAsync(field, nullable.AsMemory(), cancellationToken: cancellationToken);
                return Array.ConvertAll(nullable, value => value?.ToString(null, CultureInfo.InvariantCulture));
            }

            var numbers = new T[rows];
            await group.ReadAsync(field, numbers.AsMemory(), cancellationToken: cancellationToken);
            return Array.ConvertAll(numbers, value => (string?)value.ToString(null, CultureInfo.InvariantCulture));
        }
    }
}
