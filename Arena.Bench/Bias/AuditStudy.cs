using System.Globalization;
using Arena.Bench.Coverage;
using Arena.Core.Bias;
using Arena.Core.Statistics;

namespace Arena.Bench.Bias;

/// <summary>Many audits of a simulated judge, held against its dials.</summary>
internal sealed record AuditStudy(DialJudge Judge, IReadOnlyList<JudgeAudit> Audits, long Seed)
{
    private const int Replicates = 400;

    public static AuditStudy Run(DialJudge judge, int audits, long seed)
    {
        var drawn = new JudgeAudit[audits];
        Parallel.For(0, audits, i =>
        {
            var (trials, baseline) = judge.Draw(new DeterministicRandom(seed, i));
            drawn[i] = Audit.Analyse(trials, baseline, new()).Judges[0];
        });
        return new(judge, drawn, seed);
    }

    /// <summary>How often intervals of the excess hold the dials, all together.</summary>
    public CoverageRate Coverage() => CoverageRate.Of(Audits.Select(audit => Enumerable.Range(0, Judge.Dials.Count)
        .SelectMany(i => Rows(audit, i).Select(row => row.Strict.Excess.Interval.Contains(Judge.Excess(i)) ? 1.0 : 0.0))
        .Average()));

    /// <summary>Families in which anything is called detected that has no bias.</summary>
    public int FalseFamilies => Audits.Count(audit => Enumerable.Range(0, Judge.Dials.Count)
        .Any(i => Judge.Dials[i] == 0 && Rows(audit, i).Any(row => row.Verdict == AuditVerdict.Detected)));

    /// <summary>A line of a Markdown table for every dial, both protocols together.</summary>
    public IEnumerable<string> Lines()
    {
        var others = Others();
        return Judge.Dials.Select((_, i) =>
        {
            var rows = Audits.SelectMany(audit => Rows(audit, i)).ToList();
            var coverage = CoverageRate.Of(Audits.Select(audit =>
                Rows(audit, i).Average(row => row.Strict.Excess.Interval.Contains(Judge.Excess(i)) ? 1.0 : 0.0)));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"| {Judge.Name} | {Judge.Excess(i):0.000} | {rows.Average(row => row.Strict.Excess.Value):0.000} | {coverage} | {others[i].Mean:0.0} | " +
                $"{others[i].Bootstrap:0.0} | {rows.Average(row => row.Strict.Excess.Interval.Width):0.000} | " +
                $"{Share(AuditVerdict.Detected)} | {Share(AuditVerdict.Equivalent)} | {Share(AuditVerdict.Underpowered)} |");

            string Share(AuditVerdict verdict) =>
                (100.0 * rows.Count(row => row.Verdict == verdict) / rows.Count).ToString("0.0", CultureInfo.InvariantCulture);
        });
    }

    private static IEnumerable<DistractorRow> Rows(JudgeAudit audit, int distractor) =>
        audit.Rows.Where(row => row.Distractor == DialJudge.NameOf(distractor));

    /// <summary>
    /// In how many per cent other intervals of the same excess hold each dial: the clustered mean with Student's quantile, and the percentile interval of the paired
    /// cluster bootstrap.
    /// </summary>
    private List<(double Mean, double Bootstrap)> Others()
    {
        var covered = Audits.SelectMany((audit, i) =>
        {
            var (trials, _) = Judge.Draw(new DeterministicRandom(Seed, i));
            var flips = trials.Select(trial => (Of: trial, IsFlip: trial.IsFlip(FlipDefinition.Strict, audit.Margins))).Where(flip => flip.IsFlip is not null).ToList();
            var placebos = flips.Where(flip => flip.Of.IsPlacebo)
                .ToDictionary(flip => (flip.Of.Protocol, flip.Of.PromptId, flip.Of.Marked), flip => flip.IsFlip == true ? 1 : 0);
            return flips.Where(flip => !flip.Of.IsPlacebo).GroupBy(flip => (flip.Of.Distractor, flip.Of.Protocol)).Select(row =>
            {
                var prompts = row
                    .GroupBy(
                        flip => flip.Of.PromptId,
                        flip => (flip.IsFlip == true ? 1.0 : 0) - placebos[(flip.Of.Protocol, flip.Of.PromptId, flip.Of.Marked)])
                    .ToList();
                double[] sums = [.. prompts.Select(prompt => prompt.Sum())], counts = [.. prompts.Select(prompt => (double)prompt.Count())];
                var dial = Enumerable.Range(0, Judge.Dials.Count).First(d => DialJudge.NameOf(d) == row.Key.Distractor);
                return (
                    Dial: dial,
                    Mean: ClusterMean.Estimate(sums, counts).Interval.Contains(Judge.Excess(dial)),
                    Bootstrap: ClusterBootstrap.Run(sums.Length, weights => Mean(weights, sums, counts), Seed, Replicates).Interval.Contains(Judge.Excess(dial)));
            });
        }).ToLookup(row => row.Dial);
        return [.. Enumerable.Range(0, Judge.Dials.Count).Select(d =>
            (100 * covered[d].Average(row => row.Mean ? 1.0 : 0), 100 * covered[d].Average(row => row.Bootstrap ? 1.0 : 0)))];
    }

    private static double Mean(ReadOnlySpan<int> weights, double[] sums, double[] counts)
    {
        var (sum, count) = (0.0, 0.0);
        for (var g = 0; g < sums.Length; g++)
        {
            sum += weights[g] * sums[g];
            count += weights[g] * counts[g];
        }

        return sum / count;
    }
}
