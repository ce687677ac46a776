using Arena.Core.Bias.Distractors;
using CsCheck;

namespace Arena.Tests.Bias.Distractors;

public sealed class DistractionGuardTests
{
    private const string Code = "Run\n```\nx = 1\n```\nnow.";

    [Theory]
    [InlineData("It is 42.", "It is surely 42.", null)]
    [InlineData("2 and 3, so 2", "3, and yes, 2", null)]
    [InlineData("It is 42.", "It is surely 41.", "The number 42 is missing after the change.")]
    [InlineData("It is 42.", "It is 42 (2004).", "The number 2004 came in by the change.")]
    [InlineData("It is -5.", "It is 5.", "The number -5 is missing after the change.")]
    [InlineData("It is −5.", "It is -5!", null)]
    [InlineData("1,000.5 it is", "It is 1,000.5", null)]
    [InlineData("1.5 it is", "It is 1. And 5.", "The number 1.5 is missing after the change.")]
    [InlineData(Code, "Surely: Run\n```js\nx = 1\n```\nnow.", null)]
    [InlineData(Code, "Run\n~~~\nx = 1  \n~~~\nnow.", null)]
    [InlineData(Code, "Run\n```\ny = 1\n```\nnow.", "The change touches a code block.")]
    [InlineData(Code, "Run x = 1 now.", "The change touches a code block.")]
    [InlineData("Run\n```\nx = 1", "Run\n```\nx = 1\n\nSurely.", "The change touches a code block.")]
    [InlineData("````\n```\na\n```\n````", "````\n```\na\n```\n````\nSurely.", null)]
    public void Check_KnownChanges_SaysWhatTheyBroke(string original, string changed, string? said)
    {
        Assert.Equal(said, DistractionGuard.Check(original, changed));
    }

    [Fact]
    public void Check_Lengths_HoldsTheBoundsToTheCharacter()
    {
        var original = new string('a', 100);

        Assert.Null(DistractionGuard.Check(original, new string('a', 900)));
        Assert.StartsWith("The change makes 901 of 100 characters", DistractionGuard.Check(original, new string('a', 901)), StringComparison.Ordinal);
        Assert.Null(DistractionGuard.Check(original, new string('a', 50)));
        Assert.StartsWith("The change leaves 49 of 100 characters", DistractionGuard.Check(original, new string('a', 49)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AnyTextWithItself_BreaksNothing()
    {
        ArbitraryTexts.Any.Sample(text => Assert.Null(DistractionGuard.Check(text, text)), iter: 1000, threads: 1);
    }
}
