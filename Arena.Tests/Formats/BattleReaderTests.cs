using System.IO.Compression;
using System.Text;
using Arena.Core;
using Arena.Core.Formats;
using Arena.Core.Ratings;
using Parquet;
using Parquet.Schema;

namespace Arena.Tests.Formats;

public sealed class BattleReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ShippedVotes_GivesThemAll()
    {
        var table = BattleReader.Read(Repository.PathOf("data", "llmfao", "human-votes.csv"));

        Assert.Equal((8931, 59, 13, 124), (table.Count, table.Contestants.Count, table.Clusters!.Names.Count, table.Workers!.Names.Count));
        Assert.Equal(3471, table.Outcome.ToArray().Count(outcome => outcome == 0.5));
        Assert.Equal(2911, table.Outcome.ToArray().Count(outcome => outcome == 1));
    }

    [Theory]
    [InlineData("model_a,model_b,winner", "x,y,model_a")]
    [InlineData("left,right,outcome", "x,y,left")]
    [InlineData("LEFT,Right,Winner", "x,y,LEFT")]
    [InlineData("winner,model_b,model_a", "a,y,x")]
    [InlineData("model_a;model_b;winner", "x;y;1")]
    [InlineData("model_a\tmodel_b\twinner", "x\ty\tModel_A")]
    [InlineData("model_a|model_b|winner", "x|y|a")]
    [InlineData("\uFEFFmodel_a,model_b,winner", "x,y,a")]
    [InlineData("model_a,model_b,winner,comment", "\" x \",y, a ,\"line\nbreak, and \"\"quotes\"\"\"")]
    public void Read_CsvInAnyAcceptedForm_GivesTheSameBattle(string header, string row)
    {
        foreach (var end in (string[])["\n", "\r\n", ""])
        {
            var table = BattleReader.Read(_folder.Write("votes.csv", header + (end.Length == 0 ? "\n" : end) + row + end));

            Assert.Equal([new Battle("x", "y", 1)], All(table));
        }
    }

    [Theory]
    [InlineData("model_a", 1)]
    [InlineData("a", 1)]
    [InlineData("left", 1)]
    [InlineData("1", 1)]
    [InlineData("model_b", 0)]
    [InlineData("b", 0)]
    [InlineData("right", 0)]
    [InlineData("2", 0)]
    [InlineData("tie", 0.5)]
    [InlineData("tie (bothbad)", 0.5)]
    [InlineData("draw", 0.5)]
    [InlineData("Draw", 0.5)]
    public void Read_EveryWinnerLabel_GivesItsOutcome(string label, double outcome)
    {
        var table = BattleReader.Read(_folder.Write("votes.csv", $"model_a,model_b,winner\nx,y,{label}\n"));

        Assert.Equal(outcome, table.Outcome[0]);
    }

    [Fact]
    public void Read_OptionalColumns_GivesThemAll()
    {
        var table = BattleReader.Read(_folder.Write(
            "votes.csv",
            """
            id,question_id,prompt,model_a,model_b,winner,judge,worker,weight,category,length_a,length_b,bold_a
            1,q1,p1,x,y,a,j,,2.5,math,30,10,4
            2,q1,,y,x,b,,w,1,,0,0,4
            """));

        Assert.Equal(
            [
                new Battle("x", "y", 1, 2.5, "p1") { Judge = "j", Category = "math" },
                new Battle("y", "x", 0, 1) { Worker = "w" },
            ],
            All(table));

        // (30 − 10)/(30 + 10); nothing against nothing is no difference. One bold column alone is no style.
        Assert.Equal(["length"], table.StyleNames);
        Assert.Equal([0.5, 0], table.Style(0));
    }

    [Fact]
    public async Task Read_TheSameBattlesInEveryFormat_GivesTheSame()
    {
        var csv = _folder.Write("votes.csv", "question_id,model_a,model_b,winner,weight\n7,x,y,tie,2\n8,y,z,model_b,1\n");
        var jsonl = _folder.Write(
            "votes.jsonl",
            """
            {"question_id": 7, "model_a": "x", "model_b": "y", "winner": "tie", "weight": 2, "conv": [{"text": "ignored"}], "judge": null}

            {"model_b": "z", "model_a": "y", "question_id": 8, "winner": "model_b", "weight": 1}
            """);
        var parquet = _folder.PathOf("votes.parquet");
        await WriteParquetAsync(parquet);
        var expected = All(BattleReader.Read(csv));

        Assert.Equal([new Battle("x", "y", 0.5, 2, "7"), new Battle("y", "z", 0, 1, "8")], expected);
        foreach (var file in (string[])[jsonl, parquet])
        {
            Assert.Equal(expected, All(BattleReader.Read(file)));
        }

        foreach (var file in (string[])[csv, jsonl, parquet])
        {
            Assert.Equal(expected, All(BattleReader.Read(Compress(file))));
        }
    }

    [Fact]
    public void Read_GzipOfSeveralMembers_ReadsThemAll()
    {
        var first = Compress(_folder.Write("one.csv", "model_a,model_b,winner\nx,y,a\n"));
        var second = Compress(_folder.Write("two.csv", "y,z,b\nx,z,tie\n"));
        var joined = _folder.PathOf("both.csv.gz");
        File.WriteAllBytes(joined, [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]);

        Assert.Equal(3, BattleReader.Read(joined).Count);
    }

    [Fact]
    public void Read_SeveralFiles_JoinsThemInOrder()
    {
        var first = _folder.Write("one.csv", "model_a,model_b,winner\nx,y,a\n");
        var second = _folder.Write("two.csv", "winner,left,right,worker\nb,y,z,w\n");

        Assert.Equal([new Battle("x", "y", 1), new Battle("y", "z", 0) { Worker = "w" }], All(BattleReader.Read([first, second])));
    }

    [Theory]
    [InlineData("", null, null, "empty")]
    [InlineData("model_a,model_b,winner\n", null, null, "not a single battle")]
    [InlineData("model_a^model_b^winner\nx^y^a\n", 1L, null, "is it separated by commas")]
    [InlineData("model_a,model_b\nx,y\n", 1L, null, "no column winner or outcome")]
    [InlineData("model_a,model_b,winner,winner\nx,y,a,a\n", 1L, "winner", "occurs twice")]
    [InlineData("model_a,model_b,winner\nx,y,a\nx,y,perhaps\n", 3L, "winner", "unknown winner \"perhaps\"")]
    [InlineData("model_a,model_b,winner\nx,y,\n", 2L, "winner", "unknown winner \"\"")]
    [InlineData("model_a,model_b,winner\nx,x,a\n", 2L, "model_b", "against itself")]
    [InlineData("model_a,model_b,winner\n,y,a\n", 2L, "model_a", "no name")]
    [InlineData("model_a,model_b,winner\nx,  ,a\n", 2L, "model_b", "no name")]
    [InlineData("model_a,model_b,winner,weight\nx,y,a,NaN\n", 2L, "weight", "not a positive number")]
    [InlineData("model_a,model_b,winner,weight\nx,y,a,0\n", 2L, "weight", "not a positive number")]
    [InlineData("model_a,model_b,winner,weight\nx,y,a,-1\n", 2L, "weight", "not a positive number")]
    [InlineData("model_a,model_b,winner,weight\nx,y,a,1e999\n", 2L, "weight", "not a positive number")]
    [InlineData("model_a,model_b,winner,weight\nx,y,a,\n", 2L, "weight", "not a positive number")]
    [InlineData("model_a,model_b,winner\nx,y,a\nx,y\n", 3L, null, "2 fields where the header has 3")]
    [InlineData("model_a,model_b,winner\n\n\nx,y,a,b\n", 4L, null, "4 fields where the header has 3")]
    [InlineData("c,model_a,model_b,winner\n\"1\n2\n3\",x,y,a\n4,x,x,a\n", 5L, "model_b", "against itself")]
    [InlineData("model_a,model_b,winner\nx,\"y,a\n", 2L, null, "not valid CSV")]
    [InlineData("model_a,model_b,winner,length_a,length_b\nx,y,a,-3,4\n", 2L, "length_a", "not a count")]
    public void Read_BadCsv_NamesLineAndColumn(string content, long? line, string? column, string reason)
    {
        AssertBad(_folder.Write("votes.csv", content), line, column, reason);
    }

    [Theory]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"}\n{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"c\"}\n", 2L, "winner", "unknown winner")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"}\n\n{\"model_a\":\"x\"}\n", 3L, "model_b", "no name")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\"}\n", 1L, null, "no column winner")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"\n", 1L, null, "not valid JSON")]
    [InlineData("[1,2]\n", 1L, null, "not a JSON object")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"} {}\n", 1L, null, "not valid JSON")]
    [InlineData("{\"model_a\":\"x\",\"model_a\":\"z\",\"model_b\":\"y\",\"winner\":\"a\"}\n", 1L, "model_a", "twice")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\",\"weight\":\"NaN\"}\n", 1L, "weight", "not a positive number")]
    public void Read_BadJsonLines_NamesLineAndKey(string content, long line, string? column, string reason)
    {
        var bad = Assert.Throws<BadInputException>(() => BattleReader.Read(_folder.Write("votes.jsonl", content)));

        Assert.Equal(line, bad.Line);
        Assert.Contains(reason, bad.Reason, StringComparison.Ordinal);
        if (column is not null)
        {
            Assert.Equal(column, bad.Column);
        }
    }

    [Theory]
    [InlineData("votes.csv")]
    [InlineData("votes.jsonl")]
    public void Read_InvalidUtf8_NamesTheLine(string name)
    {
        var path = _folder.PathOf(name);
        var row = name.EndsWith("csv", StringComparison.Ordinal) ? "x,y,a\n" : "{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"}\n";
        var header = name.EndsWith("csv", StringComparison.Ordinal) ? "model_a,model_b,winner\n" : row;
        File.WriteAllBytes(path, [.. Encoding.UTF8.GetBytes(header + row), (byte)'x', 0xC3, 0x28, .. Encoding.UTF8.GetBytes("\n")]);

        AssertBad(path, 3, null, "not valid UTF-8");
    }

    [Theory]
    [InlineData("votes.csv", "model_a,model_b,winner\nx,y,a\n")]
    [InlineData("votes.jsonl", "{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"a\"}\n")]
    public void Read_LineOf100Megabytes_RefusesItWithoutHoldingIt(string name, string start)
    {
        var path = _folder.PathOf(name + ".gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(start));
            var block = Encoding.UTF8.GetBytes(new string('x', 1 << 20));
            for (var i = 0; i < 100; i++)
            {
                gzip.Write(block);
            }
        }

        var before = GC.GetTotalAllocatedBytes();
        AssertBad(path, name.EndsWith("csv", StringComparison.Ordinal) ? 3 : 2, null, "longer than");
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 80L << 20);
    }

    [Fact]
    public void Read_TruncatedGzip_IsRefusedWhereverItIsCut()
    {
        var content = new StringBuilder("model_a,model_b,winner\n");
        for (var i = 0; i < 3000; i++)
        {
            content.Append(System.Globalization.CultureInfo.InvariantCulture, $"m{i * 7919 % 31},n{i * 104729 % 37},{(i % 3 == 0 ? "tie" : "a")}\n");
        }

        var whole = File.ReadAllBytes(Compress(_folder.Write("votes.csv", content.ToString())));
        foreach (var cut in (int[])[1, 4, 7, 8, 9, 12, 100, whole.Length / 2, whole.Length - 5])
        {
            var path = _folder.PathOf("cut.csv.gz");
            File.WriteAllBytes(path, whole[..^cut]);

            Assert.Throws<BadInputException>(() => BattleReader.Read(path));
        }
    }

    [Theory]
    [InlineData("votes.csv.gz", "this is not compressed")]
    [InlineData("votes.parquet", "this is not Parquet, whatever its name says")]
    [InlineData("votes.xlsx", "a,b")]
    public void Read_FileThatIsNotWhatItsNameSays_IsRefused(string name, string content)
    {
        Assert.Throws<BadInputException>(() => BattleReader.Read(_folder.Write(name, content)));
    }

    [Fact]
    public void Read_NoFileOrAFolder_SaysWhich()
    {
        AssertBad(_folder.PathOf("none.csv"), null, null, "no such file");
        AssertBad(Directory.CreateDirectory(_folder.PathOf("folder.csv")).FullName, null, null, "folder");
    }

    [Fact]
    public void Read_LargeFile_GivesTheSameInTwoHalvesAsInOne()
    {
        var content = LargeCsv();
        var halves = BattleReader.Read(_folder.Write("large.csv", content));
        var whole = BattleReader.Read(Compress(_folder.PathOf("large.csv")));

        Assert.True(new FileInfo(_folder.PathOf("large.csv")).Length > 1 << 22);
        Assert.Equal(whole.Count, halves.Count);
        Assert.Equal(whole.Contestants, halves.Contestants);
        Assert.Equal(whole.Clusters!.Names, halves.Clusters!.Names);
        Assert.True(whole.First.SequenceEqual(halves.First) && whole.Second.SequenceEqual(halves.Second));
        Assert.True(whole.Outcome.SequenceEqual(halves.Outcome) && whole.Weight.SequenceEqual(halves.Weight));
        Assert.True(whole.Clusters.Codes.SequenceEqual(halves.Clusters.Codes));
        Assert.True(whole.Workers!.Codes.SequenceEqual(halves.Workers!.Codes));
    }

    [Fact]
    public void Read_LargeFileWithAnErrorNearItsEnd_NamesTheRightLine()
    {
        var lines = LargeCsv().Split('\n');
        lines[^10] = "p1,x,x,a,1,";

        AssertBad(_folder.Write("large.csv", string.Join('\n', lines)), lines.Length - 9, "model_b", "against itself");
    }

    [Fact]
    public void Read_LargeFileWithALineBreakInQuotes_ReadsItAsOneField()
    {
        var lines = LargeCsv().Split('\n');
        var middle = lines.Length / 2;
        lines[middle] = "\"p\n1\",x,y,a,1,";

        var table = BattleReader.Read(_folder.Write("large.csv", string.Join('\n', lines)));

        Assert.Equal(lines.Length - 2, table.Count);
        Assert.Equal("p\n1", table[middle - 1].Cluster);
    }

    private static string LargeCsv()
    {
        var content = new StringBuilder("prompt,model_a,model_b,winner,weight,worker\n");
        for (var i = 0; i < 120_000; i++)
        {
            content.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"prompt-{i * 31 % 977},model-{i * 7919 % 31},other-{i * 104729 % 37},{(i % 3 == 0 ? "tie" : "a")},{1 + (i % 2)},{(i % 5 == 0 ? "" : $"w{i % 11}")}\n");
        }

        return content.ToString();
    }

    private static Battle[] All(BattleTable table) => [.. Enumerable.Range(0, table.Count).Select(i => table[i])];

    private static void AssertBad(string path, long? line, string? column, string reason)
    {
        var bad = Assert.Throws<BadInputException>(() => BattleReader.Read(path));
        Assert.Equal(path, bad.InputSource);
        Assert.Equal(line, bad.Line);
        Assert.Contains(reason, bad.Reason, StringComparison.Ordinal);
        if (column is not null)
        {
            Assert.Equal(column, bad.Column);
        }
    }

    private static string Compress(string path)
    {
        using var gzip = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Fastest);
        gzip.Write(File.ReadAllBytes(path));
        return path + ".gz";
    }

    private static async Task WriteParquetAsync(string path)
    {
        var schema = new ParquetSchema(
            new DataField<int>("question_id"),
            new DataField<string>("model_a"),
            new DataField<string>("model_b"),
            new DataField<string>("winner"),
            new DataField<double?>("weight"));
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, file, cancellationToken: TestContext.Current.CancellationToken);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync<int>(schema.DataFields[0], new int[] { 7, 8 });
        await group.WriteAsync(schema.DataFields[1], ["x", "y"]);
        await group.WriteAsync(schema.DataFields[2], ["y", "z"]);
        await group.WriteAsync(schema.DataFields[3], ["tie", "model_b"]);
        await group.WriteAsync<double>(schema.DataFields[4], new double?[] { 2, 1 });
    }
}
