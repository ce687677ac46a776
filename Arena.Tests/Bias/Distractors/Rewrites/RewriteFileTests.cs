using Arena.Core;
using Arena.Core.Bias.Distractors;
using Arena.Core.Bias.Distractors.Rewrites;
using CsCheck;

namespace Arena.Tests.Bias.Distractors.Rewrites;

public sealed class RewriteFileTests
{
    private static readonly Prompt Prompt = new("p", ["Why?"]);
    private static readonly Response Response = new("p", "c", ["first", "It is 42."]);

    [Fact]
    public void Distractors_AllThree_AreNetOfTheParaphrase()
    {
        var file = new RewriteFile([]);

        Assert.Equal(["assertive-rewritten", "prolix-rewritten", "sycophantic-rewritten"], file.Distractors.Select(distractor => distractor.Name));
        Assert.All(file.Distractors, distractor => Assert.Equal(file.Paraphrase.Name, distractor.Placebo));
        Assert.True(file.Paraphrase.IsPlacebo);
        Assert.Equal("The response has not been rewritten.", file.Paraphrase.Apply(Prompt, Response, 1).NotMade);
    }

    [Theory]
    [InlineData("Surely 42!", RewriteReview.Accept, null, null)]
    [InlineData("Surely 42!", null, null, "The rewrite has not been reviewed.")]
    [InlineData("Surely 42!", RewriteReview.Reject, null, "The rewrite was rejected in the review.")]
    [InlineData("Surely 42!", RewriteReview.Accept, "it is odd", "The rewrite broke a guard: numbers, code or length.")]
    [InlineData("Surely 41!", RewriteReview.Accept, null, "The rewrite broke a guard: numbers, code or length.")]
    [InlineData("It is 42.", RewriteReview.Accept, null, "The rewrite is the response itself.")]
    public void Apply_ALine_IsUsedOnlyWhereItWasAcceptedAndKeepsTheGuards(string text, RewriteReview? review, string? guard, string? said)
    {
        var made = Apply(Line(text) with { Review = review, Guard = guard });

        Assert.Equal(said, made.NotMade);
        Assert.Equal(said is null ? ["first", text] : null, made.Turns);
    }

    [Fact]
    public void Apply_AResponseThatHasChanged_SaysSoAndUsesTheLineOfItsTextWhereThereIsOne()
    {
        var old = Line("Surely 42!") with { Review = RewriteReview.Accept, OriginalHash = new string('0', 64) };

        Assert.Equal("The response has changed since it was rewritten.", Apply(old).NotMade);
        Assert.Equal(["first", "42, I say!"], Apply(old, Line("42, I say!") with { Review = RewriteReview.Accept }).Turns);
        Assert.Equal("The response is empty.", new RewriteFile([old]).Distractors[0].Apply(Prompt, Response with { Turns = [""] }, 1).NotMade);
    }

    [Fact]
    public async Task WriteAsync_AnyTexts_AreReadBack()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("rewrites.jsonl");
        Rewrite[] rewrites =
        [
            .. Enum.GetValues<RewriteKind>().Select((kind, i) => Line("שלום \"quoted\"\n\u2028😀 <b>") with { Kind = kind, Review = i == 1 ? RewriteReview.Accept : i == 2 ? RewriteReview.Reject : null, Guard = i == 3 ? "it is odd" : null }),
        ];

        await RewriteFile.WriteAsync(path, rewrites, TestContext.Current.CancellationToken);

        Assert.Equal(rewrites, (await RewriteFile.ReadAsync(path, TestContext.Current.CancellationToken)).All);
        Assert.StartsWith("{\"prompt_id\":\"p\",\"contestant\":\"c\",\"rewrite\":\"assertive\",\"original_hash\":\"", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("\"text\":\"שלום \\\"quoted\\\"\\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(4, File.ReadLines(path).Count());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{\"prompt_id\": \"p\"", "line 1")]
    [InlineData("{}", "line 1, column prompt_id")]
    [InlineData("{L}\n{\"prompt_id\": \"p\", \"contestant\": \"c\", \"rewrite\": \"louder\", \"original_hash\": \"h\", \"text\": \"t\"}", "\"louder\" is not one of assertive, prolix, sycophantic, paraphrase")]
    [InlineData("{\"prompt_id\": \"p\", \"contestant\": \"c\", \"original_hash\": \"h\", \"text\": \"t\"}", "missing")]
    [InlineData("{L}\n\n{L}", "line 3")]
    [InlineData("{L2}", "\"yes\" is not one of accept, reject")]
    [InlineData("{\"prompt_id\": \"p\", \"reveiw\": \"accept\"}", "there is no such key; there are prompt_id")]
    public async Task ReadAsync_ABadLine_SaysWhereAndWhat(string text, string said)
    {
        const string Line = """{"prompt_id": "p", "contestant": "c", "rewrite": "prolix", "original_hash": "h", "text": "t", "guard": null, "review": null}""";
        using var folder = new TemporaryFolder();
        var path = folder.Write("rewrites.jsonl", text.Replace("{L}", Line, StringComparison.Ordinal).Replace("{L2}", Line.Replace("\"review\": null", "\"review\": \"yes\"", StringComparison.Ordinal), StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<BadInputException>(() => RewriteFile.ReadAsync(path, TestContext.Current.CancellationToken));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Contains("rewrites.jsonl", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_AnyText_ThrowsNothingAndKeepsTheGuards()
    {
        Gen.Select(ArbitraryTexts.Any, ArbitraryTexts.Any).Sample(
            (text, rewritten) =>
            {
                var response = Response with { Turns = [text] };
                var line = Line(rewritten) with { Review = RewriteReview.Accept, OriginalHash = ContentHash.Of(response) };

                var made = new RewriteFile([line]).Distractors[0].Apply(Prompt, response, 1);

                Assert.True(made.Turns is null || DistractionGuard.Check(text, made.Turns[0]) is null);
                Assert.Equal(made.Turns is null, made.NotMade is not null);
            },
            iter: 300,
            threads: 1);
    }

    private static Rewrite Line(string text) => new("p", "c", RewriteKind.Assertive, ContentHash.Of(Response), text);

    private static Distraction Apply(params Rewrite[] lines) => new RewriteFile(lines).Distractors[0].Apply(Prompt, Response, 1);
}
