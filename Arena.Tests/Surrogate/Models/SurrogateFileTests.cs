using Arena.Core;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Models;

namespace Arena.Tests.Surrogate.Models;

public sealed class SurrogateFileTests
{
    private static readonly SurrogateModel Model = SurrogateModel.Train(SmallArena.Create(contestants: 6, prompts: 12), "small", "somebody", TimeProvider.System);

    [Fact]
    public async Task Read_WhatWasWritten_IsTheSameJudge()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("m.json");
        await SurrogateFile.WriteAsync(path, Model, TestContext.Current.CancellationToken);
        var (model, hash) = await SurrogateFile.ReadAsync(path, TestContext.Current.CancellationToken);
        var (again, other) = (folder.PathOf("again.json"), folder.PathOf("other.json"));
        await SurrogateFile.WriteAsync(again, model, TestContext.Current.CancellationToken);
        await SurrogateFile.WriteAsync(other, Model with { Origin = Model.Origin with { Seed = 2 } }, TestContext.Current.CancellationToken);

        Assert.Equal(File.ReadAllText(path), File.ReadAllText(again));
        Assert.NotEqual(hash, (await SurrogateFile.ReadAsync(other, TestContext.Current.CancellationToken)).Hash);
        Assert.Equal("base", model.Origin.Baseline);
        Assert.Equal([ScorerInputs.Response, ScorerInputs.Likeness], model.Parts.Select(part => part.Inputs));
    }

    [Theory]
    [InlineData("cut", "cut off")]
    [InlineData("changed", "changed or damaged")]
    [InlineData("other", "no surrogate judge")]
    [InlineData("registry", "train it again")]
    [InlineData("missing", "cannot be read")]
    public async Task Read_WhatIsNotWhole_SaysSoAndWhatToDo(string what, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("m.json");
        await SurrogateFile.WriteAsync(path, what == "registry" ? Model with { Registry = "000000000000" } : Model, TestContext.Current.CancellationToken);
        var text = File.ReadAllText(path);
        switch (what)
        {
            case "cut":
                File.WriteAllText(path, text[..(text.Length / 2)]);
                break;
            case "changed":
                File.WriteAllText(path, text.Replace("\"prompts\":12", "\"prompts\":13", StringComparison.Ordinal));
                break;
            case "other":
                File.WriteAllText(path, "{}");
                break;
            case "missing":
                File.Delete(path);
                break;
        }

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => SurrogateFile.ReadAsync(path, TestContext.Current.CancellationToken));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }
}
