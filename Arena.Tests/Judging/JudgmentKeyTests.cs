using Arena.Core;
using Arena.Core.Judging;

namespace Arena.Tests.Judging;

public sealed class JudgmentKeyTests
{
    [Fact]
    public void OfContents_EachPartChanged_ChangesTheKey()
    {
        JudgmentKey[] keys =
        [
            JudgmentKey.OfContents("f", "p", ("x", "a"), ("y", "b"), 0, 0),
            JudgmentKey.OfContents("g", "p", ("x", "a"), ("y", "b"), 0, 0),
            JudgmentKey.OfContents("f", "q", ("x", "a"), ("y", "b"), 0, 0),
            JudgmentKey.OfContents("f", "p", ("x", "b"), ("y", "a"), 0, 0),
            JudgmentKey.OfContents("f", "p", ("x", "a"), null, 0, 0),
            JudgmentKey.OfContents("f", "p", ("z", "a"), ("y", "b"), 0, 0),
            JudgmentKey.OfContents("f", "p", ("x", "a"), ("z", "b"), 0, 0),
            JudgmentKey.OfContents("f", "p", ("x", "a"), ("y", "b"), 1, 0),
            JudgmentKey.OfContents("f", "p", ("x", "a"), ("y", "b"), 0, 1),
            JudgmentKey.OfContents("f", "pa", ("x", ""), ("y", "b"), 0, 0),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys[0], JudgmentKey.OfContents("f", "p", ("x", "a"), ("y", "b"), 0, 0));
    }

    [Fact]
    public void OfNames_VerdictChanged_KeepsTheKey()
    {
        var judgment = new Judgment("j", Protocol.Pairwise, "p", "a", "b") { Verdict = Verdict.Tie };

        Assert.Equal(
            JudgmentKey.OfNames("f", judgment),
            JudgmentKey.OfNames("f", judgment with { Verdict = Verdict.FirstWins, FirstWinProbability = 0.9 }));
        Assert.NotEqual(JudgmentKey.OfNames("f", judgment), JudgmentKey.OfNames("f", judgment with { First = "b", Second = "a" }));
        Assert.NotEqual(JudgmentKey.OfNames("f", judgment), JudgmentKey.OfContents("f", "p", ("x", "a"), ("y", "b"), 0, 0));
    }

    [Fact]
    public void ContentHashOfPrompt_IdAndCategoryChanged_StaysAndTextOrReferenceChanged_Changes()
    {
        var prompt = new Prompt("1", ["a", "b"]) { Reference = ["r"] };
        var hash = ContentHash.Of(prompt);

        Assert.Equal(hash, ContentHash.Of(prompt with { Id = "2", Category = "math", Language = "en" }));
        Assert.NotEqual(hash, ContentHash.Of(prompt with { Turns = ["ab"] }));
        Assert.NotEqual(hash, ContentHash.Of(prompt with { Turns = ["a"], Reference = ["b", "r"] }));
        Assert.NotEqual(hash, ContentHash.Of(prompt with { System = "" }));
        Assert.NotEqual(hash, ContentHash.Of(prompt with { Context = [new Passage("1", "text")] }));
        Assert.NotEqual(ContentHash.Of(new Prompt("1", ["a"])), ContentHash.Of(new Response("1", "m", ["a"])));
    }
}
