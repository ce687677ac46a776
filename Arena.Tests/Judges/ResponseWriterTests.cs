using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Tournaments;
using Arena.Judges;
using Arena.Judges.Chat;
using Arena.Judges.Engines;

namespace Arena.Tests.Judges;

public sealed class ResponseWriterTests
{
    private static readonly GenerationFile Settings = new() { Model = "m" };

    [Fact]
    public async Task WriteAsync_SeveralTurns_ShowsEachTheAnswersBefore()
    {
        await using var engine = new EchoEngine();
        var prompt = new Prompt("p", ["one", "two"]) { System = "be brief", Reference = ["secret"] };

        var (_, response, failure) = Assert.Single(await ListAsync(engine, prompt));

        Assert.Null(failure);
        Assert.Equal(["<be brief|one>", "<be brief|one|<be brief|one>|two>"], response!.Turns);
    }

    [Fact]
    public async Task WriteAsync_ATurnThatFails_GivesNoResponseAndLeavesTheOthers()
    {
        await using var engine = new EchoEngine();

        var written = await ListAsync(engine, new Prompt("bad", ["fail", "two"]), new Prompt("good", ["one"]));

        Assert.Equal((null, FailureKind.TimedOut), (written[0].Response, written[0].Failure!.Kind));
        Assert.Equal(["<one>"], written[1].Response!.Turns);
        Assert.Equal(2, engine.Requests);
    }

    [Fact]
    public async Task KeyOf_WhatChangesAResponse_ChangesTheKey()
    {
        await using var engine = new EchoEngine();
        var prompt = new Prompt("p", ["one"]);
        string[] keys =
        [
            Key(Settings, prompt),
            Key(Settings with { Temperature = 0.5 }, prompt),
            Key(Settings with { Temperature = 0.5 }, prompt, seed: 2),
            Key(Settings with { MaxTokens = 5 }, prompt),
            Key(Settings, prompt with { Turns = ["two"] }),
        ];

        Assert.Equal(keys, keys.Distinct());
        Assert.Equal(keys[0], Key(Settings, prompt with { Reference = ["truth"], Id = "q" }, seed: 2));

        string Key(GenerationFile settings, Prompt of, long seed = 1) => new ResponseWriter("c", engine, settings, seed).KeyOf(of);
    }

    private static async Task<List<(Prompt Prompt, Response? Response, JudgingFailure? Failure)>> ListAsync(EchoEngine engine, params Prompt[] prompts) =>
        await new ResponseWriter("c", engine, Settings, 1).WriteAsync(prompts, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    /// <summary>Answers with what it was shown.</summary>
    private sealed class EchoEngine : ITextEngine
    {
        public EngineDescription Description { get; } = new("echo", "echo", "hash", 512, "cpu");

        public int Requests { get; private set; }

        public Task<IReadOnlyList<TextResult>> GenerateAsync(IReadOnlyList<TextRequest> requests, CancellationToken cancellationToken = default)
        {
            Requests += requests.Count;
            return Task.FromResult<IReadOnlyList<TextResult>>([.. requests.Select(request => Answer(request.Messages))]);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static TextResult Answer(IReadOnlyList<ChatMessage> messages) => messages[^1].Text == "fail"
            ? new() { Failure = new(FailureKind.TimedOut, "60 s") }
            : new() { Text = $"<{string.Join('|', messages.Select(message => message.Text))}>", IsComplete = true };
    }
}
