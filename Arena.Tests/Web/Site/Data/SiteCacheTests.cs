using Arena.Web.Site.Data;
using Microsoft.Extensions.Time.Testing;

namespace Arena.Tests.Web.Site.Data;

public sealed class SiteCacheTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SiteCache _cache;
    private int _computed;

    public SiteCacheTests() => _cache = new SiteCache(_time);

    [Fact]
    public async Task Get_OfOneStamp_ComputesOnce()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync("a")));

        Assert.All(results, result => Assert.Equal("1", result));
        Assert.Equal(long.MinValue, _cache.LastObsolete);
    }

    [Fact]
    public async Task Get_OfAnotherStamp_ComputesAnew()
    {
        await GetAsync("a");

        Assert.Equal("2", await GetAsync("b"));
    }

    [Fact]
    public async Task Get_WhatTookLong_IsGivenForAWhileAndSaidToBeObsolete()
    {
        await GetAsync("a", TimeSpan.FromSeconds(2));
        var soon = await GetAsync("b");
        var saidAt = _cache.LastObsolete;
        _time.Advance(TimeSpan.FromSeconds(9));

        Assert.Equal(("1", "2"), (soon, await GetAsync("b")));
        Assert.True(saidAt >= 0);
    }

    [Fact]
    public async Task Get_WhatFailed_IsTriedAgain()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _cache.Get<string>(Key(0), "a", 1, () => throw new InvalidOperationException()));

        Assert.Equal("1", await GetAsync("a"));
    }

    [Fact]
    public async Task Get_MoreThanTheLimit_DropsWhatWasUsedLongestAgo()
    {
        for (var i = 0; i < 5; i++)
        {
            await _cache.Get(Key(i), "a", 40 << 20, () => Task.FromResult($"{i}"));
        }

        Assert.Equal("4", (await _cache.Get(Key(4), "a", 40 << 20, () => Task.FromResult("anew"))).Value);
        Assert.Equal("anew", (await _cache.Get(Key(0), "a", 40 << 20, () => Task.FromResult("anew"))).Value);
    }

    private static SiteCache.Key Key(int i) => new("t", typeof(string), i);

    private async Task<string> GetAsync(string stamp, TimeSpan takes = default) => (await _cache.Get(Key(0), stamp, 1, () =>
    {
        _time.Advance(takes);
        return Task.FromResult($"{Interlocked.Increment(ref _computed)}");
    })).Value;
}
