using Arena.Judges.Engines.OpenAI;
using Microsoft.Extensions.Time.Testing;

namespace Arena.Tests.Judges.Engines.OpenAI;

public sealed class EndpointPoolTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Take_RequestsThatBeginAlike_StayTogetherAndOthersSpread()
    {
        var pool = Pool(4);
        var chosen = new Dictionary<ulong, HashSet<string>>();
        for (var round = 0; round < 3; round++)
        {
            foreach (var beginning in Enumerable.Range(1, 40).Select(i => (ulong)i))
            {
                var endpoint = await TakeAsync(pool, beginning);
                (chosen.TryGetValue(beginning, out var seen) ? seen : chosen[beginning] = []).Add(endpoint.Address);
                pool.Return(endpoint, EndpointOutcome.Answered, Second);
            }
        }

        Assert.All(chosen.Values, seen => Assert.Single(seen));
        Assert.Equal(4, chosen.Values.Select(seen => seen.Single()).Distinct().Count());
    }

    [Fact]
    public async Task Take_ManyOfOneBeginning_OverloadNoServerByMoreThanAQuarter()
    {
        var pool = Pool(4);
        var taken = new List<Endpoint>();
        for (var i = 0; i < 16; i++)
        {
            taken.Add(await TakeAsync(pool, 7));
        }

        Assert.All(taken.Distinct(), endpoint => Assert.InRange(endpoint.Outstanding, 1, 5));
    }

    [Fact]
    public async Task Take_ServerThatAnswersFaster_GetsMore()
    {
        var pool = Pool(2);
        var (first, second) = (await TakeAsync(pool, null), await TakeAsync(pool, null));
        pool.Return(first, EndpointOutcome.Answered, Second);
        pool.Return(second, EndpointOutcome.Answered, 4 * Second);
        for (var i = 0; i < 10; i++)
        {
            await TakeAsync(pool, null);
        }

        Assert.Equal((8, 2), (first.Outstanding, second.Outstanding));
    }

    [Fact]
    public async Task Take_ServerThatFailed_IsLeftAloneForAWhile()
    {
        var pool = Pool(2);
        var failed = await TakeAsync(pool, null);
        pool.Return(failed, EndpointOutcome.Failed, Second);
        var others = new[] { await TakeAsync(pool, null), await TakeAsync(pool, null) };
        _time.Advance(EndpointPool.Avoidance + Second);
        var later = await TakeAsync(pool, null);

        Assert.DoesNotContain(failed, others);
        Assert.Same(failed, later);
    }

    [Fact]
    public async Task Take_AllHaveFailed_StillGivesOne()
    {
        var pool = Pool(2);
        foreach (var _ in new int[2])
        {
            pool.Return(await TakeAsync(pool, null), EndpointOutcome.Failed, Second);
        }

        Assert.NotNull(await TakeAsync(pool, null));
        Assert.False(pool.HasOther([]));
    }

    [Fact]
    public async Task Take_ServerThatHasTooMuch_GetsAsManyAsItTook()
    {
        var pool = Pool(1);
        var taken = new List<Endpoint>();
        for (var i = 0; i < 8; i++)
        {
            taken.Add(await TakeAsync(pool, null));
        }

        pool.Return(taken[0], EndpointOutcome.Limited, Second);
        pool.Return(taken[1], EndpointOutcome.Limited, Second);
        Assert.Equal(6, taken[0].Limit);
        var waiting = pool.TakeAsync(null, [], TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        pool.Return(taken[2], EndpointOutcome.Answered, Second);

        Assert.Same(taken[0], await waiting);
        Assert.InRange(taken[0].Limit, 6.01, 6.1);
    }

    [Fact]
    public async Task Take_ServerThatSaysHowLongToWait_IsLeftAloneSoLong()
    {
        var pool = Pool(2);
        var limited = await TakeAsync(pool, null);
        pool.Return(limited, EndpointOutcome.Limited, Second, 5 * Second);
        var others = new[] { await TakeAsync(pool, null), await TakeAsync(pool, null) };
        _time.Advance(6 * Second);

        Assert.DoesNotContain(limited, others);
        Assert.Same(limited, await TakeAsync(pool, null));
    }

    [Fact]
    public async Task Take_ServerThatRefusesEvenOne_IsLeftAloneForLongerAndLonger()
    {
        var pool = Pool(1);
        var pauses = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            var endpoint = await TakeAsync(pool, null);
            pool.Return(endpoint, EndpointOutcome.Limited, Second);
            pauses.Add((endpoint.PausedUntil - _time.GetUtcNow()).TotalSeconds);
            _time.Advance(endpoint.PausedUntil - _time.GetUtcNow());
        }

        Assert.Equal([0.1, 0.2, 0.4, 0.8], pauses);
    }

    [Fact]
    public async Task Take_NoRoom_WaitsForWhatIsGivenBack()
    {
        var pool = Pool(1);
        var first = await TakeAsync(pool, null);
        first.Limit = 1;
        var waiting = pool.TakeAsync(null, [], TestContext.Current.CancellationToken);
        using var cancelled = new CancellationTokenSource();
        var ended = pool.TakeAsync(null, [], cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ended);
        Assert.False(waiting.IsCompleted);

        pool.Return(first, EndpointOutcome.Answered, Second);
        Assert.Same(first, await waiting);
    }

    private EndpointPool Pool(int endpoints) => new(Enumerable.Range(0, endpoints).Select(i => new Uri($"http://server-{i}/v1/")), _time);

    private static Task<Endpoint> TakeAsync(EndpointPool pool, ulong? beginning) => pool.TakeAsync(beginning, [], TestContext.Current.CancellationToken);
}
