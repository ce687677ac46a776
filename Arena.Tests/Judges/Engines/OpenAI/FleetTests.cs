using System.Collections.Concurrent;
using static Arena.Tests.Judges.Engines.OpenAI.OpenAIEngines;

namespace Arena.Tests.Judges.Engines.OpenAI;

/// <summary>One model on several servers.</summary>
public sealed class FleetTests
{
    [Fact]
    public async Task ScoreAsync_UnequalServersOfWhichOneDiesAndOneIsLimited_FailsNoRequest()
    {
        await using var fast = await StartAsync(slots: 4, milliseconds: 5);
        await using var slow = await StartAsync(slots: 4, milliseconds: 25);
        await using var limited = await StartAsync(slots: 2, milliseconds: 5, refuses: true);
        await using var dying = await StartAsync(slots: 8, milliseconds: 2, diesAfter: 20);
        await using var engine = await OpenAsync(Options(fast, slow, limited, dying) with { Concurrency = 24, Retries = 2 });

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(shard =>
            engine.ScoreAsync([.. Enumerable.Range(0, 20).Select(i => Ask($"{shard} {i}"))], TestContext.Current.CancellationToken)));

        Assert.Equal(400, results.Sum(shard => shard.Count));
        Assert.All(results.SelectMany(shard => shard), result => Assert.Null(result.Failure));
        Assert.True(fast.Requests.Count > slow.Requests.Count, $"{fast.Requests.Count} of the fast, {slow.Requests.Count} of the slow");
        Assert.InRange(dying.Requests.Count, 20, 60);
        Assert.InRange(limited.Requests.Count, 5, 200);
    }

    [Fact]
    public async Task ScoreAsync_ShardsThatBeginAlike_GoWhereTheirBeginningIsCached()
    {
        await using var first = await StartAsync(slots: 8, milliseconds: 1);
        await using var second = await StartAsync(slots: 8, milliseconds: 1);
        await using var engine = await OpenAsync(Options(first, second) with { Concurrency = 1 });
        var homes = new ConcurrentDictionary<int, HashSet<ChatServer>>();
        for (var round = 0; round < 3; round++)
        {
            for (var shard = 0; shard < 12; shard++)
            {
                var before = first.Requests.Count;
                await engine.ScoreAsync([Ask($"the same beginning of shard {shard}")], TestContext.Current.CancellationToken);
                homes.GetOrAdd(shard, _ => []).Add(first.Requests.Count > before ? first : second);
            }
        }

        Assert.All(homes.Values, servers => Assert.Single(servers));
        Assert.Equal(2, homes.Values.SelectMany(servers => servers).Distinct().Count());
    }

    /// <summary>A server that answers so many requests at once, each in so long; more wait, or are refused.</summary>
    private static async Task<ChatServer> StartAsync(int slots, int milliseconds, bool refuses = false, int diesAfter = int.MaxValue)
    {
        var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        var places = new SemaphoreSlim(slots);
        var answered = 0;
        server.Before = async (context, _) =>
        {
            if (Interlocked.Increment(ref answered) > diesAfter)
            {
                context.Abort();
                return false;
            }

            if (!await places.WaitAsync(refuses ? 0 : Timeout.Infinite))
            {
                context.Response.StatusCode = 429;
                return false;
            }

            await Task.Delay(milliseconds);
            places.Release();
            return true;
        };
        return server;
    }
}
