using static Arena.Tests.Judges.Engines.OpenAI.OpenAIEngines;

namespace Arena.Tests.Judges.Engines.OpenAI;

public sealed class EndpointTelemetryTests
{
    private const string Canary = "canary-4711";

    [Fact]
    public async Task ScoreAsync_AnswersAndRefusals_AreToldByServerAndErrorWithoutTextsAndKeys()
    {
        using var telemetry = new RecordedTelemetry();
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        var log = new KeptLog();
        await using var engine = await OpenAsync(Options(server) with { KeyVariable = "ARENA_TEST_KEY", Retries = 0 }, logger: log);

        await engine.ScoreAsync([Ask(Canary)], TestContext.Current.CancellationToken);
        server.Mishaps.Enqueue(ChatServer.Status(500, Canary));
        await engine.ScoreAsync([Ask(Canary)], TestContext.Current.CancellationToken);

        // A server that refuses the form of a request and quotes it; the engine says that it asks in another way from here on.
        server.Mishaps.Enqueue(ChatServer.Status(400, $$$"""{"error":{"message":"logprobs are not supported; you asked: {{{Canary}}}"}}"""));
        await engine.ScoreAsync([Ask(Canary)], TestContext.Current.CancellationToken);

        (string, object)[] tags = [("server.address", server.Endpoint.Host), ("server.port", server.Endpoint.Port), ("gen_ai.request.model", "tiny"), ("gen_ai.operation.name", "chat")];
        Assert.Equal(4, telemetry.Count("gen_ai.client.operation.duration", tags));
        Assert.Equal(1, telemetry.Count("gen_ai.client.operation.duration", [.. tags, ("error.type", "500")]));
        Assert.Equal(1, telemetry.Count("gen_ai.client.operation.duration", [.. tags, ("error.type", "400")]));
        Assert.Equal((8, 0), (telemetry.Count("arena.endpoint.requests.active", tags[..2]), telemetry.Sum("arena.endpoint.requests.active")));
        Assert.Equal(4, telemetry.Spans.Count(span => span.OperationName == "chat tiny"));
        Assert.Contains("the server answered 400", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.All(new[] { telemetry.Everything, log.Lines[0] }, told =>
        {
            Assert.DoesNotContain(Canary, told, StringComparison.Ordinal);
            Assert.DoesNotContain(Key, told, StringComparison.Ordinal);
        });
    }
}
