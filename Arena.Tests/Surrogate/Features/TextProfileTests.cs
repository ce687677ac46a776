using Arena.Core.Surrogate.Features;
using CsCheck;

namespace Arena.Tests.Surrogate.Features;

public sealed class TextProfileTests
{
    /// <summary>Any UTF-16, also half surrogate pairs.</summary>
    internal static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.UShort.Select(unit => (char)unit).Array[0, 60].Select(units => new string(units)),
        Gen.OneOfConst("# A", "* b", "1. c", "|x|y|", "```", "\n", "\n\n", " ", "don’t", "3.14", "１２", "你好。", "नमस्ते", "สวัสดี", "😀", "I'm sorry", ".", "?", "[a]", "-").Array[0, 40].Select(string.Concat));

    [Fact]
    public void Words_OfPlainText_AreLowerCasedAndSplitAtAllElse()
    {
        var text = new TextProfile("The cat's 1,000 mice; THE cat’s 1000 mice.");

        Assert.Equal(8, text.Words.Length);
        Assert.Equal(4, text.Grams(1).Distinct);
        Assert.Equal(1, text.Numbers.Distinct);
        Assert.Equal(2, text.Numbers.Total);
    }

    [Fact]
    public void Words_OfScriptsWithoutSpaces_AreCharacters()
    {
        Assert.Equal(4, new TextProfile("我愛你。𠀀").Words.Length);
        Assert.Equal(2, new TextProfile("한국어 좋다").Words.Length);
        Assert.Equal(1, new TextProfile("नमस्ते").Words.Length);
    }

    [Theory]
    [InlineData("One two. Three!", 2)]
    [InlineData("It costs 3.50 now.", 1)]
    [InlineData("A list:\n1. first\n2. second", 3)]
    [InlineData("他来了。她走了。", 2)]
    [InlineData("Really?! \"Yes.\" So", 3)]
    [InlineData("...", 0)]
    public void SentenceLengths_OfText_AreThoseOfItsSentences(string text, int expected) => Assert.Equal(expected, new TextProfile(text).SentenceLengths.Count);

    [Fact]
    public void Names_OfText_AreCapitalsInsideSentences()
    {
        var names = new TextProfile("The city of Paris is large. Rome too. I am.").Names;

        Assert.Equal([TextProfile.HashOf("paris")], names.Keys.ToArray());
    }

    [Fact]
    public void Lines_OfMarkdown_AreCountedByKind()
    {
        var lines = new TextProfile("# Head\n\n- a\n* b\n1. c\n\n| x | y |\n|---|---|\n\n> said\n\n```python\n- no item\n```\nthe same line\nthe same line").Lines;

        Assert.Equal(new TextLines(12, 1, 5, 1, 1, false, 2, 1, 2, 1), lines);
    }

    [Fact]
    public void Scan_AnyText_CountsAddUp() => AnyText.Sample(text =>
    {
        var profile = new TextProfile(text);

        Assert.Equal(text.EnumerateRunes().Count(), profile.Characters);
        Assert.Equal(profile.Words.Length, profile.SentenceLengths.Sum());
        Assert.Equal(profile.Words.Length, profile.Grams(1).Total);
        Assert.InRange(profile.Letters + profile.Digits + profile.Punctuation, 0, profile.Characters);
        Assert.InRange(profile.Uppercase, 0, profile.Letters);
        Assert.InRange(profile.Lines.Items + profile.Lines.TableRows + profile.Lines.CodeLines + profile.Lines.Quoted, 0, profile.Lines.Count);
    });

    [Fact]
    public void Words_OfTextInOtherCase_AreTheSame() => Gen.String[Gen.Char['a', 'z'], 1, 30].Sample(text =>
        Assert.Equal(new TextProfile(text).Words.ToArray(), new TextProfile(text.ToUpperInvariant()).Words.ToArray()));
}
