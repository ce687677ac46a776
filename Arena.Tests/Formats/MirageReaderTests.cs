using Arena.Core;
using Arena.Core.Formats;

namespace Arena.Tests.Formats;

/// <summary>MIRAGE-Bench's three files, written by the tests themselves.</summary>
public sealed class MirageReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_Prompts_AreQuestionPassagesAndInstruction()
    {
        var path = _folder.Write("dev.jsonl", SampleFiles.MiragePrompts);

        var prompts = (await ReadAsync(path)).Select(record => Assert.Single(record.Prompts)).ToArray();

        Assert.Equal(ImportFormat.Mirage, (await PublishedForms.RecogniseAsync(path, Cancelled))?.Format);
        Assert.Equal(("7#0", "Where is Lima?"), (prompts[0].Id, Assert.Single(prompts[0].Turns)));
        Assert.Equal("You answer in English.\n\nInstruction: Cite passages.", prompts[0].System);
        Assert.Equal([new("12#1", "Lima is in Peru.", true), new Passage("9#0", "Quito is high.", false)], prompts[0].Context);
        Assert.Equal(("8", "And Oslo?", null), (prompts[1].Id, prompts[1].Turns[0], prompts[1].System));
        Assert.Equal([new Passage("3", "Oslo.", true)], prompts[1].Context);
    }

    [Fact]
    public async Task Read_Outputs_AreResponsesWithReasonAndAnswerAsTheyWereWritten()
    {
        var records = await ReadAsync(_folder.Write("o.jsonl", SampleFiles.MirageOutputs));

        var responses = Assert.Single(records).Responses;
        Assert.Equal(["m", "n"], responses.Select(response => response.Contestant));
        Assert.Equal("##Reason: [12#1] says so.\n##Answer: In Peru.", Assert.Single(responses[0].Turns));
        Assert.Empty(records[0].Prompts);
    }

    [Fact]
    public async Task Read_OutputsBesideTheirPrompt_GiveBoth()
    {
        var records = await ReadAsync(_folder.Write("o.jsonl", """
            {"query_id":"q","prompt":"Question: Q\n\nContexts:\n[d] D","positive_ids":["d"],"negative_ids":[],"outputs":[{"model":"m","output":"a"}]}
            """));

        Assert.Equal(("q", "m"), (Assert.Single(records[0].Prompts).Id, Assert.Single(records[0].Responses).Contestant));
    }

    [Fact]
    public async Task Read_Judgments_AreOfKnownOrderAndFailedOnesAreNoTies()
    {
        var records = await ReadAsync(_folder.Write("j.jsonl", SampleFiles.MirageJudgments));

        var judgments = records.SelectMany(record => record.Judgments).ToArray();
        Assert.Equal([Verdict.FirstWins, Verdict.Tie, Verdict.Failed, Verdict.Failed], judgments.Select(judgment => judgment.Verdict));
        Assert.All(judgments, judgment => Assert.True(judgment.IsOrderKnown));
        Assert.All(judgments[2..], judgment => Assert.True(judgment.IsFailed));
        Assert.NotNull(records[^1].Skipped);
    }

    [Theory]
    [InlineData("""{"query_id":"q","prompt":"Where?","positive_ids":[],"negative_ids":[]}""", "prompt")]
    [InlineData("""{"query_id":"q","prompt":"Question: Q\n\nContexts:\n[d] D","positive_ids":["e"],"negative_ids":[]}""", "positive_ids")]
    [InlineData("""{"query_id":"q","prompt":"Question: Q\n\nContexts:\n[d] D","positive_ids":["d"],"negative_ids":["d"]}""", "positive_ids")]
    [InlineData("""{"query_id":"q","prompt":"Question:\n\nContexts:\n[d] D","positive_ids":["d"],"negative_ids":[]}""", "prompt")]
    [InlineData("""{"query_id":"q","outputs":[{"model":"m","output":"a"},{"model":"m","output":"b"}]}""", "outputs[1].model")]
    [InlineData("""{"query_id":"q","outputs":[{"model":"m"}]}""", "outputs[0].output")]
    public async Task Read_ARecordThatCannotBeUsed_IsRefusedWithItsPlace(string record, string key)
    {
        var refused = await Assert.ThrowsAsync<BadInputException>(() => ReadAsync(_folder.Write("bad.jsonl", record)));

        Assert.Equal((1, key), (refused.Line, refused.Column));
    }

    private static async Task<List<ImportRecord>> ReadAsync(string path)
    {
        var records = new List<ImportRecord>();
        await foreach (var record in PublishedForms.ReadAsync(path, ImportFormat.Mirage, Cancelled))
        {
            records.Add(record);
        }

        return records;
    }
}
