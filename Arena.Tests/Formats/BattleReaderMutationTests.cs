using System.IO.Compression;
using System.Text;
using Arena.Core;
using Arena.Core.Formats;
using CsCheck;
using Parquet;
using Parquet.Schema;

namespace Arena.Tests.Formats;

/// <summary>A damaged file is read or refused in words; it never fails in another way.</summary>
public sealed class BattleReaderMutationTests : IDisposable
{
    private const string Csv = "prompt,model_a,model_b,winner,weight,length_a,length_b\n1,x,y,model_a,1,10,20\n\"2\n\",y,z,tie,2.5,5,5\n3,z,x,b,1,0,9\n";

    private const string JsonLines =
        """
        {"prompt": 1, "model_a": "x", "model_b": "y", "winner": "model_a", "weight": 1.5}
        {"prompt": 2, "model_a": "é\n", "model_b": "z", "winner": "tie", "extra": {"a": [1, null]}}
        """;

    private readonly TemporaryFolder _folder = new();
    private int _files;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_MutatedCsv_ReadsOrRefuses() => Check(".csv", Encoding.UTF8.GetBytes(Csv));

    [Fact]
    public void Read_MutatedJsonLines_ReadsOrRefuses() => Check(".jsonl", Encoding.UTF8.GetBytes(JsonLines));

    [Fact]
    public void Read_MutatedGzip_ReadsOrRefuses()
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Csv));
        }

        Check(".csv.gz", memory.ToArray());
    }

    [Fact]
    public async Task Read_MutatedParquet_ReadsOrRefuses()
    {
        var schema = new ParquetSchema(new DataField<string>("model_a"), new DataField<string>("model_b"), new DataField<string>("winner"));
        using var memory = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, memory, cancellationToken: TestContext.Current.CancellationToken))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(schema.DataFields[0], ["x", "y"]);
            await group.WriteAsync(schema.DataFields[1], ["y", "z"]);
            await group.WriteAsync(schema.DataFields[2], ["tie", "b"]);
        }

        // Damage to the metadata at the end can make the library loop without an end; the command line has a test for that.
        const int Footer = 8;
        var bytes = memory.ToArray();
        var metadata = BitConverter.ToInt32(bytes.AsSpan(bytes.Length - Footer));
        Check(".parquet", bytes, bytes.Length - Footer - metadata);
    }

    [Fact]
    public void Read_AnyTableWrittenAsCsv_ReadsBackEqual()
    {
        var name = Gen.String[Gen.Char["abcé世 ,;\"'#\n\t|"], 1, 6].Select(text => text.Trim().Length > 0 ? text : text + "x");
        var battle = Gen.Select(name, name, Gen.OneOfConst("model_a", "model_b", "tie"), name)
            .Where((first, second, _, _) => first.Trim() != second.Trim());

        battle.List[1, 8].Sample(
            battles =>
            {
                var text = new StringBuilder("prompt,model_a,model_b,winner\n");
                foreach (var (first, second, winner, prompt) in battles)
                {
                    text.AppendJoin(',', Quote(prompt), Quote(first), Quote(second), winner).Append('\n');
                }

                var table = BattleReader.Read(_folder.Write($"{Interlocked.Increment(ref _files)}.csv", text.ToString()));

                var expected = battles.Select(battle => new Battle(
                    battle.Item1.Trim(),
                    battle.Item2.Trim(),
                    battle.Item3 switch { "model_a" => 1, "model_b" => 0, _ => 0.5 },
                    Cluster: battle.Item4.Trim()));
                Assert.Equal(expected, Enumerable.Range(0, table.Count).Select(i => table[i]));
            },
            iter: 300);

        static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Changes, removes or adds bytes, or cuts the end off, several times over.</summary>
    private void Check(string extension, byte[] valid, int? within = null)
    {
        var mutation = Gen.Select(Gen.Int[0, 3], Gen.Double.Unit, Gen.Byte);
        mutation.List[1, 4].Sample(
            mutations =>
            {
                var bytes = valid.ToList();
                foreach (var (kind, place, value) in mutations)
                {
                    var at = Math.Min((int)(place * Math.Min(bytes.Count, within ?? bytes.Count)), Math.Max(bytes.Count - 1, 0));
                    switch (kind)
                    {
                        case 0 when bytes.Count > 0:
                            bytes[at] = value;
                            break;
                        case 1 when bytes.Count > 0:
                            bytes.RemoveAt(at);
                            break;
                        case 2:
                            bytes.Insert(at, value);
                            break;
                        default:
                            bytes.RemoveRange(at, bytes.Count - at);
                            break;
                    }
                }

                var path = _folder.PathOf($"{Interlocked.Increment(ref _files)}{extension}");
                File.WriteAllBytes(path, [.. bytes]);
                try
                {
                    return BattleReader.Read(path).Count > 0;
                }
                catch (BadInputException bad)
                {
                    return bad.InputSource == path && bad.Reason.Length > 0;
                }
                finally
                {
                    File.Delete(path);
                }
            },
            iter: 500);
    }
}
