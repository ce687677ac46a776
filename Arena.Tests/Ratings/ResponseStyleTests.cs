using Arena.Core;
using Arena.Core.Ratings;

namespace Arena.Tests.Ratings;

public sealed class ResponseStyleTests
{
    [Theory]
    [InlineData("", 0, 0, 0, 0)]
    [InlineData("a\uD83D\uDE00é", 3, 0, 0, 0)]
    [InlineData("# One\ntext\n### Three\n#No heading\n ## indented", 45, 2, 0, 0)]
    [InlineData("1. one\n  - two\n* three\n+ four\n-five\n12.6", 40, 0, 4, 0)]
    [InlineData("**a b** and __c__ and **d\ne**", 29, 0, 0, 2)]
    [InlineData("```\n# comment\n- item\n**x**\n```\n# After", 38, 1, 0, 0)]
    public void Of_MarkdownOutsideCode_IsCounted(string text, int length, int headers, int lists, int bold) =>
        Assert.Equal(new(length, headers, lists, bold), ResponseStyle.Of(new Response("p", "c", [text])));

    [Fact]
    public void Of_SeveralTurns_AddsThemUp() =>
        Assert.Equal(new(6, 2, 0, 0), ResponseStyle.Of(new Response("p", "c", ["# a", "# b"])));

    [Fact]
    public void Difference_IsAShareOfTheSum() =>
        Assert.Equal([0.5, -1, 0, 1], ResponseStyle.Difference(new(300, 0, 0, 2), new(100, 4, 0, 0)));

    [Fact]
    public void WithStyles_ResponsesThatAreThere_BecomeCovariates()
    {
        var battles = BattleTable.From([new Battle("a", "b", 1, 3, "p") { Category = "c" }]);

        var styled = battles.WithStyles((_, contestant) => contestant == "a" ? new(30, 1, 0, 0) : new(10, 0, 0, 0));

        Assert.Equal(ResponseStyle.Names, styled.StyleNames);
        Assert.Equal([0.5, 1, 0, 0], Enumerable.Range(0, 4).Select(style => styled.Style(style)[0]));
        Assert.Equal(battles[0], styled[0]);
        Assert.Throws<ArgumentException>(() => battles.WithStyles((_, _) => null));
    }
}
