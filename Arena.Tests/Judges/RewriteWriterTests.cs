using Arena.Core;
using Arena.Core.Bias.Distractors.Rewrites;
using Arena.Core.Judging;
using Arena.Judges;
using Arena.Judges.Engines;

namespace Arena.Tests.Judges;

public sealed class RewriteWriterTests
{
    private static readonly Prompt Prompt = new("p", ["Why?", "And what is it?"]);

    [Fact]
    public async Task WriteAsync_AFileThatLacksSome_WritesThemAndKeepsTheRest()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("rewrites.jsonl");
        await using var engine = new ToneEngine();
        var writer = new RewriteWriter(engine);
        var response = new Response("p", "c", ["Because.", "It is 42."]);
        RewriteKind[] kinds = [RewriteKind.Assertive, RewriteKind.Paraphrase];

        var first = await WriteAsync(response, new("p", "d", [" "]));
        var reviewed = (await ReadAsync()).Select(line => line with { Review = RewriteReview.Accept, Text = line.Text + "!" }).ToArray();
        await RewriteFile.WriteAsync(path, reviewed, TestContext.Current.CancellationToken);
        var second = await WriteAsync(response, response with { Turns = ["Because.", "It is 43."] }, response);

        Assert.Equal((2, 0, 0), (first.Written, first.Broken, first.Kept));
        Assert.Equal((2, 0, 2), (second.Written, second.Broken, second.Kept));
        Assert.Equal(reviewed, (await ReadAsync()).Take(2));
        Assert.Equal(["assertive: It is 42.!", "words: It is 42.!", "assertive: It is 43.", "words: It is 43."], (await ReadAsync()).Select(line => line.Text));
        Assert.All(await ReadAsync(), line => Assert.Null(line.Guard));
        Assert.Equal(4, engine.Requests.Count);
        Assert.All(engine.Requests, request => Assert.Equal((0.0, "It is 42.".Length + 256), (request.Temperature, request.MaxTokens)));
        Assert.Contains("correct no mistake", engine.Requests[0].Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("And what is it?", engine.Requests[0].Messages[1].Text, StringComparison.Ordinal);

        Task<RewriteOutcome> WriteAsync(params Response[] responses) =>
            writer.WriteAsync(path, [.. responses.Select(each => (Prompt, each))], kinds, TestContext.Current.CancellationToken);

        async Task<IReadOnlyList<Rewrite>> ReadAsync() => (await RewriteFile.ReadAsync(path, TestContext.Current.CancellationToken)).All;
    }

    [Fact]
    public async Task WriteAsync_WhatBreaksAGuardIsCutOffOrFails_IsTold()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("rewrites.jsonl");
        await using var engine = new ToneEngine();
        Response[] responses = [new("p", "a", ["spoil 42"]), new("p", "b", ["long 42"]), new("p", "c", ["fail 42"]), new("p", "d", ["fine 42"])];

        var outcome = await new RewriteWriter(engine).WriteAsync(
            path, [.. responses.Select(response => (Prompt, response))], [RewriteKind.Prolix], TestContext.Current.CancellationToken);

        Assert.Equal((3, 2, 0), (outcome.Written, outcome.Broken, outcome.Kept));
        Assert.Equal(FailureKind.TimedOut, Assert.Single(outcome.Failures).Kind);
        Assert.Equal(
            ["The number 42 is missing after the change.", "The model was cut off before its end.", null],
            (await RewriteFile.ReadAsync(path, TestContext.Current.CancellationToken)).All.Select(line => line.Guard));
    }

    /// <summary>Says which tone it was asked for, and the answer again.</summary>
    private sealed class ToneEngine : ITextEngine
    {
        public EngineDescription Description { get; } = new("tone", "tone", "hash", 512, "cpu");

        public List<TextRequest> Requests { get; } = [];

        public Task<IReadOnlyList<TextResult>> GenerateAsync(IReadOnlyList<TextRequest> requests, CancellationToken cancellationToken = default)
        {
            Requests.AddRange(requests);
            return Task.FromResult<IReadOnlyList<TextResult>>([.. requests.Select(Answer)]);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static TextResult Answer(TextRequest request)
        {
            var asked = request.Messages[^1].Text;
            var answer = asked.Split("[Answer]\n")[1].Split('\n')[0];
            var tone = asked.Contains("assertive", StringComparison.Ordinal) ? "assertive" : asked.Contains("prolix", StringComparison.Ordinal) ? "prolix" : "words";
            return answer.Split(' ')[0] switch
            {
                "fail" => new() { Failure = new(FailureKind.TimedOut, "60 s") },
                "long" => new() { Text = $"{tone}: {answer}" },
                "spoil" => new() { Text = "nothing", IsComplete = true },
                _ => new() { Text = $"\n {tone}: {answer}\n", IsComplete = true },
            };
        }
    }
}
