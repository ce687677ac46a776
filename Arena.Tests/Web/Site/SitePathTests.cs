using Arena.Web.Site;
using CsCheck;

namespace Arena.Tests.Web.Site;

public sealed class SitePathTests
{
    [Fact]
    public void Name_OfTheSegmentOfAnyName_IsThatName() => Gen.OneOf(Gen.String[1, 12], Gen.OneOfConst("..", ".", "a/b", "%2F", "~002f", "~", "\\", " a ", "a b", "?#&", "🙂", "\0"))
        .Where(name => !name.Any(char.IsSurrogate) || name == "🙂")
        .Sample(name =>
        {
            var segment = SitePath.Segment(name);

            // As Kestrel and browsers do: every escape undone but that of the slash, and dots alone are a folder.
            Assert.DoesNotContain('/', segment);
            Assert.NotEqual("..", segment);
            Assert.Equal(name, SitePath.Name(Uri.UnescapeDataString(segment)));
        });

    [Fact]
    public void With_ValuesThatAreMissing_LeavesThemOut() =>
        Assert.Equal("/t/a?judge=x%26y&sort=name", SitePath.With("/t/a", ("protocol", null), ("judge", "x&y"), ("model", ""), ("sort", "name")));
}
