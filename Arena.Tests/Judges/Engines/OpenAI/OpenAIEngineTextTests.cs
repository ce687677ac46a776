using Arena.Core.Judging;
using Arena.Judges.Engines.OpenAI;
using Microsoft.Extensions.Time.Testing;
using static Arena.Tests.Judges.Engines.OpenAI.OpenAIEngines;

namespace Arena.Tests.Judges.Engines.OpenAI;

/// <summary>What an <see cref="OpenAIEngine"/> has models write, over real HTTP.</summary>
public sealed class OpenAIEngineTextTests
{
    [Fact]
    public async Task GenerateAsync_ModelThatEnds_GivesItsTextAndTokens()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Writing("The", " answer", " is", " 4", "."));
        await using var engine = await OpenAsync(server);

        var result = Assert.Single(await engine.GenerateAsync([AskText("2 + 2?", maxTokens: 20)]));

        Assert.Null(result.Failure);
        Assert.Equal("The answer is 4.", result.Text);
        Assert.True(result.IsComplete);
        Assert.Equal(6, result.PromptTokens);
        Assert.Equal(5, result.WrittenTokens);
    }

    [Fact]
    public async Task GenerateAsync_LimitOfTokens_CutsOffAndSaysSo()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Writing("1", "2", "3", "4"));
        await using var engine = await OpenAsync(server);

        var result = Assert.Single(await engine.GenerateAsync([AskText("?", maxTokens: 3)]));

        Assert.Equal("123", result.Text);
        Assert.False(result.IsComplete);
        Assert.Equal(3, result.WrittenTokens);
    }

    [Fact]
    public async Task GenerateAsync_Settings_ReachTheServer()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Writing("x"));
        await using var engine = await OpenAsync(server);

        await engine.GenerateAsync([AskText("?", maxTokens: 77) with { Temperature = 0.5, TopP = 0.25, Seed = 42 }]);

        var body = Assert.Single(server.Requests).Body;
        Assert.Equal(77, body["max_tokens"]!.GetValue<int>());
        Assert.Null(body["max_completion_tokens"]);
        Assert.Equal(0.5, body["temperature"]!.GetValue<double>());
        Assert.Equal(0.25, body["top_p"]!.GetValue<double>());
        Assert.Equal(42, body["seed"]!.GetValue<long>());
        Assert.Null(body["logprobs"]);
        Assert.True(body["stream"]!.GetValue<bool>());
    }

    [Fact]
    public async Task GenerateAsync_ServerThatWantsTheNewNameOfTheLimit_GetsIt()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Writing("1", "2", "3"));
        server.Before = async (context, body) =>
        {
            if (body["max_tokens"] is null)
            {
                return true;
            }

            await ChatServer.Status(
                400,
                """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","code":"unsupported_parameter"}}""")(context);
            return false;
        };
        await using var engine = await OpenAsync(server);

        var first = Assert.Single(await engine.GenerateAsync([AskText("?", maxTokens: 2)]));
        var second = Assert.Single(await engine.GenerateAsync([AskText("?", maxTokens: 2)]));

        Assert.Equal("12", first.Text);
        Assert.Equal(first, second);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task GenerateAsync_StreamThatBreaks_IsAskedForAgainWhole()
    {
        var time = new FakeTimeProvider();
        await using var server = await ChatServer.StartAsync(NextTokens.Writing("whole", " text"));
        server.Mishaps.Enqueue(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(
                """data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{"content":"half"}}]}"""u8.ToArray());
            await context.Response.Body.WriteAsync("\n\n"u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using var engine = await OpenAsync(server, time);

        var result = Assert.Single(await InTimeAsync(time, engine.GenerateAsync([AskText("?")])));

        Assert.Equal("whole text", result.Text);
    }

    [Fact]
    public async Task GenerateAsync_StreamThatEndsWithoutAReason_IsNoAnswer()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Writing("x"));
        server.Mishaps.Enqueue(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(
                """data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{"content":"half"}}]}"""u8.ToArray());
            await context.Response.Body.WriteAsync("\n\n"u8.ToArray());
        });
        await using var engine = await OpenAsync(server);

        var result = Assert.Single(await engine.GenerateAsync([AskText("?")]));

        Assert.Equal(FailureKind.EngineError, result.Failure?.Kind);
        Assert.Empty(result.Text);
    }

    [Fact]
    public async Task GenerateAsync_ManyRequests_ComeBackInTheirOrder()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Repeating());
        await using var engine = await OpenAsync(server);
        string[] texts = [.. Enumerable.Range(0, 50).Select(i => $"{(i * 37) % 50}")];

        var results = await engine.GenerateAsync([.. texts.Select(text => AskText(text))]);

        Assert.Equal(texts, results.Select(result => result.Text));
    }
}
