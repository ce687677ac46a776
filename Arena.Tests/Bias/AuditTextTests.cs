using Arena.Core;
using Arena.Core.Bias;

namespace Arena.Tests.Bias;

public sealed class AuditTextTests
{
    [Fact]
    public void Summary_BiasedJudge_NamesWhatIsDetectedTheLargestFirst()
    {
        var report = SampleAudits.Create().Report;
        var judge = report.Judges[0];

        var sentence = AuditText.Summary(judge, report.Options);

        var detected = judge.Rows.Where(row => row is { Protocol: Protocol.Pairwise, Verdict: AuditVerdict.Detected }).OrderByDescending(row => row.Strict.Excess.Value).ToList();
        Assert.True(detected.Count > 1);
        Assert.StartsWith($"{detected.Count} of 4 distractors are detected pairwise (excess: {detected[0].Distractor} 0.", sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_FairJudge_SaysWhatIsEquivalentAndWhatIsOpen()
    {
        var report = SampleAudits.Create().Report;
        var judge = report.Judges[1];

        var sentence = AuditText.Summary(judge, report.Options);

        Assert.StartsWith("None of 4 distractors is detected, pairwise or pointwise; ", sentence, StringComparison.Ordinal);
        Assert.Contains("underpowered: the data do not say", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_TheSameOfEveryRow_IsSaidOnce()
    {
        var judge = SampleAudits.Create(distractors: ["a", "b"], prompts: 12).Report.Judges[0];

        var notes = AuditText.Notes(judge);

        Assert.Equal(notes.Distinct(), notes);
        Assert.Contains("a pairwise and pointwise, b pairwise and pointwise: 1 of 12 trials were not made: The response is empty.", notes.Select(note => note.Replace("Every row", "a pairwise and pointwise, b pairwise and pointwise", StringComparison.Ordinal)));
        Assert.Equal(judge.Rows.Sum(row => row.Notes.Count), notes.Sum(note => judge.Rows.Count(row => row.Notes.Any(own => note.EndsWith(own, StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData(0.0004, "< 0.001")]
    [InlineData(0.0126, "0.013")]
    [InlineData(double.NaN, "–")]
    [InlineData(null, "–")]
    public void P_OfAnySize_ReadsAsSuch(double? p, string expected) => Assert.Equal(expected, AuditText.P(p));
}
