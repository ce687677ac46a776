using System.Globalization;
using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>What an explanation says, in plain sentences; every figure with its interval.</summary>
public static class ExplanationText
{
    /// <summary>Fewer contestants than this say little about others, whatever the interval says.</summary>
    private const int FewContestants = 10;

    private const int MostCurves = 5;

    /// <summary>What the judge rewards, as far as it can be told.</summary>
    /// <param name="of">The explanation.</param>
    public static IReadOnlyList<string> Sentences(SurrogateExplanation of)
    {
        ArgumentNullException.ThrowIfNull(of);
        if (IsBlind(of))
        {
            return
            [
                $"Nothing can be told of what this judge rewards: on contestants that it has not seen, a surrogate with {of.Full.Features} features tells wins from losses with AUC {Figure(of.Full.Auc)}, where ½ is guessing. {(of.Contestants < FewContestants ? $"Verdicts on more than {of.Contestants} contestants may tell." : "What it rewards may lie in what was not measured.")}",
            ];
        }

        return
        [
            Foretold(of),
            .. of.Alone.Take(1).Select(fit => Alone(of)),
            .. Leading(of),
            .. Told(of.Curves).Select(curve => Effect(curve)),
            .. Interaction(of),
        ];
    }

    /// <summary>What the figures do not say.</summary>
    /// <param name="of">The explanation.</param>
    public static IReadOnlyList<string> Limits(SurrogateExplanation of)
    {
        ArgumentNullException.ThrowIfNull(of);
        var useless = of.Groups.Where(group => !IsNeeded(group)).ToArray();
        var lengths = of.Curves.Where(curve => KnownShares.Length.Contains(curve.Feature)).ToArray();
        var unsure = of.Curves.Where(curve => !IsSure(curve) && curve.Peak is null).ToArray();
        return
        [
            "The figures are of what goes with this judge's verdicts. A feature may stand for something that was not measured, such as being right, and changing it need not change a verdict.",
            $"Intervals are over contestants and prompts like these ({Percent(of.Options.Level)}); the surrogate is not trained anew for them, so what another training would change is not in them. Bands hold for each point by itself.",
            .. of.Contestants < FewContestants
                ? new[] { $"There are only {of.Contestants} contestants. What sets them apart by chance looks like what is rewarded, and the intervals are too narrow for contestants of another kind." }
                : [],
            .. useless.Length > 0
                ? [$"Of {Of(useless.Length, of.Groups.Count)} groups of features it cannot be told that the surrogate needs them{(IsBlind(of) ? "" : ": their intervals of AUC and of log-loss reach 0. That is not to say that the judge does not see them")}."]
                : Array.Empty<string>(),
            .. unsure.Length > 0 && !IsBlind(of)
                ? [$"Which way these go cannot be told, with the others held still: {List(unsure.Select(curve => FeatureWords.Label(curve.Feature)))}."]
                : Array.Empty<string>(),
            .. lengths.Length > 1
                ? [$"Length has {lengths.Length} curves ({List(lengths.Select(curve => FeatureWords.Label(curve.Feature)))}): a longer response moves along all of them at once."]
                : Array.Empty<string>(),
            $"The curves' additive model foretells with AUC {Figure(of.Additive.Auc)}, the surrogate with {Figure(of.Full.Auc)}: what lies between is in no curve.",
            .. of.OfPromptsAlone.Count > 0
                ? [$"{List(of.OfPromptsAlone.Select(FeatureWords.Label))} {(of.OfPromptsAlone.Count == 1 ? "is" : "are")} the same for all responses to a prompt, so the judge cannot reward {(of.OfPromptsAlone.Count == 1 ? "it" : "them")}."]
                : Array.Empty<string>(),
            .. of.Constant.Count > 0
                ? [$"Left out, because never different or never there: {List(of.Constant.Select(FeatureWords.Label))}."]
                : Array.Empty<string>(),
        ];
    }

    /// <summary>What two judges differ in.</summary>
    /// <param name="of">The comparison.</param>
    public static IReadOnlyList<string> Sentences(SurrogateExplanationComparison of)
    {
        ArgumentNullException.ThrowIfNull(of);
        var groups = of.Groups.Where(group => Excludes(group.Difference)).ToArray();
        var curves = of.Curves.Where(curve => Excludes(curve.Effect)).ToArray();
        return
        [
            $"What {of.First} and {of.Second} gave the same {Count(of.Responses)} responses goes together with Spearman's ρ {Number(of.OutcomeCorrelation, "0.00")}.",
            .. of.Alone.Select(row => $"{Capital(row.Name)} {(row.Name == "all features" ? "tell" : "tells")} wins from losses of {of.First} with AUC {Figure(row.First)}, of {of.Second} with {Figure(row.Second)}; difference {Figure(row.Difference)}{(Excludes(row.Difference) ? "" : ", which may be none")}."),
            groups.Length == 0
                ? "For no group of features can it be told that one surrogate needs it more than the other."
                : $"The surrogates lean differently on {List(groups.Take(MostCurves).Select(group => $"{FeatureWords.Label(group.Name)} ({(group.Difference.Value > 0 ? of.First : of.Second)} more: AUC lost {Figure(group.Difference)})"))}.",
            .. curves.Select(curve =>
                $"{Capital(FeatureWords.Label(curve.First.Feature))} from {FeatureWords.Value(curve.First.Feature, curve.First.From)} to {FeatureWords.Value(curve.First.Feature, curve.First.To)} changes the chance of winning by {Points(curve.First.Effect)} with {of.First} and by {Points(curve.Second.Effect)} with {of.Second}; difference {Points(curve.Effect)}."),
        ];
    }

    /// <summary>A curve's effect.</summary>
    /// <param name="curve">The curve.</param>
    public static string Effect(SplineCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var label = FeatureWords.Label(curve.Feature);
        var also = curve.GoesWith.Count == 0 ? "" : $" What goes along with it is in this figure: {List(curve.GoesWith.Take(3).Select(FeatureWords.Label), curve.GoesWith.Count)}.";
        var peak = curve.Peak is { } top ? $" The chance is greatest near {FeatureWords.Value(curve.Feature, top)} and lower on both sides." : "";
        return $"{Capital(label)}: from {FeatureWords.Value(curve.Feature, curve.From)} to {FeatureWords.Value(curve.Feature, curve.To)} the chance of winning goes from {Percent(curve.WinAtFrom.Value)} to {Percent(curve.WinAtTo.Value)}, {Points(curve.Effect)}, with the other curves' features held still.{peak}{also}";
    }

    /// <summary>A difference of chances in points of percent with its interval: "+9.1 points [+6.0, +12.2]".</summary>
    /// <param name="estimate">The difference, 1 being all.</param>
    public static string Points(IntervalEstimate estimate) => Signed(string.Create(
        CultureInfo.InvariantCulture, $"{100 * estimate.Value:+0.0;-0.0;0.0} points [{100 * estimate.Interval.Lower:+0.0;-0.0;0.0}, {100 * estimate.Interval.Upper:+0.0;-0.0;0.0}]"));

    /// <summary>Whether the direction of a curve between the quartiles is beyond doubt.</summary>
    /// <param name="curve">The curve.</param>
    public static bool IsSure(SplineCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return Excludes(curve.Effect);
    }

    /// <summary>Whether the surrogate cannot be told from guessing.</summary>
    /// <param name="of">The explanation.</param>
    public static bool IsBlind(SurrogateExplanation of)
    {
        ArgumentNullException.ThrowIfNull(of);
        return !(of.Full.Auc.Interval.Lower > 0.5);
    }

    private static string Foretold(SurrogateExplanation of) =>
        $"On contestants that it has not seen, a surrogate with {of.Full.Features} features tells this judge's wins from its losses with AUC {Figure(of.Full.Auc)} (½ is guessing) and orders the contestants with τ {Figure(of.Full.KendallTau, "0.00")}.";

    private static string Alone(SurrogateExplanation of) =>
        $"By themselves: {string.Join("; ", of.Alone.Select(fit => $"{fit.Name}, AUC {Figure(fit.Auc)} and τ {Figure(fit.KendallTau, "0.00")}"))}.";

    private static IEnumerable<string> Leading(SurrogateExplanation of)
    {
        if (of.Groups.FirstOrDefault(IsNeeded) is { } first)
        {
            yield return $"It leans most on {FeatureWords.Label(first.Name)}{(first.Members.Count > 1 ? $" and the {Of(first.Members.Count - 1)} that go along with it" : "")}: with another response's values AUC falls by {Figure(first.AucDrop)}.";
        }
    }

    private static IEnumerable<SplineCurve> Told(IReadOnlyList<SplineCurve> curves) => curves.Where(curve => IsSure(curve) || curve.Peak is not null).Take(MostCurves);

    private static IEnumerable<string> Interaction(SurrogateExplanation of)
    {
        var models = of.Rashomon.Models.Count(model => model.IsIn);
        var together = of.Rashomon.Interactions.Where(pair => pair.Models > 0 && pair.Least * pair.Most > 0 && Excludes(pair.OfSurrogate) && pair.OfSurrogate.Value * pair.Least > 0 && pair.LogOddsLeast > 0)
            .OrderByDescending(pair => Math.Min(Math.Abs(pair.Least), Math.Abs(pair.Most))).FirstOrDefault();
        if (together is not null)
        {
            var how = together.Least > 0 ? "make up for each other (permuting both costs more than the two by themselves)" : "need each other (permuting both costs less than the two by themselves)";
            yield return $"{Capital(FeatureWords.Label(together.First))} and {FeatureWords.Label(together.Second)} {how}, to each of the {Models(together.Models)} that look at both, of {Models(models)} that foretell about as well as the best: {Number(together.Least, "0.0000")} to {Number(together.Most, "0.0000")} nats a response.";
        }
        else if (of.Rashomon.Interactions.Count > 0)
        {
            yield return "Of no two groups of features can it be told that they act together.";
        }
    }

    private static bool IsNeeded(FeatureImportance group) => group.AucDrop.Interval.Lower > 0 || group.LossRise.Interval.Lower > 0;

    private static bool Excludes(IntervalEstimate estimate) => estimate.Interval.Lower > 0 || estimate.Interval.Upper < 0;

    private static string Models(int count) => count == 1 ? "1 model" : $"{count} models";

    private static string Of(int count) => count == 1 ? "feature" : $"{count} features";

    private static string Of(int count, int all) => count == all ? $"all {all}" : $"{count} of {all}";

    private static string List(IEnumerable<string> names, int? all = null)
    {
        string[] given = [.. names];
        var more = (all ?? given.Length) - given.Length;
        return more > 0 ? $"{string.Join(", ", given)} and {more} more"
            : given.Length < 2 ? string.Concat(given)
            : $"{string.Join(", ", given[..^1])} and {given[^1]}";
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Number(double value, string format) => double.IsFinite(value) ? Signed(value.ToString(format, CultureInfo.InvariantCulture)) : "–";

    private static string Figure(IntervalEstimate estimate, string format = "0.000") => double.IsFinite(estimate.Interval.Width)
        ? $"{Number(estimate.Value, format)} [{Number(estimate.Interval.Lower, format)}, {Number(estimate.Interval.Upper, format)}]"
        : Number(estimate.Value, format);

    private static string Signed(string text) => text.Replace('-', '−');
}
