using System.IO.Compression;
using System.Text;
using Arena.Core;

namespace Arena.Tests.Formats;

public sealed class BadBattleFileTests : IDisposable
{
    private const string Header = "model_a,model_b,winner";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Text, line, column, and words of the reason.</summary>
    public static TheoryData<string, long?, string?, string> BadCsv => new()
    {
        { "model_a:model_b:winner\nx:y:a\n", 1, null, "its only column is \"model_a:model_b:winner\"" },
        { "model_a,model_b\nx,y\n", 1, null, "there is no column winner or outcome" },
        { "model_b,winner\ny,a\n", 1, null, "there is no column model_a or left" },
        { "model_a,model_b,winner,model_a\nx,y,a,x\n", 1, "model_a", "occurs twice" },
        { "model_a,model_b,winner,Winner\nx,y,a,a\n", 1, "winner", "occurs twice" },
        { "model_a,model_b,winner\nx;y;a\n", 2, null, "the row has 1 fields where the header has 3" },
        { "model_a;model_b;winner\nx;y;a\nx,y,a\n", 3, null, "the row has 1 fields where the header has 3" },
        { $"{Header}\nx,y,a\nx,y\n", 3, null, "the row has 2 fields where the header has 3" },
        { $"{Header}\nx,y,a,b\n", 2, null, "the row has 4 fields where the header has 3" },
        { $"{Header}\nx,y,a\n\nx,y,nobody\n", 4, "winner", "unknown winner \"nobody\"" },
        { $"{Header}\nx,y,\n", 2, "winner", "unknown winner \"\"" },
        { $"{Header}\nx,y,x\n", 2, "winner", "unknown winner \"x\"" },
        { $"{Header}\nx,y,3\n", 2, "winner", "unknown winner \"3\"" },
        { $"{Header}\nx,x,a\n", 2, "model_b", "contestant \"x\" is set against itself" },
        { $"{Header}\nx, x ,a\n", 2, "model_b", "set against itself" },
        { $"{Header}\n,y,a\n", 2, "model_a", "no name" },
        { "left,right,winner\nx,\" \",a\n", 2, "right", "no name" },
        { $"{Header},weight\nx,y,a,NaN\n", 2, "weight", "weight \"NaN\" is not a positive number" },
        { $"{Header},weight\nx,y,a,0\n", 2, "weight", "not a positive number" },
        { $"{Header},weight\nx,y,a,-1\n", 2, "weight", "not a positive number" },
        { $"{Header},weight\nx,y,a,Infinity\n", 2, "weight", "not a positive number" },
        { $"{Header},weight\nx,y,a,1e999\n", 2, "weight", "not a positive number" },
        { $"{Header},weight\nx,y,a,\n", 2, "weight", "not a positive number" },
        { $"{Header},weight\nx,y,a,two\n", 2, "weight", "not a positive number" },
        { $"{Header},weight\nx,y,a,\"1,5\"\n", 2, "weight", "not a positive number" },
        { $"{Header},length_a,length_b\nx,y,a,1,-1\n", 2, "length_b", "not a count" },
        { $"{Header},length_a,length_b\nx,y,a,many,1\n", 2, "length_a", "not a count" },
        { $"{Header}\n", null, null, "not a single battle" },
        { Header, null, null, "not a single battle" },
        { $"{Header}\n\n\n", null, null, "not a single battle" },
        { "", null, null, "the file is empty" },
        { "\n", 1, null, "there is no column model_a" },
        { "\uFEFF", 1, null, "the file is empty" },
        { $"{Header}\nx,y,a\nx,\"y\"z,a\n", 3, null, "not valid CSV" },
        { $"{Header}\nx,y,a\nx,\"y,a\nx,y,a\n", 3, null, "" },
        { $"{Header}\n\0\0\0\0\n", 2, null, "the row has 1 fields" },
    };

    public static TheoryData<string, long?, string?, string> BadJson => new()
    {
        { """{"model_b": "y", "winner": "a"}""", 1, null, "there is no column model_a or left" },
        { "\n\n{}", 3, null, "it has none" },
        { """{"left": "x", "right": "y", "winner": "c"}""", 1, "winner", "unknown winner \"c\"" },
        { """{"left": "x", "right": "y", "winner": null}""", 1, "winner", "unknown winner \"\"" },
        { """{"left": "x", "right": "y", "winner": ["a"]}""", 1, null, "there is no column winner" },
        { """{"left": "x", "right": "y", "winner": true}""", 1, "winner", "unknown winner \"true\"" },
        { """{"left": "x", "right": "x", "winner": "a"}""", 1, "right", "set against itself" },
        { """{"left": "x", "right": "y", "winner": "a", "weight": -2}""", 1, "weight", "not a positive number" },
        { """{"left": "x", "right": "y", "winner": "a", "weight": "NaN"}""", 1, "weight", "not a positive number" },
        { """{"left": "x", "right": "y", "winner": "a", "weight": NaN}""", 1, "54", "not valid JSON" },
        { """{"left": "x", "left": "z", "right": "y", "winner": "a"}""", 1, "left", "occurs twice" },
        { "{\"left\": \"x\", \"right\": \"y\", \"winner\": \"a\"}\n{\"right\": \"y\", \"winner\": \"a\"}", 2, "left", "no name" },
        { "{\"left\": \"x\", \"right\": \"y\", \"winner\": \"a\"}\n{\"left\": \"x\", \"right\": \"y\", \"winner\": \"a\", \"prompt\": 1}", 2, "prompt", "the first line lacks this key" },
        { "{\"left\": \"x\", \"right\": \"y\", \"winner\": \"a\"}\n{\"left\": \"x\", \"right", 2, "21", "not valid JSON" },
        { """{"left": "x", "right": "y", "winner": "a"} {}""", 1, "44", "not valid JSON" },
        { """[{"left": "x", "right": "y", "winner": "a"}]""", 1, null, "not a JSON object" },
        { "left,right,winner\nx,y,a\n", 1, "1", "not valid JSON" },
        { """{"left": "\ud800", "right": "y", "winner": "a"}""", 1, null, "not valid JSON" },
        { "\n \n", null, null, "not a single battle" },
        { "", null, null, "the file is empty" },
    };

    [Theory]
    [MemberData(nameof(BadCsv))]
    public void Read_BadCsv_SaysWhereAndWhy(string text, long? line, string? column, string reason)
    {
        Refuses(_folder.WriteRaw("b.csv", text), line, column, reason);
        if (text.Length > 0)
        {
            Refuses(_folder.WriteRaw("b.csv.gz", BattleFiles.Gzip(text)), line, column, reason);
        }
    }

    [Theory]
    [MemberData(nameof(BadJson))]
    public void Read_BadJsonLines_SaysWhereAndWhy(string text, long? line, string? column, string reason)
    {
        Refuses(_folder.WriteRaw("b.jsonl", text), line, column, reason);
        if (text.Length > 0)
        {
            Refuses(_folder.WriteRaw("b.jsonl.gz", BattleFiles.Gzip(text)), line, column, reason);
        }
    }

    [Fact]
    public async Task Read_BadParquet_SaysWhereAndWhy()
    {
        (string, Array) left = ("left", new[] { "x", "y" });
        (string, Array) right = ("right", new[] { "y", "z" });
        (string, Array) winner = ("winner", new[] { "a", "b" });

        Refuses(await Parquet([left, right]), null, null, "there is no column winner or outcome");
        Refuses(await Parquet([left, right, ("winner", new[] { "a", "c" })]), 2, "winner", "unknown winner \"c\"");
        Refuses(await Parquet([left, right, ("winner", new[] { "a", null })]), 2, "winner", "unknown winner \"\"");
        Refuses(await Parquet([left, ("right", new[] { "y", "y" }), winner]), 2, "right", "set against itself");
        Refuses(await Parquet([left, right, winner, ("weight", new[] { 1, double.NaN })]), 2, "weight", "weight \"NaN\"");
        Refuses(await Parquet([left, right, winner, ("weight", new double?[] { null, 1 })]), 1, "weight", "not a positive number");
        Refuses(await Parquet([left, right, winner, ("weight", new[] { 1, 0 })]), 2, "weight", "weight \"0\"");
        Refuses(await Parquet([left, right, winner, ("category", new[] { true, false })]), null, "category", "neither text nor numbers");
        Refuses(await Parquet([left, right, winner, left with { Item1 = "Left" }]), null, "left", "occurs twice");

        async Task<string> Parquet((string, Array)[] columns) => _folder.WriteRaw("b.parquet", await BattleFiles.ParquetAsync(columns));
    }

    [Fact]
    public async Task Read_NotParquetOrCutOff_IsRefused()
    {
        Refuses(_folder.WriteRaw("b.parquet", "left,right,winner\nx,y,a\n"), null, null, "");
        Refuses(_folder.WriteRaw("b.parquet", "PAR1"), null, null, "");
        var whole = await BattleFiles.ParquetAsync([("left", new[] { "x" }), ("right", new[] { "y" }), ("winner", new[] { "a" })]);
        Refuses(_folder.WriteRaw("b.parquet", whole[..^20]), null, null, "");
        Refuses(_folder.WriteRaw("b.parquet.gz", BattleFiles.Gzip(whole[..^20])), null, null, "");
    }

    [Fact]
    public void Read_ParquetThatUnpacksToTooMuch_IsRefusedWithoutFillingTheMemory()
    {
        using (var gzip = new GZipStream(File.Create(_folder.PathOf("b.parquet.gz")), CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (var mebibyte = 0; mebibyte <= 257; mebibyte++)
            {
                gzip.Write(zeros);
            }
        }

        Refuses(_folder.PathOf("b.parquet.gz"), null, null, "unpacks to more than 256 MiB");
    }

    [Theory]
    [InlineData("b.csv", "model_a,model_b,winner\nx,y,a\nx,é?,b\n", 3L, "5")]
    [InlineData("b.jsonl", "{\"left\": \"x\", \"right\": \"é?\", \"winner\": \"a\"}\n", 1L, "27")]
    public void Read_InvalidUtf8_SaysLineAndByte(string name, string text, long line, string column)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xFF;

        Refuses(_folder.WriteRaw(name, bytes), line, column, "not valid UTF-8");
        Refuses(_folder.WriteRaw(name + ".gz", BattleFiles.Gzip(bytes)), line, column, "not valid UTF-8");
    }

    [Fact]
    public void Read_Utf8CutOffInACharacter_IsRefused()
    {
        var bytes = Encoding.UTF8.GetBytes($"{Header}\nx,y,a\nx,é");

        Refuses(_folder.WriteRaw("b.csv", bytes[..^1]), 3, "3", "not valid UTF-8");
    }

    [Fact]
    public void Read_Utf16_IsRefused()
    {
        Refuses(_folder.WriteRaw("b.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes($"{Header}\nx,y,a\n")]), 1, "1", "not valid UTF-8");
    }

    [Theory]
    [InlineData("b.csv", "model_a,model_b,winner\nx,y,a\nx,y,", 3L, "longer than")]
    [InlineData("b.csv", "model_a,model_b,winner\nx,y,a\nx,y,\"", 3L, "longer than")]
    [InlineData("b.csv", "", 1L, "longer than")]
    [InlineData("b.jsonl", "{\"left\": \"x\", \"right\": \"y\", \"winner\": \"a\"}\n{\"left\": \"", 2L, "longer than")]
    public void Read_LineOfAHundredMegabytes_IsRefusedInLittleMemory(string name, string start, long line, string reason)
    {
        using (var plain = File.Create(_folder.PathOf(name)))
        using (var gzip = new GZipStream(File.Create(_folder.PathOf(name + ".gz")), CompressionLevel.Fastest))
        {
            var letters = new byte[1 << 20];
            Array.Fill(letters, (byte)'a');
            plain.Write(Encoding.UTF8.GetBytes(start));
            gzip.Write(Encoding.UTF8.GetBytes(start));
            for (var mebibyte = 0; mebibyte < 100; mebibyte++)
            {
                plain.Write(letters);
                gzip.Write(letters);
            }
        }

        foreach (var path in new[] { _folder.PathOf(name), _folder.PathOf(name + ".gz") })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Refuses(path, line, null, reason);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 48 << 20);
        }
    }

    [Theory]
    [InlineData("b.csv.gz")]
    [InlineData("b.jsonl.gz")]
    public void Read_EveryTruncationOfAGzip_IsRefused(string name)
    {
        var rows = Enumerable.Range(0, 30).Select(i => name.Contains("csv", StringComparison.Ordinal)
            ? $"model {i},other {i * 7},tie"
            : $"{{\"left\": \"model {i}\", \"right\": \"other {i * 7}\", \"winner\": \"tie\"}}").ToArray();
        var head = name.Contains("csv", StringComparison.Ordinal) ? Header + "\n" : "";
        var first = BattleFiles.Gzip(head + string.Join('\n', rows[..20]) + "\n");
        byte[] whole = [.. first, .. BattleFiles.Gzip(string.Join('\n', rows[20..]) + "\n")];
        Assert.Equal(30, BattleFiles.Read(_folder.WriteRaw(name, whole)).Count);

        for (var length = 0; length < whole.Length; length++)
        {
            var path = _folder.WriteRaw(name, whole[..length]);
            if (length == first.Length)
            {
                // The first member alone is a whole file.
                Assert.Equal(20, BattleFiles.Read(path).Count);
            }
            else
            {
                Assert.Throws<BadInputException>(() => BattleFiles.Read(path));
            }
        }
    }

    [Fact]
    public void Read_TruncatedGzip_SaysSo()
    {
        var whole = BattleFiles.Gzip(Header + "\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"m{i},n{i * 31 % 977},a\n")));

        Refuses(_folder.WriteRaw("b.csv.gz", whole[..^9]), null, null, "damaged or cut off");
        Refuses(_folder.WriteRaw("b.csv.gz", whole[..(whole.Length / 2)]), null, null, "damaged or cut off");
    }

    [Fact]
    public void Read_TruncatedGzipOfVeryManyMembers_IsRefusedAtOnce()
    {
        // As block-compressed files are. A check that takes every member for a possible end would take hours.
        var member = BattleFiles.Gzip("x,y,a\n");
        byte[] whole = [.. BattleFiles.Gzip(Header + "\n"), .. Enumerable.Repeat(member, 100_000).SelectMany(bytes => bytes)];

        Assert.Equal(100_000, BattleFiles.Read(_folder.WriteRaw("b.csv.gz", whole)).Count);
        Refuses(_folder.WriteRaw("b.csv.gz", whole[..^5]), null, null, "damaged or cut off");
    }

    [Fact]
    public void Read_DamagedGzip_IsRefused()
    {
        var whole = BattleFiles.Gzip($"{Header}\nx,y,a\n");

        Refuses(_folder.WriteRaw("b.csv.gz", $"{Header}\nx,y,a\n"), null, null, "damaged or cut off");
        Refuses(_folder.WriteRaw("b.csv.gz", [.. whole, .. "and more"u8]), null, null, "damaged or cut off");
        Refuses(_folder.WriteRaw("b.csv.gz", [.. whole[..^8], (byte)~whole[^8], .. whole[^7..]]), null, null, "damaged or cut off");
    }

    [Fact]
    public void Read_NoSuchFileFolderOrForm_IsRefused()
    {
        Directory.CreateDirectory(_folder.PathOf("folder.csv"));

        Refuses(_folder.PathOf("absent.csv"), null, null, "there is no such file");
        Refuses(_folder.PathOf("absent/b.jsonl"), null, null, "there is no such file");
        Refuses(_folder.PathOf("absent.parquet"), null, null, "there is no such file");
        Refuses(_folder.PathOf("folder.csv"), null, null, "this is a folder");
        Refuses(_folder.WriteRaw("b.xlsx", "x"), null, null, "name the file so");
        Refuses(_folder.WriteRaw("b", "x"), null, null, "name the file so");
        Refuses("", null, null, "name the file so");
    }

    [Fact]
    public void Read_Device_IsRefused()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "needs /dev/null");
        File.CreateSymbolicLink(_folder.PathOf("device.csv"), "/dev/null");

        var e = Assert.Throws<BadInputException>(() => BattleFiles.Read(_folder.PathOf("device.csv")));

        Assert.True(e.Reason.Contains("pipe or a device", StringComparison.Ordinal) || e.Reason.Contains("empty", StringComparison.Ordinal));
    }

    [Fact]
    public void Message_TextWithTerminalCommandsAndLineBreaks_IsOneHarmlessLine()
    {
        var path = _folder.WriteRaw("b.csv", $"{Header}\nx,y,\"\u001b[31m\nred\"\n");

        var e = Assert.Throws<BadInputException>(() => BattleFiles.Read(path));

        Assert.DoesNotContain(e.Message, char.IsControl);
        Assert.Contains("red", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Refuses(string path, long? line, string? column, string reason)
    {
        var e = Assert.Throws<BadInputException>(() => BattleFiles.Read(path));
        Assert.Equal((path, line, column), (e.InputSource, e.Line, e.Column));
        Assert.Contains(reason, e.Reason, StringComparison.Ordinal);
    }
}
