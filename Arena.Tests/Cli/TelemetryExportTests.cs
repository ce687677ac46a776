using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Arena.Cli;
using Arena.Tests.Web.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Arena.Tests.Cli;

public sealed class TelemetryExportTests : IDisposable
{
    private const string Canary = "canary-4711";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_WithACollector_SendsMetricsAndSpansBeforeItEndsAndNoTextOrKey()
    {
        await using var collector = await Collector.StartAsync();
        WriteTournament();

        var run = await ArenaProcess.RunAsync(["run", "t.yaml", "--json"], _folder.PathOf(), environment: [.. collector.Environment, ("ARENA_ADMIN_TOKEN", Canary + "-as-a-token")]);

        Assert.Equal(2, run.Json().GetProperty("judged").GetInt32());
        var (metrics, spans) = (collector.Received("/v1/metrics"), collector.Received("/v1/traces"));
        Assert.All(new[] { "arena.judgments", "arena.tokens", "arena.shard.duration", "arena.runs.active", "dotnet.process.memory.working_set", "arena.judge" }, name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.All(new[] { "arena.tournament", "shard", "service.name" }, name => Assert.Contains(name, spans, StringComparison.Ordinal));
        Assert.All(new[] { metrics, spans, run.Out, run.Error }, told => Assert.DoesNotContain(Canary, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rate_WithACollector_SendsTheTimeOfItsFit()
    {
        await using var collector = await Collector.StartAsync();
        _folder.Write("b.csv", "model_a,model_b,winner\na,b,model_a\nb,a,model_a\n");

        var run = await ArenaProcess.RunAsync(["rate", "b.csv"], _folder.PathOf(), environment: [.. collector.Environment, ("OTEL_TRACES_EXPORTER", "none")]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("arena.fit.duration", collector.Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.Empty(collector.Received("/v1/traces"));
    }

    [Fact]
    public async Task Web_InterruptedWithACollector_SendsWhatItMeasuredAndLogsJsonWithoutTexts()
    {
        await using var collector = await Collector.StartAsync();
        await File.WriteAllTextAsync(_folder.PathOf("arena.db"), $"no store, {Canary}", Cancelled);

        var (maps, error) = await AskWebAsync(["--log-format", "json"], [.. collector.Environment, ("ARENA_ADMIN_TOKEN", Canary + "-as-a-token")]);

        Assert.Contains("OpenTelemetry", maps, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", collector.Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, collector.Received("/v1/metrics") + error, StringComparison.Ordinal);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("LogLevel").GetString());
        Assert.Contains("Error", lines);
    }

    [Fact]
    public async Task Web_OfAFileWithoutACollector_LoadsNothingForOtherMachines()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from /proc.");
        await SampleStore.WriteAsync(_folder.PathOf("arena.db"), new SampleNames());

        var (maps, _) = await AskWebAsync([], [], "/t/sample/runs");

        Assert.Contains("Arena.Core.dll", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenTelemetry", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("Npgsql", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("Hangfire", maps, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_METRICS_EXPORTER", "prometheus")]
    [InlineData("OTEL_TRACES_EXPORTER", "console")]
    public void Start_OfAnExporterThatThereIsNot_SaysWhatThereIs(string variable, string exporter)
    {
        var e = Assert.Throws<UsageException>(() => TelemetryExport.Start(name => name == variable ? exporter : null));

        Assert.Contains($"{variable} is \"{exporter}\"", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1", "OTEL_SDK_DISABLED=true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1", "OTEL_METRICS_EXPORTER=none", "OTEL_TRACES_EXPORTER=none")]
    public void Start_WhereNothingIsAskedFor_IsNothing(params string[] environment)
    {
        var variables = environment.Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.Null(TelemetryExport.Start(name => variables.GetValueOrDefault(name)));
    }

    private void WriteTournament() => _folder.Write("t.yaml", $$"""
        name: t
        prompts: [{ id: p1, prompt: "{{Canary}}" }]
        responses: ["{{Path.GetFileName(_folder.Write("r.jsonl", $$"""
            {"prompt_id":"p1","contestant":"a","response":"{{Canary}} 1"}
            {"prompt_id":"p1","contestant":"b","response":"{{Canary}} 2"}
            """))}}"]
        judges: [{ name: j, model: tiny-fair }]
        """);

    /// <summary>Starts the site of the folder's store, asks it for a page, looks at what it has loaded, and presses Ctrl-C.</summary>
    private async Task<(string Maps, string Error)> AskWebAsync(
        string[] arguments, (string Name, string Value)[] environment, string page = "/health/ready")
    {
        var start = ArenaProcess.Start(["web", "--urls", "http://127.0.0.1:0", .. arguments], _folder.PathOf(), environment);
        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(Cancelled);
            var line = await process.StandardOutput.ReadLineAsync(Cancelled) ?? throw new InvalidOperationException(await error);
            var url = line.Split(' ').Single(word => word.StartsWith("http://", StringComparison.Ordinal)).TrimEnd('.', ',');
            using var client = new HttpClient();
            using var ready = await client.GetAsync(new Uri(url + page), Cancelled);
            var maps = await File.ReadAllTextAsync($"/proc/{process.Id}/maps", Cancelled);
            using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
            await process.WaitForExitAsync(Cancelled);
            Assert.Equal(0, process.ExitCode);
            return (maps, await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Keeps what is sent to it by OTLP over HTTP.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = [];

        private Collector()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            _app = builder.Build();
            _app.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                _received.Enqueue((context.Request.Path, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
            });
        }

        /// <summary>What tells a process to send to it.</summary>
        public (string Name, string Value)[] Environment => [("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

        public static async Task<Collector> StartAsync()
        {
            var collector = new Collector();
            await collector._app.StartAsync(Cancelled);
            return collector;
        }

        /// <summary>All that came to an address, a letter for a byte.</summary>
        public string Received(string path) => string.Concat(_received.Where(of => of.Path == path).Select(of => Encoding.Latin1.GetString(of.Body)));

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
