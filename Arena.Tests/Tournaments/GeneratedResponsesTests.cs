using Arena.Core;
using Arena.Core.Tournaments;

namespace Arena.Tests.Tournaments;

public sealed class GeneratedResponsesTests : IDisposable
{
    private static readonly GenerationFile Settings = new() { Model = "m" };

    private readonly TemporaryFolder _folder = new();

    private string File => GeneratedResponses.PathOf(_folder.PathOf("t.yaml"), "model c");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_AfterACrashInTheMiddleOfALine_KeepsTheWholeLines()
    {
        Add("p1", "k1");
        System.IO.File.AppendAllText(File, """{"prompt_id":"p2","contes""");

        using (GeneratedResponses.Open(File, new Dictionary<string, string> { ["p1"] = "k1", ["p2"] = "k2" }, out var there))
        {
            Assert.Equal(["p1"], there);
        }

        Assert.Single(System.IO.File.ReadAllLines(File));
    }

    [Fact]
    public void Open_AfterACrashBeforeTheLineEnded_BeginsANewLine()
    {
        Add("p1", "k1");
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).TrimEnd('\n'));

        Add("p2", "k2");

        Assert.Equal(2, System.IO.File.ReadAllLines(File).Length);
    }

    [Fact]
    public void Open_WithFewerPrompts_KeepsTheResponsesToTheOthers()
    {
        Add("p1", "k1");
        Add("p2", "k2");

        using (GeneratedResponses.Open(File, new Dictionary<string, string> { ["p2"] = "k2" }, out var there))
        {
            Assert.Equal(["p2"], there);
        }

        Assert.Equal(2, System.IO.File.ReadAllLines(File).Length);
    }

    [Fact]
    public void Open_WithAnotherKey_DropsWhatTheOldOneMade()
    {
        Add("p1", "k1");
        Add("p2", "k2");

        using (GeneratedResponses.Open(File, new Dictionary<string, string> { ["p1"] = "new", ["p2"] = "k2" }, out var there))
        {
            Assert.Equal(["p2"], there);
        }

        Assert.Contains("\"p2\"", Assert.Single(System.IO.File.ReadAllLines(File)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhileAnotherWrites_IsRefused()
    {
        using var first = GeneratedResponses.Open(File, new Dictionary<string, string>(), out _);

        Assert.Throws<BadInputException>(() => GeneratedResponses.Open(File, new Dictionary<string, string>(), out _));
    }

    [Fact]
    public void FindStale_APromptWhoseTextWasChanged_IsFoundAndItsReferenceDoesNotMatter()
    {
        Add("p1", "k1");
        Add("p2", "k2");
        System.IO.File.AppendAllText(File, """{"prompt_id":"p3","key":"of an earlier version"}""");
        var prompts = new Prompt[] { new("p1", ["asked"]) { Reference = ["new"] }, new("p2", ["asked otherwise"]), new("p3", ["?"]) };

        var stale = GeneratedResponses.FindStale(File, prompts.ToDictionary(prompt => prompt.Id));

        Assert.Equal(["p2"], stale);
    }

    [Fact]
    public void PathOf_NamesThatAFileCannotHold_StayApart() =>
        Assert.NotEqual(GeneratedResponses.PathOf("t.yaml", "a/b"), GeneratedResponses.PathOf("t.yaml", "a:b"));

    private void Add(string prompt, string key)
    {
        using var file = GeneratedResponses.Open(File, new Dictionary<string, string> { ["p1"] = "k1", ["p2"] = "k2" }, out _);
        file.Add(new Response(prompt, "model c", ["text \n ü"]), new Prompt(prompt, ["asked"]), key, "m", Settings);
    }
}
