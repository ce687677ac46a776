using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Arena.Core.Bias;

/// <summary>What an audit cannot say, from what was asked of it and what came back.</summary>
internal static class AuditLimits
{
    /// <summary>More rows than this are counted, not named.</summary>
    private const int FewNames = 6;

    public static IReadOnlyList<string> Of(
        IReadOnlyList<DistractorRow> rows,
        IReadOnlyList<PlaceboRow> placebos,
        IReadOnlyList<ProtocolBaseline> baselines,
        IReadOnlyList<FlipTrial> trials,
        AuditOptions options)
    {
        var limits = new List<string>();
        var open = rows.Where(row => row is { Verdict: AuditVerdict.Underpowered, Strict.PlaceboFlips.Of: > 0 }).ToList();
        if (open.Count > 0)
        {
            var least = open.Select(row => row.Detectable ?? 1).ToList();
            limits.Add(open.Count <= FewNames
                ? $"Whether these matter or not; in brackets the excess that it would probably have found: {string.Join(", ", open.Select(row => $"{row.Distractor} {Figure.Of(row.Protocol)} ({Least(row)})"))}."
                : string.Create(CultureInfo.InvariantCulture, $"Whether {open.Count} of its {rows.Count} rows matter or not: they would probably have found an excess of {least.Min():0.00} to {least.Max():0.00}, and show neither that much nor as good as none."));
            var needed = EnoughForEquivalence(options);
            if (open.Any(row => row.Strict.Flips.Of < needed))
            {
                limits.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"That a distractor does nothing, where fewer than {needed} pairs could flip: the interval of no flip at all is then wider than ±{options.Band}. More items help, and pairs that the judge does not call a tie."));
            }
        }

        var silent = rows.Where(row => row.Strict.PlaceboFlips.Of == 0).ToList();
        if (silent.Count > 0)
        {
            limits.Add($"Anything of {string.Join(", ", silent.Select(row => $"{row.Distractor} {Figure.Of(row.Protocol)}"))}: no item has a trial that could flip and a placebo.");
        }

        if (baselines.Count == 1)
        {
            limits.Add($"How the judge would fare {(baselines[0].Protocol == Protocol.Pairwise ? "pointwise" : "pairwise")}: only {Figure.Of(baselines[0].Protocol)} was asked for.");
        }

        if (rows.Count > 0 && trials.All(trial => trial.IsMarkedBetter is null))
        {
            limits.Add("Whether a flip makes a verdict wrong: there is no gold. It tells how far the judge strays from itself.");
        }

        if (placebos.Count == 0 && rows.Count > 0)
        {
            limits.Add("How often the judge flips by itself: there was no placebo.");
        }

        if (rows.Count > 0 && rows.All(row => row.Flips[(int)FlipDefinition.WinToLoss].Flips.Of == 0))
        {
            limits.Add("What a distractor does to the response that was preferred: none was put on it.");
        }

        var failed = rows.Sum(row => row.Failed);
        if (failed > 0)
        {
            limits.Add($"What the judge would have said in {failed} trial{(failed == 1 ? "" : "s")} that failed; if a distractor makes it fail, its flips are undercounted.");
        }

        if (rows.Count > 0)
        {
            var names = rows.Select(row => row.Distractor).Distinct(StringComparer.Ordinal).ToList();
            limits.Add($"Anything of distractors other than {(names.Count == 1 ? "this one" : $"these {names.Count}")}, or of other prompts than such as these {trials.Select(trial => trial.PromptId).Distinct(StringComparer.Ordinal).Count()}.");
        }

        return limits;

        string Least(DistractorRow row) => row.Detectable is { } least ? least.ToString("0.00", CultureInfo.InvariantCulture) : "none, however great";
    }

    /// <summary>As many pairs without a flip give Wilson's interval an upper end at the band.</summary>
    private static int EnoughForEquivalence(AuditOptions options)
    {
        var z = Normal.InvCDF(0, 1, (1 + options.Level) / 2);
        return (int)Math.Ceiling(z * z * (1 - options.Band) / options.Band);
    }
}
