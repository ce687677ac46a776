using System.Text;
using Arena.Core;
using Arena.Core.Formats;
using CsCheck;

namespace Arena.Tests.Formats;

public sealed class MutatedBattleFileTests : IDisposable
{
    private const string Csv = "model_a,model_b,winner,prompt,weight,length_a,length_b\nx,y,a,p,1,3,4\n\"a \"\"b\"\"\",y,tie,p,2.5,1,1\nx,\"é,\nz\",b,,1,0,2\n";

    private const string Json =
        "{\"left\": \"x\", \"right\": \"y\", \"winner\": \"a\", \"prompt\": 1, \"weight\": 2}\n" +
        "{\"left\": \"\\u0041é\", \"right\": \"y\", \"winner\": 2, \"prompt\": null, \"weight\": 1.5, \"more\": {\"a\": [1, \"\"]}}\n";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => ["b.csv", "b.csv.gz", "b.jsonl", "b.jsonl.gz", "b.parquet", "b.parquet.gz"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_MutatedFile_GivesATableOrSaysWhatIsWrong(string name)
    {
        var valid = await Valid(name);
        Assert.True(BattleFiles.Read(_folder.WriteRaw(name, valid)).Count > 0);

        // Damage to the metadata of Parquet can send the library into a loop without an end; the command line has a test for that.
        const int Footer = 8;
        var within = name == "b.parquet" ? valid.Length - Footer - BitConverter.ToInt32(valid, valid.Length - Footer) : int.MaxValue;
        var mutation = Gen.Select(Gen.Int[0, 4], Gen.Double[0, 1], Gen.Byte, Gen.Int[1, 20]);
        mutation.Array[1, 4].Sample(
            mutations =>
            {
                var bytes = mutations.Aggregate(valid, (bytes, mutation) => Mutate(bytes, mutation, within));
                var path = _folder.WriteRaw(name, bytes);
                var reading = Task.Run(() =>
                {
                    try
                    {
                        Assert.True(BattleReader.Read(path, CancellationToken.None).Count > 0);
                    }
                    catch (BadInputException e)
                    {
                        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
                    }
                });

                // Far beyond what reading takes, as the machine may be busy.
                Assert.True(reading.Wait(TimeSpan.FromSeconds(60)), "the reader hangs");
            },
            iter: name.Contains("parquet", StringComparison.Ordinal) ? 400 : 800,
            threads: 1);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Mutate(byte[] bytes, (int Kind, double At, byte Value, int Length) mutation, int within)
    {
        if (bytes.Length == 0)
        {
            return [mutation.Value];
        }

        var at = (int)(mutation.At * (Math.Min(bytes.Length, within) - 1));
        var end = Math.Min(at + mutation.Length, Math.Min(bytes.Length, within));
        return mutation.Kind switch
        {
            0 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << (mutation.Value % 8))), .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], mutation.Value, .. bytes[(at + 1)..]],
            2 => [.. bytes[..at], .. bytes[end..]],
            3 => [.. bytes[..at], .. bytes[at..end], .. bytes[at..]],
            _ => bytes[..at],
        };
    }

    private static async Task<byte[]> Valid(string name)
    {
        var plain = name.Contains("csv", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(Csv)
            : name.Contains("json", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(Json)
            : await BattleFiles.ParquetAsync(
            [
                ("left", new[] { "x", "y", "long name" }), ("right", new[] { "y", "é", "x" }), ("winner", new[] { "a", "b", "tie" }),
                ("id", new int?[] { 1, null, 3 }), ("weight", new[] { 1, 2, 0.5 }),
            ]);
        return name.EndsWith(".gz", StringComparison.Ordinal) ? BattleFiles.Gzip(plain) : plain;
    }
}
