using System.Globalization;
using Arena.Bench.Coverage;
using Arena.Core.Bias;
using Arena.Core.Statistics;

namespace Arena.Bench.Bias;

/// <summary>Many audits of a simulated judge, held against its dials.</summary>
internal sealed record AuditStudy(DialJudge Judge, IReadOnlyList<JudgeAudit> Audits)
{
    public static AuditStudy Run(DialJudge judge, int audits, long seed)
    {
        var drawn = new JudgeAudit[audits];
        Parallel.For(0, audits, i => drawn[i] = judge.Audit(new DeterministicRandom(seed, i)));
        return new(judge, drawn);
    }

    /// <summary>How often intervals of the excess hold the dial, both protocols together.</summary>
    public CoverageRate Coverage(int distractor) => CoverageRate.Of(Audits.Select(audit => Rows(audit, distractor)
        .Average(row => row.Strict.Excess.Interval.Contains(Judge.Excess(distractor)) ? 1.0 : 0.0)));

    /// <summary>The same over all distractors.</summary>
    public CoverageRate Coverage() => CoverageRate.Of(Audits.Select(audit => Enumerable.Range(0, Judge.Dials.Count)
        .SelectMany(i => Rows(audit, i).Select(row => row.Strict.Excess.Interval.Contains(Judge.Excess(i)) ? 1.0 : 0.0))
        .Average()));

    /// <summary>Families in which anything is called detected that has no bias.</summary>
    public int FalseFamilies => Audits.Count(audit => Enumerable.Range(0, Judge.Dials.Count)
        .Any(i => Judge.Dials[i] == 0 && Rows(audit, i).Any(row => row.Verdict == AuditVerdict.Detected)));

    /// <summary>A line of a Markdown table for every dial.</summary>
    public IEnumerable<string> Lines() => Judge.Dials.Select((_, i) =>
    {
        var rows = Audits.SelectMany(audit => Rows(audit, i)).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Judge.Name} | {Judge.Excess(i):0.000} | {rows.Average(row => row.Strict.Excess.Value):0.000} | {Coverage(i)} | " +
            $"{rows.Average(row => row.Strict.Excess.Interval.Width):0.000} | {Share(AuditVerdict.Detected)} | {Share(AuditVerdict.Equivalent)} | {Share(AuditVerdict.Underpowered)} |");

        string Share(AuditVerdict verdict) =>
            (100.0 * rows.Count(row => row.Verdict == verdict) / rows.Count).ToString("0.0", CultureInfo.InvariantCulture);
    });

    private static IEnumerable<DistractorRow> Rows(JudgeAudit audit, int distractor) =>
        audit.Rows.Where(row => row.Distractor == DialJudge.NameOf(distractor));
}
