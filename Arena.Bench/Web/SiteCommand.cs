using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Arena.Bench.Web;

/// <summary><c>site</c>: how fast the site of a large store answers many readers at once, how large its pages are, and how much memory it takes.</summary>
internal static partial class SiteCommand
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var program = new Option<FileInfo>("--program") { Description = "arena.dll.", DefaultValueFactory = _ => new("Arena.Cli/bin/Release/net10.0/arena.dll") };
        var db = new Option<FileInfo?>("--db") { Description = "The store; made where it is not there. By default one in a temporary folder, which is deleted." };
        var judgments = new Option<int>("--judgments") { DefaultValueFactory = _ => 1_000_000 };
        var contestants = new Option<int>("--contestants") { DefaultValueFactory = _ => 200 };
        var prompts = new Option<int>("--prompts") { DefaultValueFactory = _ => 20_000 };
        var readers = new Option<int>("--readers") { DefaultValueFactory = _ => 50 };
        var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 5_000 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("site", "How fast the site of a large store answers, how large its pages are, and how much memory it takes.")
        {
            program, db, judgments, contestants, prompts, readers, requests, seed,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(db) is null ? Directory.CreateTempSubdirectory("arena-site-") : null;
            try
            {
                var store = parsed.GetValue(db)?.FullName ?? Path.Combine(folder!.FullName, "arena.db");
                if (!File.Exists(store))
                {
                    var clock = Stopwatch.StartNew();
                    await LargeStore.WriteAsync(
                        store, parsed.GetValue(judgments), parsed.GetValue(contestants), parsed.GetValue(prompts), parsed.GetValue(seed), cancellationToken);
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"store written in {clock.Elapsed.TotalSeconds:0} s, {new FileInfo(store).Length >> 20} MiB"));
                }

                await MeasureAsync(parsed.GetValue(program)!.FullName, store, parsed.GetValue(readers), parsed.GetValue(requests), cancellationToken);
            }
            finally
            {
                folder?.Delete(recursive: true);
            }
        });
        return command;
    }

    private static async Task MeasureAsync(string program, string store, int readers, int requests, CancellationToken cancellationToken)
    {
        using var site = await SiteProcess.StartAsync(program, store, cancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = readers, AllowAutoRedirect = false }) { BaseAddress = site.Url };
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        var leaderboard = $"/t/{LargeStore.Tournament}";
        Console.WriteLine("| | |\n|---|---|");
        var first = Stopwatch.StartNew();
        await ReadAsync(client, leaderboard, cancellationToken);
        Row("first leaderboard after the start, which all battles are fitted for", Seconds(first.Elapsed));
        await TellSpeedAsync("leaderboard, kept", client, _ => leaderboard, readers, requests, cancellationToken);

        // Addresses that nobody asked for before: each page is rendered, from a fit that is there.
        await TellSpeedAsync("leaderboard, each time rendered anew", client, i => $"{leaderboard}?name=nobody-{i}", readers, requests / 10, cancellationToken);
        var pages = new List<(string Path, int Bytes, TimeSpan Took)>();
        foreach (var path in await PagesAsync(client, leaderboard, cancellationToken))
        {
            var took = Stopwatch.StartNew();
            pages.Add((path, await ReadAsync(client, path, cancellationToken), took.Elapsed));
        }

        var largest = pages.MaxBy(page => page.Bytes);
        var slowest = pages.MaxBy(page => page.Took);
        Row($"largest of {pages.Count} kinds of pages, compressed (`{largest.Path}`)", string.Create(CultureInfo.InvariantCulture, $"{largest.Bytes / 1024.0:0} KiB"));
        Row($"slowest of them when first asked for (`{slowest.Path}`)", Seconds(slowest.Took));
        Row("most memory of the site's process after all that (VmHWM)", string.Create(CultureInfo.InvariantCulture, $"{site.PeakMemory >> 20} MiB"));
    }

    private static async Task TellSpeedAsync(string what, HttpClient client, Func<int, string> path, int readers, int requests, CancellationToken cancellationToken)
    {
        var next = 0;
        var milliseconds = new double[requests];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => Task.Run(
            async () =>
            {
                while (Interlocked.Increment(ref next) - 1 is var i && i < requests)
                {
                    var began = Stopwatch.GetTimestamp();
                    using var response = await client.GetAsync(new Uri(path(i), UriKind.Relative), cancellationToken);
                    response.EnsureSuccessStatusCode();
                    milliseconds[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                }
            },
            cancellationToken)));
        var took = clock.Elapsed;
        Array.Sort(milliseconds);
        Row(
            $"{what}: {requests:#,0} requests of {readers} readers at once",
            string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.5):0.0} ms, p95 {At(0.95):0.0} ms, p99 {At(0.99):0.0} ms; {requests / took.TotalSeconds:0} a second"));

        double At(double share) => milliseconds[(int)Math.Ceiling(share * requests) - 1];
    }

    /// <summary>A page of each kind: those that the header lists, and some that they lead to.</summary>
    private static async Task<IReadOnlyList<string>> PagesAsync(HttpClient client, string leaderboard, CancellationToken cancellationToken)
    {
        using var plain = new HttpClient { BaseAddress = client.BaseAddress };
        var pages = new List<string> { "/", leaderboard };
        var html = await plain.GetStringAsync(new Uri(leaderboard, UriKind.Relative), cancellationToken);
        pages.AddRange(Link().Matches(html[html.IndexOf("<nav", StringComparison.Ordinal)..html.IndexOf("</nav>", StringComparison.Ordinal)]).Select(link => link.Groups[1].Value).Where(path => path != leaderboard));
        pages.AddRange([
            $"{leaderboard}/contestants/model-000", $"{leaderboard}/prompts/p00000", $"{leaderboard}/judgments?show=flips", $"{leaderboard}/judgments?show=failures",
            $"{leaderboard}/judgments/1", $"{leaderboard}/judgments/1?view=diff", $"{leaderboard}?category=category%201", $"{leaderboard}/leaderboard.csv",
        ]);
        return pages;
    }

    /// <summary>Asks until there is an answer, for what takes long says so; the bytes that came over the wire.</summary>
    private static async Task<int> ReadAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return bytes.Length;
            }

            if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                throw new InvalidOperationException($"{path} is {response.StatusCode}");
            }

            await Task.Delay(BetweenTries, cancellationToken);
        }
    }

    private static void Row(string what, string figure) => Console.WriteLine($"| {what} | {figure} |");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    [GeneratedRegex("href=\"(/[^\"?]+)\"")]
    private static partial Regex Link();
}
