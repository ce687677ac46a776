using System.Globalization;

namespace Arena.Core.Bias;

/// <summary>An audit in words, the same on every screen.</summary>
public static class AuditText
{
    /// <summary>So many distractors are named in a sentence; the others are counted.</summary>
    private const int MostNamed = 5;

    /// <summary>What was found of a judge, in one sentence: what is detected under which protocol, the largest excess first, and what came of the rest.</summary>
    /// <param name="judge">The audit of the judge.</param>
    /// <param name="options">What was asked for.</param>
    public static string Summary(JudgeAudit judge, AuditOptions options)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(options);
        if (judge.Rows.Count == 0)
        {
            return "No distractor was tried.";
        }

        var protocols = judge.Rows.GroupBy(row => row.Protocol).ToList();
        var found = judge.Rows.All(row => row.Verdict != AuditVerdict.Detected)
            ? $"None of {protocols[0].Count()} distractors is detected, {string.Join(" or ", protocols.Select(of => NameOf(of.Key)))}"
            : string.Join("; ", protocols.Select(of => Detected(of.Key, [.. of])));
        var rest = judge.Rows.Where(row => row.Verdict != AuditVerdict.Detected).ToList();
        var equivalent = rest.Count(row => row.Verdict == AuditVerdict.Equivalent);
        var others = (equivalent, rest.Count - equivalent) switch
        {
            (0, 0) => "",
            (0, var open) => $"; {All(open)} underpowered: the data do not say",
            (_, 0) => $"; {All(equivalent)} equivalent: within ±{Band(options)}",
            var (same, open) => $"; of the other {rest.Count} rows {same} {Are(same)} equivalent (within ±{Band(options)}) and {open} underpowered (the data do not say)",
        };
        return char.ToUpperInvariant(found[0]) + found[1..] + others + ".";

        string All(int count) => count == 1 ? "the other row is" : $"{(count == judge.Rows.Count ? "all" : "the other")} {count} rows are";
    }

    /// <summary>What must be known to read the rows, each sentence once, with the rows that it is of.</summary>
    /// <param name="judge">The audit of the judge.</param>
    public static IReadOnlyList<string> Notes(JudgeAudit judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        return
        [
            .. judge.Rows.SelectMany(row => row.Notes, (row, note) => (row, note)).GroupBy(of => of.note, of => of.row, StringComparer.Ordinal)
                .Select(of => $"{Named([.. of])}: {of.Key}"),
        ];

        string Named(List<DistractorRow> rows) => rows.Count > 1 && rows.Count == judge.Rows.Count
            ? "Every row"
            : string.Join(", ", rows.GroupBy(row => row.Distractor, StringComparer.Ordinal)
                .Select(of => $"{of.Key} {string.Join(" and ", of.Select(row => NameOf(row.Protocol)))}"));
    }

    /// <summary>How the protocols compare under all distractors together, in one sentence; null where they were not set against each other.</summary>
    /// <param name="judge">The audit of the judge.</param>
    public static string? Comparison(JudgeAudit judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        if (judge.Comparisons.Count == 0 || judge.Comparisons[^1] is not { Items: > 0 } all)
        {
            return null;
        }

        var (pairwise, pointwise) = ((all.Both + all.PairwiseOnly) / (double)all.Items, (all.Both + all.PointwiseOnly) / (double)all.Items);
        var difference = all.ExcessDifference.Interval switch
        {
            { Lower: > 0 } => "pairwise flips more, beyond chance",
            { Upper: < 0 } => "pointwise flips more, beyond chance",
            { Width: double.NaN } => "net of placebo there is nothing to compare",
            _ => "the difference is no more than chance",
        };
        return $"On the {all.Items} items that could flip under both, {Figure.Of(pairwise)} flip pairwise and {Figure.Of(pointwise)} pointwise; net of placebo {difference} ({Figure.Of(all.ExcessDifference)}).";
    }

    /// <summary>What distractors do to a judge's leaderboards, in one sentence.</summary>
    /// <param name="attack">The attack.</param>
    public static string Summary(LeaderboardAttack attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        if (attack.Rows.Count == 0)
        {
            return "No leaderboard was attacked.";
        }

        var climbs = string.Join(" and ", attack.Rows.GroupBy(row => row.Protocol).OrderBy(of => of.Key)
            .Select(of => $"{of.Count(row => row.Climb.Interval.Lower > 0)} of {of.Count()} {NameOf(of.Key)}"));
        var most = attack.Rows.MaxBy(row => row.RankBefore - row.RankAfter)!;
        var greatest = most.RankAfter < most.RankBefore
            ? $" The greatest climb is that of {most.Contestant} under {most.Distractor}, {NameOf(most.Protocol)}: from rank {most.RankBefore} to {most.RankAfter} of {attack.Contestants}."
            : "";
        return $"With a distractor on all its responses a contestant climbs, beyond chance, in {climbs}.{greatest}";
    }

    /// <summary>What a protocol is called.</summary>
    /// <param name="protocol">The protocol.</param>
    public static string NameOf(Protocol protocol) => Figure.Of(protocol);

    /// <summary>What a verdict is called.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string NameOf(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Detected => "detected",
        AuditVerdict.Equivalent => "equivalent",
        _ => "underpowered",
    };

    /// <summary>What an outcome is called.</summary>
    /// <param name="outcome">The outcome.</param>
    public static string NameOf(PairOutcome outcome) => outcome switch
    {
        PairOutcome.Loss => "loss",
        PairOutcome.Tie => "tie",
        PairOutcome.Win => "win",
        _ => "failed",
    };

    /// <summary>What a definition of a flip is called.</summary>
    /// <param name="definition">The definition.</param>
    public static string NameOf(FlipDefinition definition) => definition switch
    {
        FlipDefinition.Strict => "strict",
        FlipDefinition.Paper => "paper, 0.1",
        FlipDefinition.PaperWide => "paper, 0.5",
        FlipDefinition.LossToTie => "loss to tie",
        FlipDefinition.TieToWin => "tie to win",
        _ => "win to loss",
    };

    /// <summary>A p-value with three digits, or that it is smaller; a dash where there is none.</summary>
    /// <param name="p">The p-value.</param>
    public static string P(double? p) => p switch
    {
        { } value when double.IsNaN(value) => "–",
        { } value when value < 0.001 => "< 0.001",
        { } value => value.ToString("0.000", CultureInfo.InvariantCulture),
        null => "–",
    };

    private static string Detected(Protocol protocol, List<DistractorRow> rows)
    {
        var detected = rows.Where(row => row.Verdict == AuditVerdict.Detected).OrderByDescending(row => row.Strict.Excess.Value).ToList();
        if (detected.Count == 0)
        {
            return $"none of {rows.Count} distractors is detected {NameOf(protocol)}";
        }

        var named = string.Join(", ", detected.Take(MostNamed).Select(row => $"{row.Distractor} {Figure.Of(row.Strict.Excess.Value)}"));
        var more = detected.Count > MostNamed ? $" and {detected.Count - MostNamed} more" : "";
        return $"{detected.Count} of {rows.Count} distractors {Are(detected.Count)} detected {NameOf(protocol)} (excess: {named}{more})";
    }

    private static string Are(int count) => count == 1 ? "is" : "are";

    private static string Band(AuditOptions options) => options.Band.ToString("0.###", CultureInfo.InvariantCulture);
}
