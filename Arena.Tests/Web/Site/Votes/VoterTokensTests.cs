using Arena.Web.Site.Votes;

namespace Arena.Tests.Web.Site.Votes;

public sealed class VoterTokensTests
{
    [Theory]
    [InlineData("one token for all", "one token for all", true, null)]
    [InlineData("anna:annas own token;ben:bens own token", "bens own token", true, "ben")]
    [InlineData("anna:annas own token;one for the others", "one for the others", true, null)]
    [InlineData("anna:annas own token", "anna:annas own token", false, null)]
    [InlineData("one token for all", "", false, null)]
    public void IsKnown_Typed_TellsWhom(string setting, string typed, bool isKnown, string? name) =>
        Assert.Equal((isKnown, name), (VoterTokens.Parse(setting).IsKnown(typed, out var found), found));

    [Theory]
    [InlineData(" ; ", "no token")]
    [InlineData("short", "too short")]
    [InlineData("anna:short;a long enough one", "too short")]
    [InlineData(":a long enough one", "without a name")]
    [InlineData("anna:a long enough one;ben:a long enough one", "twice")]
    public void Parse_WhatIsNone_SaysWhatIsWrong(string setting, string word)
    {
        var message = Assert.Throws<ArgumentException>(() => VoterTokens.Parse(setting)).Message;

        Assert.Contains(word, message, StringComparison.Ordinal);
        Assert.DoesNotContain("long enough", message, StringComparison.Ordinal);
    }
}
