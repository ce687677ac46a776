using Arena.Core;
using Arena.Core.Tournaments;

namespace Arena.Tests.Tournaments;

public sealed class TournamentTests : IDisposable
{
    private const string A = """{"prompt_id":"p1","contestant":"a","response":"x"}""", B = """{"prompt_id":"p1","contestant":"b","response":"y"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_ResponsesOfPublishedForms_BringTheirPrompts()
    {
        _folder.Write("one.json", """[{"instruction":"Hi","output":"Hello","generator":"one","dataset":"d"}]""");
        _folder.Write("two.json", """[{"instruction":"Hi","output":"Hey","generator":"two","dataset":"d"}]""");

        var tournament = await ReadAsync("responses: [one.json, two.json]\n", prompts: "");

        Assert.Equal(["one", "two"], tournament.Contestants);
        Assert.Equal(("Hi", "d"), (Assert.Single(tournament.Prompts).Turns[0], tournament.Prompts[0].Category));
    }

    [Fact]
    public async Task ReadAsync_AContestantsOwnFile_GoesByTheContestantsName()
    {
        _folder.Write("one.json", """[{"instruction":"Hi","output":"Hello","generator":"gpt-4o-2024-05-13"}]""");
        _folder.Write("two.json", """[{"instruction":"Hi","output":"Hey","generator":"two"}]""");

        var tournament = await ReadAsync("contestants: [{ name: gpt, responses: one.json }, { name: two, responses: two.json }]\n", prompts: "");

        Assert.Equal("Hello", tournament.Find(tournament.Prompts[0].Id, "gpt")!.Turns[0]);
    }

    [Fact]
    public async Task ReadAsync_WithoutReferences_ShowsNone()
    {
        _folder.Write("r.jsonl", $"{A}\n{B}");

        Assert.Equal(["truth"], (await ReadAsync("responses: [r.jsonl]\n")).Prompts[0].Reference);
        Assert.Empty((await ReadAsync("responses: [r.jsonl]\nuses_references: false\n")).Prompts[0].Reference);
    }

    [Fact]
    public async Task ReadAsync_WithCategoriesOfReferences_ShowsTheirsOnly()
    {
        _folder.Write("r.jsonl", $"{A}\n{B}");
        const string Prompts = "prompts: [{ id: p1, prompt: one, category: math, reference: truth }, { id: p2, prompt: two, category: stem, reference: truth }]\n";
        _folder.Write("s.jsonl", A.Replace("p1", "p2", StringComparison.Ordinal));

        var tournament = await ReadAsync("responses: [r.jsonl, s.jsonl]\nreference_categories: [math]\n", prompts: Prompts);

        Assert.Equal([1, 0], tournament.Prompts.Select(prompt => prompt.Reference.Count));
    }

    [Theory]
    [InlineData("there is no such file", "responses: [none.jsonl]\n", A)]
    [InlineData("there is one contestant, a, and pairs need two", "responses: [r.jsonl]\n", A)]
    [InlineData("answers prompt p9, which the tournament does not ask; did you mean p1?", "responses: [r.jsonl]\n", A, """{"prompt_id":"p9","contestant":"b","response":"y"}""")]
    [InlineData("a has answered prompt p1 already with another text", "responses: [r.jsonl, s.jsonl]\n", A)]
    [InlineData("the same is at line 1 already", "responses: [r.jsonl]\n", A, A)]
    [InlineData("contestant bb has no responses; did you mean b?", "responses: [r.jsonl]\ncontestants: [{ name: a }, { name: bb }]\n", A, B)]
    [InlineData("contestant c has no responses yet; write them with: arena generate", "responses: [r.jsonl]\ncontestants: [{ name: a }, { name: c, generate: { model: m } }]\n", A, B)]
    [InlineData("prompt p2 has no response of any contestant", "responses: [r.jsonl]\n", A, B)]
    [InlineData("no prompt is of category z", "responses: [r.jsonl]\ncategories: [z]\n", A, B)]
    [InlineData("prompt p1 has 1 turns, and turn 2 is to be judged", "responses: [r.jsonl]\nturns: [1, 2]\n", A, B)]
    [InlineData("none of them", "contestants: [{ name: c, responses: r.jsonl }, { name: a, responses: r.jsonl }]\n", A, B)]
    public async Task ReadAsync_WhatCannotWork_SaysWhatAndWhatToDo(string reason, string yaml, params string[] lines)
    {
        _folder.Write("r.jsonl", string.Join('\n', lines));
        _folder.Write("s.jsonl", """{"prompt_id":"p1","contestant":"a","response":"another"}""");
        var prompts = reason.Contains("p2", StringComparison.Ordinal) ? "prompts: [{ id: p1, prompt: '?' }, { id: p2, prompt: '??' }]\n" : null;

        var bad = await Assert.ThrowsAsync<BadInputException>(() => ReadAsync(yaml, prompts));

        Assert.Contains(reason, bad.Message, StringComparison.Ordinal);
    }

    private async Task<Tournament> ReadAsync(string yaml, string? prompts = null)
    {
        prompts ??= "prompts: [{ id: p1, prompt: '?', category: c, reference: truth }]\n";
        var path = _folder.Write("t.yaml", $"name: t\njudges: [{{ name: j, model: tiny-fair }}]\n{prompts}{yaml}");
        return await Tournament.ReadAsync(TournamentFileReader.Read(path, []), path, cancellationToken: TestContext.Current.CancellationToken);
    }
}
