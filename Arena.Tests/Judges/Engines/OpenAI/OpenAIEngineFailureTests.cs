using Arena.Core;
using Arena.Core.Judging;
using Arena.Judges.Engines.OpenAI;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using static Arena.Tests.Judges.Engines.OpenAI.OpenAIEngines;

namespace Arena.Tests.Judges.Engines.OpenAI;

/// <summary>What an <see cref="OpenAIEngine"/> makes of servers that do not answer as they should, over real HTTP.</summary>
public sealed class OpenAIEngineFailureTests
{
    public static TheoryData<int, string, FailureKind> Errors => new()
    {
        {
            400,
            """{"error":{"message":"This model's maximum context length is 4096 tokens. However, your messages resulted in 5000 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""",
            FailureKind.ContextExceeded
        },
        {
            400,
            """{"object":"error","message":"This model's maximum context length is 512 tokens. However, you requested 700 tokens (699 in the messages, 1 in the completion).","type":"BadRequestError","param":null,"code":400}""",
            FailureKind.ContextExceeded
        },
        {
            400,
            """{"error":{"message":"The decoder prompt (length 700) is longer than the maximum model length of 512.","type":"BadRequestError","code":400}}""",
            FailureKind.ContextExceeded
        },
        {
            400,
            """{"error":{"code":400,"message":"request (700 tokens) exceeds the available context size (512 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":700,"n_ctx":512}}""",
            FailureKind.ContextExceeded
        },
        {
            422,
            """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 512. Given: 700 `inputs` tokens and 1 `max_new_tokens`","error_type":"validation"}""",
            FailureKind.ContextExceeded
        },
        {
            400,
            """{"error":{"message":"The response was filtered due to the prompt triggering a content management policy.","code":"content_filter","param":"prompt"}}""",
            FailureKind.Refused
        },
        { 400, """{"error":{"message":"bad schema","type":"invalid_request_error"}}""", FailureKind.EngineError },
        { 418, "<html>a proxy's page</html>", FailureKind.EngineError },
        { 302, "", FailureKind.EngineError },
        { 200, """{"id":"1","choices":[{"index":0,""", FailureKind.EngineError },
        { 200, "<html>not JSON</html>", FailureKind.EngineError },
        { 200, "{}", FailureKind.EngineError },
        { 200, "[]", FailureKind.EngineError },
        { 200, "null", FailureKind.EngineError },
        { 200, """{"id":"1","object":"chat.completion","created":1,"model":"tiny","choices":[]}""", FailureKind.EngineError },
        { 200, "", FailureKind.EngineError },
        {
            200,
            """{"id":"1","object":"chat.completion","created":1,"model":"tiny","choices":[{"index":0,"finish_reason":"content_filter","message":{"role":"assistant","content":""}}]}""",
            FailureKind.Refused
        },
        {
            200,
            """{"id":"1","object":"chat.completion","created":1,"model":"tiny","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":null,"refusal":"I cannot judge this."}}]}""",
            FailureKind.Refused
        },
    };

    /// <summary>What fails once and is well the next time.</summary>
    public static TheoryData<string> Mishaps => ["429", "500", "503", "408", "dropped", "dropped at once", "slow"];

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task ScoreAsync_ErrorOfOneRequest_IsItsFailureAlone(int status, string body, FailureKind kind)
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        server.Before = async (context, request) =>
        {
            if (request["messages"]![0]!["content"]!.GetValue<string>() != "bad")
            {
                return true;
            }

            await ChatServer.Status(status, body)(context);
            return false;
        };
        await using var engine = await OpenAsync(server);

        var results = await engine.ScoreAsync([Ask("bad"), Ask("good")]);

        Assert.Equal(kind, results[0].Failure?.Kind);
        Assert.InRange(results[0].Failure!.Detail.Length, 10, 400);
        Assert.Empty(results[0].LogProbabilities);
        Assert.Null(results[1].Failure);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task GenerateAsync_ErrorOfOneRequest_IsItsFailure(int status, string body, FailureKind kind)
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        server.Mishaps.Enqueue(ChatServer.Status(status, body));
        await using var engine = await OpenAsync(server);

        var result = Assert.Single(await engine.GenerateAsync([AskText("?")]));

        // A whole completion where a stream was asked for is no stream.
        Assert.Equal(status == 200 ? FailureKind.EngineError : kind, result.Failure?.Kind);
        Assert.Empty(result.Text);
    }

    [Fact]
    public async Task ScoreAsync_PromptLongerThanTheContext_SaysSo()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)), context: 100);
        await using var engine = await OpenAsync(server);

        var results = await engine.ScoreAsync([Ask(new string('x', 100)), Ask(new string('x', 99))]);

        Assert.Equal(FailureKind.ContextExceeded, results[0].Failure?.Kind);
        Assert.Contains("100 tokens", results[0].Failure?.Detail, StringComparison.Ordinal);
        Assert.Null(results[1].Failure);
    }

    [Theory]
    [MemberData(nameof(Mishaps))]
    public async Task ScoreAsync_PassingTrouble_IsTriedAgain(string mishap)
    {
        var time = new FakeTimeProvider();
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        server.Mishaps.Enqueue(MishapOf(mishap));
        server.Mishaps.Enqueue(MishapOf(mishap));
        await using var engine = await OpenAsync(Options(server) with { Timeout = TimeoutFor(mishap) }, time);

        var result = Assert.Single(await InTimeAsync(time, engine.ScoreAsync([Ask("?")])));

        Assert.Null(result.Failure);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Mishaps))]
    public async Task ScoreAsync_LastingTrouble_EndsAsAFailureAfterTheRetries(string mishap)
    {
        var time = new FakeTimeProvider();
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        server.Before = async (context, _) =>
        {
            await MishapOf(mishap)(context);
            return false;
        };
        await using var engine = await OpenAsync(Options(server) with { Timeout = TimeoutFor(mishap), Retries = 2 }, time);

        var result = Assert.Single(await InTimeAsync(time, engine.ScoreAsync([Ask("?")])));

        Assert.Equal(mishap is "slow" or "408" ? FailureKind.TimedOut : FailureKind.EngineError, result.Failure?.Kind);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task ScoreAsync_NoRetries_TriesOnce()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        server.Mishaps.Enqueue(ChatServer.Status(500, "out of order"));
        await using var engine = await OpenAsync(Options(server) with { Retries = 0 });

        var result = Assert.Single(await engine.ScoreAsync([Ask("?")]));

        Assert.Equal(new JudgingFailure(FailureKind.EngineError, "the server answered 500: out of order"), result.Failure);
    }

    [Fact]
    public async Task ScoreAsync_RetryAfter_IsWaitedFor()
    {
        var time = new FakeTimeProvider();
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        server.Mishaps.Enqueue(ChatServer.Status(429, """{"error":{"message":"Rate limit reached"}}""", ("Retry-After", "12")));
        await using var engine = await OpenAsync(server, time);
        var began = time.GetTimestamp();

        var result = Assert.Single(await InTimeAsync(time, engine.ScoreAsync([Ask("?")])));

        Assert.Null(result.Failure);
        Assert.InRange(time.GetElapsedTime(began).TotalSeconds, 12, 15);
    }

    [Fact]
    public async Task ScoreAsync_RetryAfterOfAnHour_FailsAtOnce()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        server.Mishaps.Enqueue(ChatServer.Status(429, """{"error":{"message":"Quota used up"}}""", ("Retry-After", "3600")));
        await using var engine = await OpenAsync(server, new FakeTimeProvider());

        var result = Assert.Single(await engine.ScoreAsync([Ask("?")]));

        Assert.Equal(new JudgingFailure(FailureKind.EngineError, "the server answered 429: Quota used up"), result.Failure);
    }

    [Fact]
    public async Task ScoreAsync_PausesBetweenRetries_Grow()
    {
        var time = new FakeTimeProvider();
        var at = new List<DateTimeOffset>();
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        server.Before = async (context, _) =>
        {
            at.Add(time.GetUtcNow());
            await ChatServer.Status(503, "busy")(context);
            return false;
        };
        await using var engine = await OpenAsync(server, time);

        await InTimeAsync(time, engine.ScoreAsync([Ask("?")]));

        double[] pauses = [.. at.Zip(at.Skip(1)).Select(pair => (pair.Second - pair.First).TotalSeconds)];
        Assert.Equal(5, pauses.Length);
        Assert.True(pauses[3] + pauses[4] > 2 * (pauses[0] + pauses[1]), string.Join(", ", pauses));
        Assert.All(pauses, pause => Assert.InRange(pause, 0, 31));
    }

    [Theory]
    [InlineData(401, "ARENA_TEST_KEY", "ARENA_TEST_KEY")]
    [InlineData(403, "ARENA_TEST_KEY", "ARENA_TEST_KEY")]
    [InlineData(401, null, "environment variable")]
    [InlineData(404, null, "in place of tiny")]
    public async Task ScoreAsync_WhatNoRequestCanPass_EndsTheCall(int status, string? variable, string named)
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        server.Before = async (context, _) =>
        {
            await ChatServer.Status(status, """{"error":{"message":"no way"}}""")(context);
            return false;
        };
        await using var engine = await OpenAsync(Options(server) with { KeyVariable = variable });

        var scoring = await Assert.ThrowsAsync<BadInputException>(() => engine.ScoreAsync([.. Enumerable.Range(0, 50).Select(i => Ask($"{i}"))]));
        var writing = await Assert.ThrowsAsync<BadInputException>(() => engine.GenerateAsync([AskText("?")]));

        foreach (var error in new[] { scoring, writing })
        {
            Assert.Contains(server.Endpoint.ToString(), error.Message, StringComparison.Ordinal);
            Assert.Contains("no way", error.Message, StringComparison.Ordinal);
            Assert.Contains(named, error.Message, StringComparison.Ordinal);
        }

        Assert.InRange(server.Requests.Count, 2, 20);
    }

    [Fact]
    public async Task Key_ThatTheServerRepeats_IsShownNowhere()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        var options = Options(server) with { KeyVariable = "ARENA_TEST_KEY", Retries = 0 };
        var log = new KeptLog();
        await using var engine = await OpenAsync(options, logger: log);
        var shown = new List<string?> { options.ToString(), engine.ToString(), engine.Description.ToString() };
        foreach (var status in new[] { 400, 401, 403, 404, 418, 429, 500 })
        {
            foreach (var body in new[] { $$$"""{"error":{"message":"{{{Key}}} is no key, logprobs","code":"{{{Key}}}"}}""", $"<p>{Key}</p>" })
            {
                server.Before = async (context, _) =>
                {
                    await ChatServer.Status(status, body, ("X-Key", Key))(context);
                    return false;
                };
                var error = await Record.ExceptionAsync(async () => shown.Add(Assert.Single(await engine.ScoreAsync([Ask("?")])).ToString()));
                error ??= await Record.ExceptionAsync(async () => shown.Add(Assert.Single(await engine.GenerateAsync([AskText("?")])).ToString()));
                shown.Add(error?.ToString());
            }
        }

        server.Models = null;
        shown.Add((await Assert.ThrowsAsync<BadInputException>(() => OpenAsync(options with { KeyVariable = "ARENA_TEST_OTHER" }))).ToString());
        shown.AddRange(log.Lines);

        Assert.All(server.Requests, request => Assert.Equal($"Bearer {Key}", request.Authorization));
        Assert.Contains(shown, text => text?.Contains("***", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(shown, text => text?.Contains(Key, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Key_NotAskedFor_IsNotSent()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        await using var engine = await OpenAsync(server);

        await engine.ScoreAsync([Ask("?")]);

        Assert.Empty(Assert.Single(server.Requests).Authorization);
    }

    [Fact]
    public async Task ScoreAsync_OneDeadEndpointOfThree_IsAvoided()
    {
        await using var first = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        await using var dead = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        await using var second = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        var time = new FakeTimeProvider();
        await using var engine = await OpenAsync(Options(first, dead, second) with { Concurrency = 6 }, time);
        foreach (var server in new[] { first, second })
        {
            server.Before = async (_, _) =>
            {
                await Task.Delay(2);
                return true;
            };
        }

        dead.Before = async (context, _) =>
        {
            context.Abort();
            await Task.CompletedTask;
            return false;
        };

        var results = await InTimeAsync(time, engine.ScoreAsync([.. Enumerable.Range(0, 100).Select(i => Ask($"{i}"))]));

        Assert.All(results, result => Assert.Null(result.Failure));
        Assert.InRange(first.Requests.Count, 20, 80);
        Assert.InRange(second.Requests.Count, 20, 80);

        // It is the first to be free again, always: were it not avoided, most attempts would end there.
        Assert.InRange(dead.Requests.Count, 1, 40);
    }

    [Fact]
    public async Task ScoreAsync_SeveralEndpoints_GetEachNewRequestWhereFewestWait()
    {
        await using var slow = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        await using var fast = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        var done = new TaskCompletionSource();
        slow.Before = async (_, _) =>
        {
            await done.Task;
            return true;
        };
        await using var engine = await OpenAsync(Options(slow, fast) with { Concurrency = 4 });

        var call = engine.ScoreAsync([.. Enumerable.Range(0, 40).Select(i => Ask($"{i}"))]);
        while (fast.Requests.Count < 36)
        {
            await Task.Delay(5);
        }

        done.SetResult();
        await call;

        // Half of the four at once, or one more for the sake of what it has cached.
        Assert.InRange(slow.MostAtOnce, 2, 3);
        Assert.InRange(slow.Requests.Count, 2, 5);
    }

    [Fact]
    public async Task OpenAsync_DeadEndpointBesideALivingOne_Opens()
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        var options = Options(server);

        await using var engine = await OpenAsync(options with { Endpoints = [new("http://127.0.0.1:9/v1"), .. options.Endpoints] });

        Assert.Equal(512, engine.Description.ContextLength);
    }

    [Fact]
    public async Task OpenAsync_NoServer_SaysWhatToDo()
    {
        var error = await Assert.ThrowsAsync<BadInputException>(() => OpenAsync(new OpenAIEngineOptions([new("http://127.0.0.1:9/v1")], "tiny")));

        Assert.Contains("http://127.0.0.1:9/v1", error.Message, StringComparison.Ordinal);
        Assert.Contains("start it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("new\nline")]
    public async Task OpenAsync_KeyThatIsNone_NamesTheVariable(string? key)
    {
        var keys = new ConfigurationBuilder().AddInMemoryCollection([new("MY_KEY", key)]).Build();
        var options = new OpenAIEngineOptions([new("http://127.0.0.1:9/v1")], "tiny") { KeyVariable = "MY_KEY" };

        var error = await Assert.ThrowsAsync<BadInputException>(() => OpenAIEngine.OpenAsync(options, keys, TimeProvider.System));

        Assert.Contains("MY_KEY", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("words", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Short where it must run out; else far longer than any answer here takes.</summary>
    private static TimeSpan TimeoutFor(string mishap) => TimeSpan.FromSeconds(mishap == "slow" ? 20 : 600);

    private static Func<HttpContext, Task> MishapOf(string name) => name switch
    {
        "dropped" => ChatServer.DropAsync,
        "dropped at once" => context =>
        {
            context.Abort();
            return Task.CompletedTask;
        }
        ,
        "slow" => ChatServer.TrickleAsync,
        _ => ChatServer.Status(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture), """{"error":{"message":"try again"}}"""),
    };
}
