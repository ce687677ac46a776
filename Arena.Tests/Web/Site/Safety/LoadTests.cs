using System.Net;

namespace Arena.Tests.Web.Site.Safety;

public sealed class LoadTests(SampleSite sample) : IClassFixture<SampleSite>
{
    private const int Readers = 50, RequestsEach = 20;

    [Fact]
    public async Task Pages_FiftyReadersAtOnce_AreGivenToAllAndOnceOnlyWhereNothingChanged()
    {
        string[] paths = ["/", "/t/sample", "/t/sample?protocol=human", "/t/sample/pairs", "/t/sample/prompts/p1", "/t/sample/judgments?show=flips", "/api/tournaments/sample/leaderboard"];
        var (given, known) = (0, 0);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Readers),
            new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = TestContext.Current.CancellationToken },
            async (reader, cancelled) =>
            {
                // Every reader begins with another page, and remembers what it has read as a browser does.
                var remembered = new Dictionary<string, System.Net.Http.Headers.EntityTagHeaderValue>();
                for (var i = 0; i < RequestsEach; i++)
                {
                    var path = paths[(reader + i) % paths.Length];
                    using var request = new HttpRequestMessage(HttpMethod.Get, path);
                    if (remembered.TryGetValue(path, out var tag))
                    {
                        request.Headers.IfNoneMatch.Add(tag);
                    }

                    using var response = await sample.Site.Client.SendAsync(request, cancelled);
                    Assert.Equal(tag is null ? HttpStatusCode.OK : HttpStatusCode.NotModified, response.StatusCode);
                    remembered[path] = response.Headers.ETag!;
                    Interlocked.Increment(ref tag is null ? ref given : ref known);
                }
            });

        Assert.Equal((Readers * paths.Length, Readers * (RequestsEach - paths.Length)), (given, known));
        Assert.Empty(sample.Site.Log);
    }
}
