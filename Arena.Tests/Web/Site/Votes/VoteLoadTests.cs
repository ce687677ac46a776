using System.Net;
using Arena.Core.Storage;

namespace Arena.Tests.Web.Site.Votes;

public sealed class VoteLoadTests
{
    /// <summary>A thousand browsers vote at once, and some send their form twice.</summary>
    [Fact]
    public async Task Votes_AThousandAtOnce_AreCountedOnceEach()
    {
        const int Voters = 1000;
        var cancelled = TestContext.Current.CancellationToken;
        await using var site = await TestSite.StartAsync(new SampleNames());
        var voters = Enumerable.Range(0, Voters).Select(_ => new TestVoter(site)).ToArray();
        var forms = await Task.WhenAll(voters.Select(async voter => TestVoter.FormOf(await voter.GetAsync(), "left")));

        // The site takes 1,200 a minute from one address, and 1,040 requests at once.
        var sent = await Task.WhenAll(Enumerable.Range(0, Voters + 30).Select(i => SendAsync(i % Voters)));
        var more = await Task.WhenAll(Enumerable.Range(0, 200).Select(SendAsync));

        Assert.Equal((Voters, 30), (sent.Count(answer => answer == "counted"), sent.Count(answer => answer == "again")));

        // A machine that takes longer than a minute for all this lets more through.
        Assert.All(more, answer => Assert.Contains(answer, (string[])["again", "later"]));
        using var store = await ArenaStore.OpenAsync(site.Store, TimeProvider.System, cancellationToken: cancelled);
        var workers = new List<string?>();
        await store.VisitHumanVotesAsync("sample", 12, (vote, _) => workers.Add(vote.Worker), cancelled);
        Assert.Equal((Voters, Voters), (workers.Count, workers.Distinct().Count()));
        Assert.Empty(site.Log);

        async Task<string> SendAsync(int voter)
        {
            using var response = await voters[voter].PostAsync(forms[voter]);
            return response.StatusCode switch
            {
                HttpStatusCode.SeeOther => response.Headers.Location!.ToString().Contains("again=1", StringComparison.Ordinal) ? "again" : "counted",
                HttpStatusCode.TooManyRequests when response.Headers.RetryAfter is not null => "later",
                var other => other.ToString(),
            };
        }
    }
}
