using System.IO.Compression;
using System.Text;
using Arena.Core;
using Arena.Core.Formats;
using Arena.Core.Ratings;
using Parquet;
using Parquet.Schema;

namespace Arena.Tests.Formats;

/// <summary>Writes battles files and reads them back.</summary>
internal static class BattleFiles
{
    public static BattleTable Read(params string[] paths) => BattleReader.Read(paths, TestContext.Current.CancellationToken);

    public static Battle[] Rows(BattleTable table) => [.. Enumerable.Range(0, table.Count).Select(row => table[row])];

    public static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    public static byte[] Gzip(string content) => Gzip(Encoding.UTF8.GetBytes(content));

    /// <summary>A Parquet file of one row group for each set of columns, all sets alike.</summary>
    public static async Task<byte[]> ParquetAsync(params (string Name, Array Values)[][] groups)
    {
        var fields = groups[0].Select(column => new DataField(column.Name, column.Values.GetType().GetElementType()!)).ToArray();
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream))
        {
            foreach (var columns in groups)
            {
                using var group = writer.CreateRowGroup();
                for (var k = 0; k < fields.Length; k++)
                {
                    await (columns[k].Values switch
                    {
                        string[] texts => group.WriteAsync(fields[k], texts),
                        int[] numbers => group.WriteAsync<int>(fields[k], numbers),
                        int?[] numbers => group.WriteAsync<int>(fields[k], numbers),
                        long[] numbers => group.WriteAsync<long>(fields[k], numbers),
                        double[] numbers => group.WriteAsync<double>(fields[k], numbers),
                        double?[] numbers => group.WriteAsync<double>(fields[k], numbers),
                        float[] numbers => group.WriteAsync<float>(fields[k], numbers),
                        bool[] flags => group.WriteAsync<bool>(fields[k], flags),
                        _ => throw new ArgumentException("no such column", nameof(groups)),
                    });
                }
            }
        }

        return stream.ToArray();
    }
}
