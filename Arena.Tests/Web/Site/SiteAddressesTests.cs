using Arena.Web.Site;

namespace Arena.Tests.Web.Site;

public sealed class SiteAddressesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:80;http://[::1]:81", true)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://*:5080", false)]
    [InlineData("http://127.0.0.1:1;http://192.168.1.7:1", false)]
    [InlineData("http://arena.example:80", false)]
    public void IsLocal_Addresses_TellsWhetherOthersReachThem(string urls, bool expected) => Assert.Equal(expected, SiteAddresses.Parse(urls).IsLocal);

    [Fact]
    public void Hosts_OfALocalSite_AreLocalNamesOnly() =>
        Assert.Equal(["localhost", "127.0.0.1", "[::1]"], SiteAddresses.Parse("http://127.0.0.1:5080").Hosts);

    [Fact]
    public void Hosts_OfASiteOnEveryAddress_AreAny() => Assert.Equal(["*"], SiteAddresses.Parse("http://0.0.0.0:5080").Hosts);

    [Theory]
    [InlineData("", "names no address")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("https://127.0.0.1:1", "proxy")]
    [InlineData("http://unix:/tmp/socket", "pipes")]
    [InlineData("http://127.0.0.1:1/path", "/path")]
    public void Parse_WhatIsNoAddress_SaysWhatToType(string urls, string word) =>
        Assert.Contains(word, Assert.Throws<ArgumentException>(() => SiteAddresses.Parse(urls)).Message, StringComparison.Ordinal);
}
