using System.Security.Cryptography;
using Arena.Core;
using Arena.Judges.Models;
using Microsoft.AspNetCore.Http;

namespace Arena.Tests.Judges.Models;

public sealed class ModelDownloadTests : IDisposable
{
    private static readonly byte[] Model = Bytes(1), Other = Bytes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    private string Target => _folder.PathOf("models", "m.gguf");

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_WholeFile_IsThereWithItsHashAndNothingElse()
    {
        await using var server = await FileServer.StartAsync((context, _) => FileServer.SendAsync(context, Model, "1"));
        var reports = new Reports();

        var model = await RunAsync(server, HashOf(Model).ToUpperInvariant(), reports);

        Assert.Equal(new DownloadedModel(Target, Model.Length, HashOf(Model), Model.Length), model);
        AssertOnly(Model);
        Assert.Equal(new DownloadProgress(Model.Length, Model.Length), reports.Last);
    }

    [Fact]
    public async Task Run_ConnectionCutTwice_GoesOnWhereItStopped()
    {
        await using var server = await FileServer.StartAsync((context, request) => request switch
        {
            1 => CutAsync(context, 300_000, "1"),
            2 => CutAsync(context, 600_000, "1"),
            _ => FileServer.SendAsync(context, Model, "1"),
        });

        var model = await RunAsync(server, HashOf(Model));

        Assert.Equal(["", "bytes=300000-", "bytes=600000-"], server.Ranges);
        Assert.Equal(Model.Length, model.Fetched);
        AssertOnly(Model);
    }

    [Fact]
    public async Task Run_AfterARunThatFailed_GoesOnWhereItStopped()
    {
        await LeaveAPartAsync("1");
        await using var server = await FileServer.StartAsync((context, _) => FileServer.SendAsync(context, Model, "1"));
        MovePartTo(server);

        var model = await RunAsync(server, HashOf(Model));

        Assert.Equal(["bytes=300000-"], server.Ranges);
        Assert.Equal((HashOf(Model), Model.Length - 300_000L), (model.Sha256, model.Fetched));
        AssertOnly(Model);
    }

    [Fact]
    public async Task Run_PartIsWholeAlready_FetchesNothing()
    {
        await using var server = await FileServer.StartAsync((context, _) => FileServer.SendAsync(context, Model, "1"));
        _folder.Write("models/m.gguf.part", Model);
        _folder.Write("models/m.gguf.part.source", $"{server.Address}m.gguf\n\"1\"\n");

        var model = await RunAsync(server, null);

        Assert.Equal((HashOf(Model), 0L), (model.Sha256, model.Fetched));
        AssertOnly(Model);
    }

    [Fact]
    public async Task Run_FileChangedBetween_IsNotSpliced()
    {
        await LeaveAPartAsync("1");
        await using var server = await FileServer.StartAsync((context, _) => FileServer.SendAsync(context, Other, "2"));
        MovePartTo(server);

        await RunAsync(server, null);

        Assert.Equal(["bytes=300000-"], server.Ranges);
        AssertOnly(Other);
    }

    [Fact]
    public async Task Run_FileChangedAndServerOverlooksIfRange_IsNotSpliced()
    {
        await LeaveAPartAsync("1");
        await using var server = await FileServer.StartAsync((context, _) =>
        {
            context.Request.Headers.Remove("If-Range");
            return FileServer.SendAsync(context, Other, "2");
        });
        MovePartTo(server);

        await RunAsync(server, null);

        Assert.Equal(["bytes=300000-", ""], server.Ranges);
        AssertOnly(Other);
    }

    [Fact]
    public async Task Run_PartOfAnotherAddress_StartsOver()
    {
        await LeaveAPartAsync("1");
        await using var server = await FileServer.StartAsync((context, _) => FileServer.SendAsync(context, Other, "1"));

        await RunAsync(server, null);

        Assert.Equal([""], server.Ranges);
        AssertOnly(Other);
    }

    [Fact]
    public async Task Run_ServerWithoutValidator_StartsOver()
    {
        await using var server = await FileServer.StartAsync((context, request) => request == 1
            ? CutAsync(context, 300_000, null)
            : FileServer.SendAsync(context, Model, null));

        await RunAsync(server, HashOf(Model));

        Assert.Equal(["", ""], server.Ranges);
        AssertOnly(Model);
    }

    [Fact]
    public async Task Run_ServerWithoutRanges_StartsOver()
    {
        await using var server = await FileServer.StartAsync((context, request) =>
        {
            context.Request.Headers.Remove("Range");
            return request == 1 ? CutAsync(context, 300_000, "1") : FileServer.SendAsync(context, Model, "1");
        });

        await RunAsync(server, HashOf(Model));

        Assert.Equal(["", "bytes=300000-"], server.Ranges);
        AssertOnly(Model);
    }

    [Fact]
    public async Task Run_WrongHash_RemovesThePartAndSaysBoth()
    {
        await using var server = await FileServer.StartAsync((context, _) => FileServer.SendAsync(context, Other, "1"));

        var error = await Assert.ThrowsAsync<BadInputException>(() => RunAsync(server, HashOf(Model)));

        Assert.Contains(HashOf(Model), error.Message, StringComparison.Ordinal);
        Assert.Contains(HashOf(Other), error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Theory]
    [InlineData(404, "is not there")]
    [InlineData(401, "HF_TOKEN")]
    [InlineData(418, "418")]
    public async Task Run_FileRefused_SaysSoAtOnce(int status, string reason)
    {
        await using var server = await FileServer.StartAsync((context, _) => Answer(context, status));

        var error = await Assert.ThrowsAsync<BadInputException>(() => RunAsync(server, null));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Single(server.Ranges);
    }

    [Fact]
    public async Task Run_ServerInTrouble_IsAskedAgain()
    {
        await using var server = await FileServer.StartAsync((context, request) =>
            request < ModelDownload.Tries ? Answer(context, request == 1 ? 429 : 500) : FileServer.SendAsync(context, Model, "1"));

        await RunAsync(server, HashOf(Model));

        AssertOnly(Model);
    }

    [Fact]
    public async Task Run_ServerInTroubleForGood_GivesUp()
    {
        await using var server = await FileServer.StartAsync((context, _) => Answer(context, 503));

        var error = await Assert.ThrowsAsync<BadInputException>(() => RunAsync(server, null));

        Assert.Contains("503", error.Message, StringComparison.Ordinal);
        Assert.Equal(ModelDownload.Tries, server.Ranges.Count);
    }

    [Fact]
    public async Task Run_ServerGoesSilent_GoesOnByAnotherConnection()
    {
        await using var server = await FileServer.StartAsync(async (context, request) =>
        {
            if (request > 1)
            {
                await FileServer.SendAsync(context, Model, "1");
                return;
            }

            await SendUntilAsync(context, 0, 300_000, "1");
            await GoneAsync(context);
        });

        await RunAsync(server, HashOf(Model));

        Assert.Equal(["", "bytes=300000-"], server.Ranges);
        AssertOnly(Model);
    }

    [Fact]
    public async Task Run_MoreBytesThanTheDiskHas_IsRefusedBeforehand()
    {
        await using var server = await FileServer.StartAsync((context, _) =>
        {
            context.Response.ContentLength = 1L << 60;
            return context.Response.Body.FlushAsync();
        });

        var error = await Assert.ThrowsAsync<BadInputException>(() => RunAsync(server, null));

        Assert.Contains("make room", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FileIsThere_IsKeptWhereItsHashIsRight()
    {
        await using var server = await FileServer.StartAsync((context, _) => FileServer.SendAsync(context, Other, "1"));
        _folder.Write("models/m.gguf", Model);

        var kept = await RunAsync(server, HashOf(Model));

        Assert.Equal(new DownloadedModel(Target, Model.Length, HashOf(Model), 0), kept);
        await Assert.ThrowsAsync<BadInputException>(() => RunAsync(server, HashOf(Other)));
        await Assert.ThrowsAsync<BadInputException>(() => RunAsync(server, null));
        Assert.Empty(server.Ranges);
        AssertOnly(Model);
    }

    [Fact]
    public async Task Run_AnotherDownloadWritesThePart_IsRefused()
    {
        await using var server = await FileServer.StartAsync((context, _) => FileServer.SendAsync(context, Model, "1"));
        _folder.Write("models/m.gguf.part", Other);
        using var writer = new FileStream($"{Target}.part", FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var error = await Assert.ThrowsAsync<BadInputException>(() => RunAsync(server, null));

        Assert.Contains("no other download", error.Message, StringComparison.Ordinal);
        Assert.Equal(Other.Length, writer.Length);
    }

    [Fact]
    public async Task Run_Cancelled_KeepsThePart()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await FileServer.StartAsync(async (context, _) =>
        {
            await SendUntilAsync(context, 0, 300_000, "1");
            await cancel.CancelAsync();
            await GoneAsync(context);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(server, null, null, cancel.Token));

        Assert.Equal(300_000, new FileInfo($"{Target}.part").Length);
    }

    [Fact]
    public async Task Run_NoHash_IsRefused() =>
        await Assert.ThrowsAsync<BadInputException>(() => new ModelDownload(_client, TimeProvider.System).RunAsync(
            ModelSource.Parse("http://127.0.0.1:1/m.gguf"), _folder.PathOf("models"), "abc", null, CancellationToken.None));

    [Theory]
    [InlineData("hf:o/r/m.gguf", null, true)]
    [InlineData("hf:o/r/m.gguf", "https://mirror.example", false)]
    [InlineData("http://huggingface.co/m.gguf", null, false)]
    [InlineData("https://huggingface.co.example/m.gguf", null, false)]
    public async Task Run_HubToken_GoesToTheHubAlone(string source, string? hub, bool isSent)
    {
        using var handler = new Recorder();
        using var client = new HttpClient(handler);

        await new ModelDownload(client, new QuickTime(50), "secret").RunAsync(
            ModelSource.Parse(source, hub: hub), _folder.PathOf("models"), null, null, CancellationToken.None);

        Assert.Equal(isSent ? "Bearer secret" : null, handler.Authorization);
    }

    private static byte[] Bytes(int seed)
    {
        var bytes = new byte[1_000_000];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Waits until the client has closed the connection.</summary>
    private static async Task GoneAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    /// <summary>Sends what is asked for up to a place, waits until that has arrived, and cuts the connection.</summary>
    private async Task CutAsync(HttpContext context, int until, string? tag)
    {
        var from = (int?)context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
        if (from > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{Model.Length - 1}/{Model.Length}";
        }

        await SendUntilAsync(context, from, until, tag);
        context.Abort();
    }

    private async Task SendUntilAsync(HttpContext context, int from, int until, string? tag)
    {
        context.Response.ContentLength = Model.Length - from;
        if (tag is not null)
        {
            context.Response.Headers.ETag = $"\"{tag}\"";
        }

        await context.Response.Body.WriteAsync(Model.AsMemory(from, until - from));
        await context.Response.Body.FlushAsync();
        while (new FileInfo($"{Target}.part").Length < until)
        {
            await Task.Delay(5, context.RequestAborted);
        }
    }

    private Task<DownloadedModel> RunAsync(
        FileServer server, string? sha256, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new ModelDownload(_client, new QuickTime(50)).RunAsync(
            ModelSource.Parse($"{server.Address}m.gguf"), _folder.PathOf("models"), sha256, progress, cancellationToken);

    /// <summary>Runs against a server that cuts once and then fails for good.</summary>
    private async Task LeaveAPartAsync(string tag)
    {
        await using var server = await FileServer.StartAsync((context, request) =>
            request == 1 ? CutAsync(context, 300_000, tag) : Answer(context, 500));
        await Assert.ThrowsAsync<BadInputException>(() => RunAsync(server, null));
        Assert.Equal(Model[..300_000], File.ReadAllBytes($"{Target}.part"));
    }

    /// <summary>Makes what is left that of another server, as every test server has a port of its own.</summary>
    private void MovePartTo(FileServer server)
    {
        var note = File.ReadAllLines($"{Target}.part.source");
        File.WriteAllLines($"{Target}.part.source", [$"{server.Address}m.gguf", note[1]]);
    }

    private void AssertOnly(byte[] file)
    {
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
        Assert.True(file.AsSpan().SequenceEqual(File.ReadAllBytes(Target)), "the file is another");
    }

    private sealed class Reports : IProgress<DownloadProgress>
    {
        public DownloadProgress Last { get; private set; }

        public void Report(DownloadProgress value) => Last = value;
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public string? Authorization { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorization = request.Headers.Authorization?.ToString();
            return Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent([1, 2, 3]) });
        }
    }
}
