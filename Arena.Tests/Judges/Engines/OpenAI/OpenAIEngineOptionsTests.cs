using Arena.Core;
using Arena.Judges.Engines.OpenAI;
using static Arena.Tests.Judges.Engines.OpenAI.OpenAIEngines;

namespace Arena.Tests.Judges.Engines.OpenAI;

public sealed class OpenAIEngineOptionsTests
{
    private static readonly OpenAIEngineOptions Good = new([new("http://127.0.0.1:9/v1")], "tiny");

    public static TheoryData<OpenAIEngineOptions, string> Bad => new()
    {
        { Good with { Endpoints = [] }, "no endpoint" },
        { Good with { Endpoints = [new("ftp://host/v1")] }, "http" },
        { Good with { Endpoints = [new("v1", UriKind.Relative)] }, "http" },
        { Good with { Endpoints = [new("http://me:secret@host/v1")] }, "user" },
        { Good with { Endpoints = [new("http://host/v1?key=secret")] }, "query" },
        { Good with { Model = " " }, "name is empty" },
        { Good with { Concurrency = 0 }, "concurrency is 0" },
        { Good with { Timeout = TimeSpan.Zero }, "time-out" },
        { Good with { Retries = -1 }, "retries" },
        { Good with { TopLogProbabilities = 0 }, "1 to 20" },
        { Good with { TopLogProbabilities = 21 }, "1 to 20" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task OpenAsync_SettingThatCannotWork_IsNamed(OpenAIEngineOptions options, string named)
    {
        var error = await Assert.ThrowsAsync<BadInputException>(() => OpenAsync(options));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":[{"id":"other","max_model_len":1},{"id":"tiny","max_model_len":4096}]}""", 4096)]
    [InlineData("""{"data":[{"id":"/models/tiny.gguf","meta":{"vocab_type":2,"n_vocab":640,"n_ctx_train":512,"n_params":1}}]}""", 512)]
    [InlineData("""{"data":[{"id":"tiny","meta":{"n_ctx":256,"n_ctx_train":512}}]}""", 256)]
    [InlineData("""{"data":[{"id":"one"},{"id":"two"}]}""", null)]
    [InlineData("""{"data":[{"id":"tiny","meta":null}]}""", null)]
    [InlineData("""{"data":null}""", null)]
    [InlineData("<html>a page</html>", null)]
    [InlineData(null, null)]
    public async Task OpenAsync_ListOfModels_TellsTheContext(string? models, int? context)
    {
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        server.Models = models;

        await using var engine = await OpenAsync(server);

        Assert.Equal(
            new("openai", "tiny", ContentHash.Of("openai", "tiny"), context, "remote") { Settings = "the likeliest 20 tokens" }, engine.Description);
    }

    [Fact]
    public async Task OpenAsync_ServerOfAnotherModel_IsNoted()
    {
        var log = new KeptLog();
        await using var server = await ChatServer.StartAsync(NextTokens.Fixed(("A", 1)));
        server.Models = """{"data":[{"id":"huge"}]}""";

        await using var engine = await OpenAsync(server, logger: log);

        Assert.Contains("huge", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EnvironmentVariable_IsThere()
    {
        // The path is there on all systems, and no test need change the environment of the others.
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), ApiKeys.Load()["PATH"]);
    }
}
