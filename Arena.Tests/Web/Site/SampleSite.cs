namespace Arena.Tests.Web.Site;

/// <summary>One site on a sample store, for all tests of a class that only read.</summary>
public sealed class SampleSite : IAsyncLifetime
{
    internal TestSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await TestSite.StartAsync(new SampleNames());

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
