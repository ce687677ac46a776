using System.Text.Json;

namespace Arena.Tests.Cli;

public sealed class RateCommandTests
{
    private static readonly string Votes = Path.Combine("data", "llmfao", "human-votes.csv");

    [Fact]
    public async Task Rate_ShippedVotes_PrintsALineForEveryContestantAndWhatIsNotKnown()
    {
        var run = await ArenaProcess.RunAsync(["rate", Votes]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("8,931 battles on 13 prompts, 59 contestants", run.Out, StringComparison.Ordinal);
        Assert.Equal(59, run.Out.Split('\n').Count(line => line.Contains('├', StringComparison.Ordinal)));
        Assert.Contains("There are only 13 prompts", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Theory]
    [InlineData("bt", "sandwich")]
    [InlineData("davidson", "sandwich")]
    [InlineData("rao-kupper", "none")]
    [InlineData("ranklist", "bootstrap")]
    [InlineData("elo", "none")]
    public async Task Rate_Json_IsTheDocumentOfTheContract(string model, string intervals)
    {
        var run = await ArenaProcess.RunAsync(
            ["rate", Votes, "--json", "--model", model, "--ci", intervals, "--replicates", "50", "--seed", "7"]);

        var document = run.Json();
        Assert.Equal(model, document.GetProperty("model").GetString());
        Assert.Equal(8931, document.GetProperty("battles").GetInt32());
        Assert.Equal(13, document.GetProperty("prompts").GetInt32());
        Assert.Equal(59, document.GetProperty("contestants").GetInt32());
        Assert.Equal(1, document.GetProperty("groups").GetInt32());
        Assert.True(document.GetProperty("converged").GetBoolean());
        Assert.True(document.GetProperty("iterations").GetInt32() > 0);
        var lines = document.GetProperty("leaderboard").EnumerateArray().ToArray();
        Assert.Equal(59, lines.Length);
        foreach (var line in lines)
        {
            var (low, rank, high) = (Int(line, "rank_low"), Int(line, "rank"), Int(line, "rank_high"));
            Assert.InRange(rank, low, high);
            Assert.Equal(1, Int(line, "group"));
            Assert.Equal(
                1000 + (400 / Math.Log(10) * line.GetProperty("log_strength").GetDouble()),
                line.GetProperty("rating").GetDouble(),
                1e-6);
            Assert.Equal(intervals != "none", line.GetProperty("lower").ValueKind == JsonValueKind.Number);
            Assert.Equal(Int(line, "battles"), Int(line, "wins") + Int(line, "losses") + Int(line, "ties"));
        }

        Assert.Equal(0, lines.Sum(line => line.GetProperty("log_strength").GetDouble()), 1e-6);
        var parameters = document.GetProperty("parameters");
        Assert.Equal(model is "davidson" or "rao-kupper", parameters.GetProperty("tie").ValueKind == JsonValueKind.Object);
        Assert.Equal(JsonValueKind.Null, parameters.GetProperty("position").ValueKind);
    }

    [Fact]
    public async Task Rate_Controls_ReportsTheirCoefficientsWithIntervals()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("votes.csv", StyledVotes());

        var document = (await ArenaProcess.RunAsync(["rate", file, "--json", "--control", "position,style"])).Json();

        var parameters = document.GetProperty("parameters");
        var position = parameters.GetProperty("position");
        Assert.InRange(position.GetProperty("value").GetDouble(), position.GetProperty("lower").GetDouble(), position.GetProperty("upper").GetDouble());

        // The longer answer always wins in nine of ten votes, so length must come out as worth much.
        Assert.True(parameters.GetProperty("style").GetProperty("length").GetProperty("value").GetDouble() > 1);
    }

    [Fact]
    public async Task Rate_SameSeed_PrintsTheSame()
    {
        string[] arguments = ["rate", Votes, "--json", "--ci", "bootstrap", "--replicates", "40", "--seed", "3"];

        var first = await ArenaProcess.RunAsync(arguments);
        var second = await ArenaProcess.RunAsync(arguments);
        var other = await ArenaProcess.RunAsync([.. arguments[..^1], "4"]);

        Assert.Equal(first.Out, second.Out);
        Assert.NotEqual(first.Out, other.Out);
    }

    [Theory]
    [InlineData("bt", "sandwich")]
    [InlineData("bt", "bootstrap")]
    [InlineData("ranklist", "bootstrap")]
    public async Task Rate_AnyNumberOfProcessors_PrintsTheSame(string model, string intervals)
    {
        string[] arguments = ["rate", Votes, "--json", "--model", model, "--ci", intervals, "--replicates", "40"];

        var one = await ArenaProcess.RunAsync(arguments, environment: ("DOTNET_PROCESSOR_COUNT", "1"));
        var many = await ArenaProcess.RunAsync(arguments, environment: ("DOTNET_PROCESSOR_COUNT", "8"));

        Assert.Equal((0, ""), (one.ExitCode, one.Error));
        Assert.Equal(one.Out, many.Out);
    }

    [Theory]
    [InlineData("x,y,a\nx,y,a\n")]
    [InlineData("x,y,tie\n")]
    [InlineData("x,y,a\ny,x,b\nz,x,tie\nv,w,a\nw,v,a\nu,v,a\n")]
    public async Task Rate_BattlesWithLittleToSay_PrintsWhatIsKnown(string rows)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("votes.csv", "model_a,model_b,winner\n" + rows);

        var table = await ArenaProcess.RunAsync(["rate", file]);
        var document = (await ArenaProcess.RunAsync(["rate", file, "--json", "--ci", "bootstrap", "--replicates", "20"])).Json();

        Assert.Equal((0, ""), (table.ExitCode, table.Error));
        Assert.Equal(document.GetProperty("contestants").GetInt32(), document.GetProperty("leaderboard").GetArrayLength());
    }

    [Fact]
    public async Task Rate_PositionDecidesEveryBattle_SaysThatTheFitDidNotConverge()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("votes.csv", "model_a,model_b,winner\nx,y,a\ny,x,a\ny,z,a\nz,y,a\n");

        var document = (await ArenaProcess.RunAsync(["rate", file, "--json", "--control", "position"])).Json();

        Assert.False(document.GetProperty("converged").GetBoolean());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("parameters").GetProperty("position").GetProperty("lower").ValueKind);
    }

    [Theory]
    [InlineData("x,y,tie", "--model", "davidson", "every battle is a tie")]
    [InlineData("x,y,a", "--control", "style", "no style columns")]
    public async Task Rate_BattlesThatDoNotGoWithTheOptions_ExitsWith3(string row, string option, string value, string reason)
    {
        using var folder = new TemporaryFolder();

        var run = await ArenaProcess.RunAsync(["rate", folder.Write("votes.csv", "model_a,model_b,winner\n" + row), option, value]);

        Assert.Equal((3, ""), (run.ExitCode, run.Out));
        Assert.Contains(reason, Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_NamesThatAreMarkupOrTerminalCommands_ArePrintedAsText()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("votes.csv", "model_a,model_b,winner\n[red]x[/],\u001b[31my,a\n\u001b[31my,[red]x[/],a\n[red]x[/],[/],tie\n");

        var run = await ArenaProcess.RunAsync(["rate", file]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("[red]x[/]", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Theory]
    [InlineData("--model", "glicko")]
    [InlineData("--level", "1.5")]
    [InlineData("--replicates", "1")]
    [InlineData("--control", "mood")]
    [InlineData("--ridge", "-1")]
    [InlineData("--model elo --ci", "bootstrap")]
    [InlineData("--model ranklist --control", "position")]
    [InlineData("--json --ci", "exact")]
    [InlineData("--seed", "1.5")]
    [InlineData("--nonsense", "1")]
    public async Task Rate_WrongUsage_ExitsWith2AndPrintsNothingOnStdout(string option, string value)
    {
        var run = await ArenaProcess.RunAsync(["rate", Votes, .. option.Split(' '), value]);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("arena: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_Interrupted_ExitsWith130AndSaysSo()
    {
        var run = await ArenaProcess.RunAsync(
            ["rate", Votes, "--ci", "bootstrap", "--replicates", "100000000"], interruptAfter: TimeSpan.FromSeconds(5));

        Assert.Equal((130, ""), (run.ExitCode, run.Out));
        Assert.Contains("interrupted", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_MissingFile_ExitsWith3AndNamesIt()
    {
        var run = await ArenaProcess.RunAsync(["rate", "no-such-votes.csv"]);

        Assert.Equal((3, "", "arena: no-such-votes.csv: there is no such file."), (run.ExitCode, run.Out, run.Error.Trim()));
    }

    [Fact]
    public async Task Rate_UnknownWinner_ExitsWith3AndNamesLineAndColumn()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("votes.csv", "model_a,model_b,winner\na,b,model_a\na,b,\"per\nhaps\"\n");

        var run = await ArenaProcess.RunAsync(["rate", file]);

        Assert.Equal((3, ""), (run.ExitCode, run.Out));
        Assert.Contains("votes.csv, line 3, column winner: unknown winner \"per\uFFFDhaps\"", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Rate_ParquetWhoseMetadataSendTheLibraryIntoALoop_IsRefused()
    {
        const string Damaged =
            "UEFSMRUAFSAVJCwVBBUAFQYVBhwYAXkYAXgWACgBeRgBeAAAABA8AgAAAAQBAQAAAHgBAAAAeRUAFSAVJCwVBBUAFQYVBhwYAXoYAXkWACgBehgBeQAAABA8" +
            "AgAAAAQBAQAAAHkBAAAAehUAFSQVKCwVBBUAFQYVBhwYA3RpZRgBYhYAKAN0aWUYAWIAAAASRAIAAAAEAQMAAAB0aWUBAAAAYhUCGUxIBHJvb3QVBgAVDCUC" +
            "GAdtb2RlbF9hJQBMHAAAABUMJQIYB21vZGVsX2IlAEwcAAAAFQwlAhgGd2lubmVyJQBMHAAAABYEGRwZPCYIHBUMGSUABhkYB21vZGVsX2EVAhYEFmIWZiYI" +
            "PBgBeRgBeBYAKAF5GAF4AAAAJm4cFQwZJQAGGRgHbW9kZWxfYhUCFgQWYmYmbjwYAXoYAXkWACgBehgBeQAAACbUARwVDBklAAYZGAZ3aW5uZXIVAhYEFm4W" +
            "cibUATwYA3RpZRgBYhYAKAN0aWUYAWIAAAAWsgIWBDa+AgAoSlBhcnF1ZXQuTmV0IHZlcnNpb24gNi4xLjAgKGJ1aWxkIGMxNzlkOTdiZDI1NDliNWY0NGE5" +
            "MjQxZTcyOWY4NjlkNDk0N2VlNTkpABk2AQAAUEFSMQ==";
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.PathOf("damaged.parquet"), Convert.FromBase64String(Damaged));

        var run = await ArenaProcess.RunAsync(["rate", folder.PathOf("damaged.parquet")]);

        Assert.Equal((3, ""), (run.ExitCode, run.Out));
        Assert.Contains("not a valid Parquet file", run.Error, StringComparison.Ordinal);
    }

    private static int Int(JsonElement line, string name) => line.GetProperty(name).GetInt32();

    private static string StyledVotes()
    {
        var text = new System.Text.StringBuilder("prompt,model_a,model_b,winner,length_a,length_b\n");
        string[] models = ["a", "b", "c"];
        for (var i = 0; i < 300; i++)
        {
            var (first, second) = (models[i % 3], models[(i + 1 + (i % 2)) % 3]);
            var (longer, shorter) = (100 + (i % 50), 40);
            var isFirstLonger = i % 4 < 2;
            var isUpset = i % 10 == 0;
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"p{i % 60},{first},{second},{(isFirstLonger != isUpset ? "left" : "right")},");
            text.AppendLine(isFirstLonger ? $"{longer},{shorter}" : $"{shorter},{longer}");
        }

        return text.ToString();
    }
}
