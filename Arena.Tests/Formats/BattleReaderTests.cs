using System.Globalization;
using System.Text;
using System.Text.Json;
using Arena.Core;
using CsCheck;

namespace Arena.Tests.Formats;

public sealed class BattleReaderTests : IDisposable
{
    private const string Header = "model_a,model_b,winner";

    private static readonly Battle[] TwoBattles = [new("x", "y", 1), new("y", "z", 0.5)];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, double> Labels => new()
    {
        { "model_a", 1 }, { "a", 1 }, { "left", 1 }, { "1", 1 }, { "Model_A", 1 }, { " A ", 1 },
        { "model_b", 0 }, { "b", 0 }, { "right", 0 }, { "2", 0 }, { "RIGHT", 0 },
        { "tie", 0.5 }, { "tie (bothbad)", 0.5 }, { "draw", 0.5 }, { "Tie", 0.5 },
    };

    [Theory]
    [MemberData(nameof(Labels))]
    public void Read_WinnerLabel_GivesItsOutcome(string label, double outcome)
    {
        var csv = _folder.WriteRaw("b.csv", $"{Header}\nx,y,{label}\n");
        var json = _folder.WriteRaw("b.jsonl", JsonSerializer.Serialize(new { model_a = "x", model_b = "y", winner = label }));

        Assert.Equal(outcome, Assert.Single(BattleFiles.Rows(BattleFiles.Read(csv))).Outcome);
        Assert.Equal(outcome, Assert.Single(BattleFiles.Rows(BattleFiles.Read(json))).Outcome);
    }

    [Theory]
    [InlineData("model_a,model_b,winner,prompt,judge,worker,weight,category")]
    [InlineData("left,right,outcome,question_id,judge,worker,weight,category")]
    [InlineData("LEFT, Right ,Winner,ID,Judge,Worker,Weight,Category")]
    [InlineData("\"left\",\"right\",\"winner\",\"id\",\"judge\",\"worker\",\"weight\",\"category\"")]
    public void Read_ColumnsByAnyOfTheirNames_GivesEveryField(string header)
    {
        var path = _folder.WriteRaw("b.csv", $"{header}\nx,y,a,p1,j,w,2.5,math\nx,z,b,,,,1e0,\n");

        Assert.Equal(
            [
                new Battle("x", "y", 1, 2.5, "p1") { Judge = "j", Worker = "w", Category = "math" },
                new Battle("x", "z", 0),
            ],
            BattleFiles.Rows(BattleFiles.Read(path)));
    }

    [Fact]
    public void Read_SeveralNamesForOneRole_TakesTheFirstOfTheList()
    {
        var path = _folder.WriteRaw("b.csv", "id,question_id,left,right,winner,prompt\n1,2,x,y,a,3\n");

        Assert.Equal("3", BattleFiles.Read(path)[0].Cluster);
    }

    [Fact]
    public void Read_OtherColumnsInAnyOrder_AreIgnored()
    {
        var path = _folder.WriteRaw("b.csv", "note,winner,note,model_b,date,model_a\n\"a, b\",tie,,z,2024,y\n");

        Assert.Equal([new Battle("y", "z", 0.5)], BattleFiles.Rows(BattleFiles.Read(path)));
    }

    [Theory]
    [InlineData("b.csv", ",")]
    [InlineData("b.csv", ";")]
    [InlineData("b.csv", "|")]
    [InlineData("b.tsv", "\t")]
    [InlineData("B.CSV", "\t")]
    public void Read_AnyDelimiter_IsToldFromTheHeader(string name, string delimiter)
    {
        var path = _folder.WriteRaw(name, "model_a,model_b,winner\nx,y,a\ny,z,tie\n".Replace(",", delimiter, StringComparison.Ordinal));

        Assert.Equal(TwoBattles, BattleFiles.Rows(BattleFiles.Read(path)));
    }

    [Theory]
    [InlineData("model_a,model_b,winner\r\nx,y,a\r\ny,z,tie\r\n")]
    [InlineData("model_a,model_b,winner\nx,y,a\ny,z,tie")]
    [InlineData("\uFEFFmodel_a,model_b,winner\nx,y,a\ny,z,tie\n")]
    [InlineData("\uFEFF\"model_a\",model_b,winner\nx,y,a\ny,z,tie\n")]
    [InlineData("model_a,model_b,winner\nx,y,a\n\n\r\ny,z,tie\n\n")]
    [InlineData("model_a,model_b,winner\n x , y ,a\ny\t,z,tie\n")]
    public void Read_LineEndsMarksAndSpaces_MakeNoDifference(string text)
    {
        Assert.Equal(TwoBattles, BattleFiles.Rows(BattleFiles.Read(_folder.WriteRaw("b.csv", text))));
        Assert.Equal(TwoBattles, BattleFiles.Rows(BattleFiles.Read(_folder.WriteRaw("b.csv.gz", BattleFiles.Gzip(text)))));
    }

    [Fact]
    public void Read_NamesThatLookLikeComments_AreNames()
    {
        var path = _folder.WriteRaw("b.csv", $"{Header}\n#x,y,a\n//z,#x,b\n");

        Assert.Equal(["#x", "y", "//z"], BattleFiles.Read(path).Contestants);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Read_QuotedLineBreaks_KeepLineNumbersRight(string end)
    {
        var header = $"model_a,model_b,winner,\"a{end}note\"{end}";
        var path = _folder.WriteRaw("b.csv", $"{header}x,y,a,\"one{end}two{end}\"{end}y,z,tie,\"say \"\"hi\"\"\"{end}x,y,nobody,{end}");

        var e = Assert.Throws<BadInputException>(() => BattleFiles.Read(path));

        // Two lines of header, three of the first battle, one of the second.
        Assert.Equal((7L, "winner"), (e.Line, e.Column));
    }

    [Fact]
    public void Read_Styles_AreDifferencesAsAShareOfTheSum()
    {
        var path = _folder.WriteRaw("b.csv", $"{Header},length_a,length_b,bold_a,bold_b,lists_a\nx,y,a,30,10,0,0,5\ny,z,b,1,3,2,0,5\n");

        var table = BattleFiles.Read(path);

        // One half of a style is none.
        Assert.Equal(["length", "bold"], table.StyleNames);
        Assert.Equal([0.5, -0.5], table.Style(0));
        Assert.Equal([0, 1], table.Style(1));
    }

    [Fact]
    public async Task Read_TheSameBattlesInEveryFormat_GivesTheSameTable()
    {
        const string Csv = "model_a,model_b,winner,prompt,weight,judge,category,length_a,length_b\nx,y,a,1,2,j,c,3,1\nz,x,b,2,0.5,,,1,1\nz,y,tie,,1,j,,0,4\n";
        var lines = new[]
        {
            """{"model_a": "x", "model_b": "y", "winner": "a", "prompt": 1, "weight": 2, "judge": "j", "category": "c", "length_a": 3, "length_b": 1}""",
            """{"weight": 5e-1, "length_a": 1, "length_b": 1, "winner": "b", "judge": null, "model_a": "z", "model_b": "x", "prompt": "2", "extra": {"a": [1]}}""",
            "",
            """{"model_a": "\u007a", "model_b": "y", "winner": "tie", "weight": 1, "judge": "j", "length_a": 0, "length_b": 4, "prompt": null}""",
        };
        var jsonl = string.Join('\n', lines);
        var parquet = await BattleFiles.ParquetAsync(
            [
                ("model_a", new[] { "x", "z" }), ("model_b", new[] { "y", "x" }), ("winner", new[] { "a", "b" }), ("prompt", new int?[] { 1, 2 }),
                ("weight", new[] { 2, 0.5 }), ("judge", new[] { "j", null }), ("category", new[] { "c", null }),
                ("length_a", new[] { 3L, 1 }), ("length_b", new[] { 1f, 1 }), ("unused", new[] { true, false }),
            ],
            [
                ("model_a", new[] { "z" }), ("model_b", new[] { "y" }), ("winner", new[] { "tie" }), ("prompt", new int?[] { null }),
                ("weight", new[] { 1.0 }), ("judge", new[] { "j" }), ("category", new string?[] { null }),
                ("length_a", new[] { 0L }), ("length_b", new[] { 4f }), ("unused", new[] { true }),
            ]);
        string[] paths =
        [
            _folder.WriteRaw("b.csv", Csv),
            _folder.WriteRaw("b.csv.gz", BattleFiles.Gzip(Csv)),
            _folder.WriteRaw("b.jsonl", jsonl),
            _folder.WriteRaw("b.jsonl.gz", BattleFiles.Gzip("\uFEFF" + jsonl.Replace("\n", "\r\n", StringComparison.Ordinal))),
            _folder.WriteRaw("b.ndjson", jsonl + "\n"),
            _folder.WriteRaw("b.parquet", parquet),
            _folder.WriteRaw("b.parquet.gz", BattleFiles.Gzip(parquet)),
        ];

        Battle[] expected =
        [
            new("x", "y", 1, 2, "1") { Judge = "j", Category = "c" },
            new("z", "x", 0, 0.5, "2"),
            new("z", "y", 0.5) { Judge = "j" },
        ];
        Assert.All(paths, path =>
        {
            var table = BattleFiles.Read(path);
            Assert.Equal(expected, BattleFiles.Rows(table));
            Assert.Equal([0.5, 0, -1], table.Style(0));
        });
    }

    [Fact]
    public void Read_GzipOfSeveralMembers_ReadsThemAll()
    {
        byte[] members = [.. BattleFiles.Gzip($"{Header}\nx,y"), .. BattleFiles.Gzip(""), .. BattleFiles.Gzip(",a\n"), .. BattleFiles.Gzip("y,z,tie\n")];

        Assert.Equal(TwoBattles, BattleFiles.Rows(BattleFiles.Read(_folder.WriteRaw("b.csv.gz", members))));
    }

    [Fact]
    public void Read_SeveralFiles_JoinsThemInOrder()
    {
        var first = _folder.WriteRaw("a.csv", $"{Header},prompt\nx,y,a,p\n");
        var second = _folder.WriteRaw("b.jsonl", """{"left": "y", "right": "z", "outcome": "tie", "id": "p"}""");

        var table = BattleFiles.Read(first, second);

        Assert.Equal(TwoBattles.Select(battle => battle with { Cluster = "p" }), BattleFiles.Rows(table));
        Assert.Equal(["p"], table.Clusters!.Names);
    }

    [Fact]
    public void Read_LaterFileWithoutTheStyles_IsRefused()
    {
        var first = _folder.WriteRaw("a.csv", $"{Header},length_a,length_b\nx,y,a,1,2\n");
        var second = _folder.WriteRaw("b.csv", $"{Header}\ny,z,tie\n");

        var e = Assert.Throws<BadInputException>(() => BattleFiles.Read(first, second));

        Assert.Equal(second, e.InputSource);
        Assert.Empty(BattleFiles.Read(second, first).StyleNames);
    }

    [Fact]
    public void Read_FileReadInTwoHalves_GivesTheTableOfOneRead()
    {
        // New names, weights and prompts appear in the second half only; a compressed file is never halved.
        var text = ManyRows(60_000, row => row < 40_000 ? "1" : "1.5");

        var halves = BattleFiles.Read(_folder.WriteRaw("b.csv", "\uFEFF" + text));
        var whole = BattleFiles.Read(_folder.WriteRaw("b.csv.gz", BattleFiles.Gzip(text)));

        Assert.True(text.Length > 1 << 22);
        Assert.Equal(60_000, halves.Count);
        Assert.Equal(whole.Contestants, halves.Contestants);
        Assert.Equal(whole.Clusters!.Names, halves.Clusters!.Names);
        Assert.Equal(BattleFiles.Rows(whole), BattleFiles.Rows(halves));
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(5, true)]
    [InlineData(59_990, false)]
    [InlineData(59_990, true)]
    public void Read_ErrorInALargeFile_IsAtItsLine(int bad, bool isQuoted)
    {
        var text = ManyRows(60_000, row => row == bad ? "NaN" : "1");
        if (isQuoted)
        {
            // A break inside a field of the first battle moves all others down by a line.
            var at = text.IndexOf("some words", StringComparison.Ordinal);
            text = string.Concat(text.AsSpan(0, at), "\"two\nlines\"", text.AsSpan(text.IndexOf('\n', at)));
        }

        var e = Assert.Throws<BadInputException>(() => BattleFiles.Read(_folder.WriteRaw("b.csv", text)));

        Assert.Equal((bad + 2L + (isQuoted ? 1 : 0), "weight"), (e.Line, e.Column));
    }

    [Fact]
    public void Read_LargeFileWithAQuotedMiddle_GivesTheTableOfOneRead()
    {
        // Half of the file is one field whose lines look like battles.
        var rows = ManyRows(35_000, _ => "1");
        var note = string.Concat(Enumerable.Repeat("x,y,a,p,1,n\n", 60_000));
        var text = string.Concat(rows, "x,y,a,p,1,\"", note, "\"\n", rows[(rows.IndexOf('\n', StringComparison.Ordinal) + 1)..]);

        var table = BattleFiles.Read(_folder.WriteRaw("b.csv", text));

        Assert.Equal(70_001, table.Count);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Read_RandomTableWrittenAsCsv_ReadsBackEqual(char delimiter)
    {
        var path = _folder.PathOf("b.csv");
        Gen.Select(Battles, Gen.Bool.Array[200], Gen.OneOfConst("\n", "\r\n"), Gen.Bool).Sample(
            (battles, quotes, end, hasMark) =>
            {
                var next = 0;
                var text = new StringBuilder(hasMark ? "\uFEFF" : "").Append(Line("model_a", "model_b", "winner", "prompt", "judge", "worker", "category", "weight"));
                foreach (var b in battles)
                {
                    var winner = b.Outcome == 1 ? "model_a" : b.Outcome == 0 ? "model_b" : "tie";
                    text.Append(Line(b.First, b.Second, winner, b.Cluster, b.Judge, b.Worker, b.Category, b.Weight.ToString("R", CultureInfo.InvariantCulture)));
                }

                File.WriteAllText(path, text.ToString());
                Assert.Equal(battles, BattleFiles.Rows(BattleFiles.Read(path)));

                string Line(params string?[] fields) => string.Join(delimiter, fields.Select(Field)) + end;

                string Field(string? field)
                {
                    var mustQuote = (field ?? "").AsSpan().IndexOfAny([delimiter, '"', '\n', '\r']) >= 0;
                    return mustQuote || quotes[next++ % quotes.Length] ? $"\"{field?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field ?? "";
                }
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public void Read_RandomTableWrittenAsJsonLines_ReadsBackEqual()
    {
        var path = _folder.PathOf("b.jsonl");
        Battles.Sample(
            battles =>
            {
                File.WriteAllLines(path, battles.Select(b => JsonSerializer.Serialize(new Dictionary<string, object?>
                {
                    ["left"] = b.First,
                    ["right"] = b.Second,
                    ["outcome"] = b.Outcome == 1 ? 1 : b.Outcome == 0 ? 2 : "draw",
                    ["question_id"] = b.Cluster,
                    ["judge"] = b.Judge,
                    ["worker"] = b.Worker,
                    ["category"] = b.Category,
                    ["weight"] = b.Weight,
                })));
                Assert.Equal(battles, BattleFiles.Rows(BattleFiles.Read(path)));
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public async Task Read_RandomTableWrittenAsParquet_ReadsBackEqual()
    {
        var path = _folder.PathOf("b.parquet");
        await Battles.SampleAsync(
            async battles =>
            {
                await File.WriteAllBytesAsync(path, await BattleFiles.ParquetAsync(
                [
                    ("left", battles.Select(b => b.First).ToArray()),
                    ("right", battles.Select(b => b.Second).ToArray()),
                    ("winner", battles.Select(b => b.Outcome == 1 ? "left" : b.Outcome == 0 ? "right" : "tie").ToArray()),
                    ("id", battles.Select(b => b.Cluster).ToArray()),
                    ("judge", battles.Select(b => b.Judge).ToArray()),
                    ("worker", battles.Select(b => b.Worker).ToArray()),
                    ("category", battles.Select(b => b.Category).ToArray()),
                    ("weight", battles.Select(b => b.Weight).ToArray()),
                ]));
                Assert.Equal(battles, BattleFiles.Rows(BattleFiles.Read(path)));
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public void Read_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var path = _folder.WriteRaw("b.jsonl", """{"left": "y", "right": "z", "outcome": "tie"}""");

        Assert.ThrowsAny<OperationCanceledException>(() => Core.Formats.BattleReader.Read(path, source.Token));
    }

    [Fact]
    public void Read_NoFiles_Throws()
    {
        Assert.Throws<ArgumentException>(() => BattleFiles.Read());
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Battles with the names that break readers.</summary>
    private static Gen<Battle[]> Battles { get; } = MakeBattles();

    private static Gen<Battle[]> MakeBattles()
    {
        var letter = Gen.OneOfConst('a', 'b', ' ', ',', ';', '\t', '|', '"', '\'', '\n', '\r', '#', '\\', '{', 'é', '漢', '\u2028', '\0', '0');
        var name = letter.Array[1, 8].Select(letters => new string(letters).Trim()).Where(trimmed => trimmed.Length > 0);
        var label = Gen.OneOf(name.Select(n => (string?)n), Gen.Const((string?)null));
        var battle =
            from first in name
            from second in name
            where first != second
            from outcome in Gen.OneOfConst(0, 0.5, 1)
            from weight in Gen.OneOf(Gen.Const(1.0), Gen.Double[1e-9, 1e9])
            from labels in Gen.Select(label, label, label, label)
            select new Battle(first, second, outcome, weight, labels.Item1) { Judge = labels.Item2, Worker = labels.Item3, Category = labels.Item4 };
        return battle.Array[1, 20];
    }

    private static string ManyRows(int rows, Func<int, string> weight)
    {
        var text = new StringBuilder("model_a,model_b,winner,prompt,weight,note\n");
        for (var row = 0; row < rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"model {row % (row < rows / 2 ? 50 : 90)},model x{row % 37},{(row % 3 == 0 ? "tie" : "model_a")},p{row / 7},{weight(row)},some words to make the row longer than it need be\n");
        }

        return text.ToString();
    }
}
