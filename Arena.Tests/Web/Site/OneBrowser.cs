namespace Arena.Tests.Web.Site;

/// <summary>Tests of <c>[Collection(OneBrowser.Name)]</c> share one <see cref="SiteBrowser"/>.</summary>
[CollectionDefinition(Name)]
public sealed class OneBrowser : ICollectionFixture<SiteBrowser>
{
    public const string Name = "browser";
}
