using Arena.Bench.Bias;

namespace Arena.Tests.Bias;

/// <summary>A small edition of <c>Arena.Bench -- audit</c>.</summary>
public sealed class AuditStudyTests
{
    [Fact]
    public void Coverage_JudgeWithDials_IsNearTheLevel()
    {
        var study = AuditStudy.Run(new("judge") { Prompts = 40, Dials = [0, 0.05, 0.2] }, 100, seed: 7);

        // 600 intervals, those of an audit not independent; 93 to 97 % is asked of the large study.
        Assert.InRange(study.Coverage().Share, 0.93, 0.985);
    }

    [Fact]
    public void Analyse_JudgeWithoutBias_IsHardlyEverDetected()
    {
        var study = AuditStudy.Run(new("judge") { Prompts = 40, Noise = 0.2, Dials = new double[6] }, 100, seed: 7);

        Assert.InRange(study.FalseFamilies, 0, 5);
    }

    [Fact]
    public void Analyse_StrongDial_IsAlwaysDetected()
    {
        var study = AuditStudy.Run(new("judge") { Dials = [0.5] }, 50, seed: 7);

        Assert.All(study.Audits.SelectMany(audit => audit.Rows), row => Assert.Equal(Core.Bias.AuditVerdict.Detected, row.Verdict));
    }
}
