using Arena.Core;
using Arena.Core.Judging;
using Arena.Judges;
using Microsoft.Extensions.Configuration;

namespace Arena.Tests.Judges;

public sealed class OpenedJudgesTests
{
    private static readonly IConfiguration NoKeys = new ConfigurationBuilder().Build();

    [Fact]
    public async Task OpenAsync_AModelWithCriteriaAndAPanel_GivesAJudgeForEachAndOneEngine()
    {
        using var folder = new TemporaryFolder();
        await using var opened = await OpenAsync(
            folder,
            new JudgeFile { Name = "fair", Model = "tiny-fair", Templates = ["pairwise", "pointwise"], Criteria = new Dictionary<string, string> { ["right"] = "Is it right?", ["short"] = "Is it short?" } },
            new JudgeFile { Name = "both", Kind = JudgeSource.Panel, Members = ["fair"] });

        Assert.Equal(
            ["fair/right", "fair/short", "fair/right", "fair/short", "both", "both"],
            opened.All.Select(judge => judge.Description.Name));
        Assert.Equal(6, opened.All.Select(judge => judge.Description.Fingerprint).Distinct().Count());
        Assert.Single(opened.Engines);
    }

    [Fact]
    public async Task OpenAsync_ARecording_ReplaysTheNamedJudge()
    {
        using var folder = new TemporaryFolder();
        await using var opened = await OpenAsync(
            folder, new JudgeFile { Name = "gpt", Kind = JudgeSource.Recorded, Recorded = Repository.PathOf("data/llmbar/verdicts.csv"), Model = "ChatGPT/Vanilla_NoRules" });

        var judge = Assert.Single(opened.All);
        var shard = new JudgingShard(new("Natural/0", ["?"]), [new(new("Natural/0", "output_1", ["x"]), new("Natural/0", "output_2", ["y"]))]);
        Assert.Equal(Protocol.Pairwise, judge.Description.Protocol);
        Assert.Null(Assert.Single(await judge.JudgeAsync(shard)).FailureReason);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task OpenAsync_WhatCannotWork_SaysWhichJudgeAndWhy(string reason, params JudgeFile[] files)
    {
        using var folder = new TemporaryFolder();

        var bad = await Assert.ThrowsAsync<BadInputException>(() => OpenAsync(folder, files));

        Assert.Contains(reason, bad.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, JudgeFile[]> Bad() => new()
    {
        { "judge j: it needs model", [new() { Name = "j" }] },
        { "no such folder or file", [new() { Name = "j", Model = "none" }] },
        { "does not show {{$criterion}}", [new() { Name = "j", Model = "tiny-fair", Criteria = new Dictionary<string, string> { ["a"] = "b" } }] },
        { "two of its templates are pairwise", [new() { Name = "j", Model = "tiny-fair", Templates = ["pairwise", "pairwise-reason"] }] },
        { "there is no pairwise judge tinny to be a member; did you mean tiny?", [new() { Name = "tiny", Model = "tiny-fair" }, new() { Name = "p", Kind = JudgeSource.Panel, Members = ["tinny"] }] },
        { "two or more members", [new() { Name = "tiny", Model = "tiny-fair" }, new() { Name = "p", Kind = JudgeSource.Panel, Members = ["tiny"] }] },
        { "needs recorded", [new() { Name = "j", Kind = JudgeSource.Recorded }] },
        { "name one as model", [new() { Name = "j", Kind = JudgeSource.Recorded, Recorded = Repository.PathOf("data/llmbar/verdicts.csv") }] },
        { "holds no judge ChatGPT/Vanila_NoRules; did you mean ChatGPT/Vanilla_NoRules?", [new() { Name = "j", Kind = JudgeSource.Recorded, Recorded = Repository.PathOf("data/llmbar/verdicts.csv"), Model = "ChatGPT/Vanila_NoRules" }] },
    };

    private static Task<OpenedJudges> OpenAsync(TemporaryFolder folder, params JudgeFile[] files) =>
        OpenedJudges.OpenAsync(files, folder.PathOf("tournament.yaml"), [Protocol.Pairwise, Protocol.Pointwise], NoKeys, TimeProvider.System);
}
