using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Arena.Judges.Engines.OpenAI;

namespace Arena.Bench.Engines;

/// <summary><c>fleet</c>: how much of what several servers could do a pool gets out of them; the servers are simulated, the way to them is not.</summary>
internal static class FleetCommand
{
    private static readonly (string Name, int Slots, int Milliseconds)[] Servers =
    [
        ("fast", 4, 40), ("slow", 4, 160), ("limited to 2 at once (429)", 2, 40), ("dies after 5 s", 4, 40),
    ];

    private static readonly TimeSpan Death = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 20 };
        var concurrency = new Option<int>("--concurrency") { DefaultValueFactory = _ => 32 };
        var command = new Command("fleet", "Throughput of a judge's requests over four simulated servers of unequal speed, one of which dies and one of which is limited.") { seconds, concurrency };
        command.SetAction((parsed, cancellationToken) => RunAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(concurrency), cancellationToken));
        return command;
    }

    private static async Task RunAsync(TimeSpan duration, int concurrency, CancellationToken cancellationToken)
    {
        var began = Stopwatch.StartNew();
        var places = Servers.Select(server => new SemaphoreSlim(server.Slots)).ToArray();
        var answered = new int[Servers.Length];
        var refused = new int[Servers.Length];
        using var handler = new EndpointHandler(Servers.Select((_, i) => new Uri($"http://server{i}/v1")), "model", null, TimeSpan.FromMinutes(1), TimeProvider.System)
        {
            InnerHandler = new SimulatedServers(AnswerAsync),
        };
        using var client = new HttpMessageInvoker(handler);
        var (failed, shard) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            while (began.Elapsed < duration)
            {
                handler.Affinity.Value = (ulong)(Interlocked.Increment(ref shard) / 16);
                using var request = new HttpRequestMessage(HttpMethod.Post, "http://endpoint.invalid/chat");
                try
                {
                    using var response = await client.SendAsync(request, cancellationToken);
                    failed += response.IsSuccessStatusCode ? 0 : 1;
                }
                catch (HttpRequestException)
                {
                    failed++;
                }
            }
        }));
        Console.WriteLine("| server | at once | each | could answer | answered | refused or dead |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var possible = 0.0;
        foreach (var (i, (name, slots, milliseconds)) in Servers.Index())
        {
            var alive = i == 3 ? Death : duration;
            var could = slots * alive.TotalMilliseconds / milliseconds;
            possible += could;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {slots} | {milliseconds} ms | {could:N0} | {answered[i]:N0} | {refused[i]:N0} |"));
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answered.Sum():N0} answers in {duration.TotalSeconds:0} s, {answered.Sum() / possible:P0} of what the living could; {failed} requests without an answer."));

        async Task<HttpResponseMessage> AnswerAsync(int server, CancellationToken token)
        {
            if (server == 3 && began.Elapsed > Death)
            {
                Interlocked.Increment(ref refused[server]);
                throw new HttpRequestException("connection refused");
            }

            if (!await places[server].WaitAsync(server == 2 ? 0 : Timeout.Infinite, token))
            {
                Interlocked.Increment(ref refused[server]);
                return new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            }

            await Task.Delay(Servers[server].Milliseconds, token);
            places[server].Release();
            Interlocked.Increment(ref answered[server]);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") };
        }
    }

    private sealed class SimulatedServers(Func<int, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request.RequestUri!.Host[^1] - '0', cancellationToken);
    }
}
