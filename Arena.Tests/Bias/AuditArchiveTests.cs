using Arena.Core.Bias;
using Arena.Core.Storage;
using Arena.Web.Reports;

namespace Arena.Tests.Bias;

public sealed class AuditArchiveTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_WhatWasWritten_ShowsTheSamePage(bool isEmpty)
    {
        var audit = isEmpty ? SampleAudits.Empty() : SampleAudits.Create(distractors: [.. SampleAudits.Names.Take(6)]) with { LeftOut = ["The panel was left out."] };

        var kept = AuditArchive.Read(AuditArchive.Write(audit));

        Assert.NotNull(kept.Audit);
        Assert.Equal(await RenderAsync(audit), await RenderAsync(kept.Audit));
        Assert.Equal(AuditArchive.Write(audit), AuditArchive.Write(kept.Audit));
        Assert.Equal(audit.Flips.Count, kept.Audit.Flips.Count);
    }

    [Fact]
    public void Write_TextsThatComeAgain_AreThereOnce()
    {
        const string Mark = "a text that all responses hold";

        var fit = AuditArchive.Write(SampleAudits.Create(["judge"], ["prolix"], prompts: 20, text: Mark));

        // Two turns of two contestants and one text under the distractor to each of 20 prompts, the prompts, and three sentences of the distractor.
        Assert.InRange(fit.Result.Split(Mark).Length - 1, 1, (20 * 6) + 5);
    }

    [Theory]
    [InlineData("""{"format":0,"arena":"0.0.1"}""", "{}", "0.0.1")]
    [InlineData("""{"format":1,"arena":"0.0.1"}""", "[", "unknown")]
    [InlineData("no JSON", "{}", "unknown")]
    public void Read_AnotherForm_IsSaidAndNotShown(string parameters, string result, string arena)
    {
        var kept = AuditArchive.Read(new StoredFit("audit", "bias", parameters, 1, result) { CreatedAt = DateTimeOffset.UnixEpoch });

        Assert.Equal(new KeptAudit(null, arena, DateTimeOffset.UnixEpoch), kept);
    }

    private static Task<string> RenderAsync(TournamentAudit audit) => HtmlReport.RenderAsync(audit, DateTimeOffset.UnixEpoch);
}
