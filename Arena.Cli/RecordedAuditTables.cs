using Arena.Core;
using Arena.Core.Bias;
using Arena.Core.Bias.Recorded;
using Arena.Core.Reports;
using Spectre.Console;

namespace Arena.Cli;

/// <summary>The tables of <c>audit --recorded</c>, each under a sentence that says what it shows.</summary>
internal static class RecordedAuditTables
{
    private const double Half = 0.5;

    /// <summary>From so few prompts on, intervals are rough.</summary>
    private const int FewPrompts = 15;

    public static void Print(IAnsiConsole console, string path, RecordedReport report, bool isDetailed)
    {
        console.MarkupLineInterpolated($"[bold]Recorded verdicts in {path}[/]");
        console.MarkupLine("[grey]95 % intervals, clustered by prompt.[/]");
        if (report.Judges.Count > 0)
        {
            Judges(console, report.Judges);
            if (report.Judges[0].Subsets.Count > 1)
            {
                Subsets(console, report.Judges, isDetailed);
            }
        }

        if (report.Strategies.Count > 0)
        {
            Strategies(console, report.Strategies);
        }

        if (report.Sides.Count > 0)
        {
            Sides(console, report.Sides, report.SideDifferences);
        }

        if (report.Twins.Count > 0)
        {
            Twins(console, report.Twins);
        }
    }

    private static void Judges(IAnsiConsole console, IReadOnlyList<GoldRecord> judges)
    {
        var placed = judges.Where(judge => judge.Position is not null).ToList();
        var first = placed.Count(judge => judge.Position!.FirstPicks.Interval is { Lower: > Half });
        var second = placed.Count(judge => judge.Position!.FirstPicks.Interval is { Upper: < Half });
        SentencedTable.Head(console, "Judges against gold");
        if (placed.Count > 0)
        {
            var (most, least) = (placed.MaxBy(Consistency)!, placed.MinBy(Consistency)!);
            console.MarkupLineInterpolated(
                $"Of {placed.Count} judges that saw both orders, {first} pick the response shown first more often than half the time and {second} less often, beyond chance. {most.Judge} says the same after swapping most often ({Short(most.Position!.Consistency.Value)}), {least.Judge} least often ({Short(least.Position!.Consistency.Value)}).");
        }

        var table = SentencedTable.Of(
            ("judge", false), ("items", true), ("failed", true), ("right, asked once", true), ("right, both orders", true), ("same after swapping", true), ("picks first shown", true));
        foreach (var judge in judges)
        {
            table.Row(
                judge.Judge,
                Figures.Count(judge.Items),
                Figures.Count(judge.Failed),
                Numbers.Share(judge.Accuracy),
                Numbers.Share(judge.Right),
                judge.Position is { } place ? Numbers.Share(place.Consistency) : "–",
                judge.Position is { } picks ? Numbers.Share(picks.FirstPicks) : "–");
        }

        console.Write(table);
        if (judges.Any(judge => judge.Protocol == Protocol.Pointwise))
        {
            console.MarkupLine("[grey]A judge that rates one response at a time has no order: it is right where the better one's score is higher; asked once, equal scores count half.[/]");
        }

        static double Consistency(GoldRecord judge) => judge.Position!.Consistency.Value ?? 0;
    }

    private static void Subsets(IAnsiConsole console, IReadOnlyList<GoldRecord> judges, bool isDetailed)
    {
        var names = judges[0].Subsets.Select(subset => subset.Subset!).ToList();
        var hardest = names.MinBy(name => Mean(name))!;
        var easiest = names.MaxBy(name => Mean(name))!;
        SentencedTable.Head(console, "Right in both orders, by part of the items");
        console.MarkupLineInterpolated(
            $"Judges are right most often on {easiest} ({Short(Mean(easiest))} on average) and least often on {hardest} ({Short(Mean(hardest))}).{(isDetailed ? "" : " Intervals with --verbosity detailed.")}");
        var table = SentencedTable.Of([("judge", false), .. names.Select(name => (name, true))]);
        foreach (var judge in judges)
        {
            table.Row(
                [
                    judge.Judge,
                    .. names.Select(name => judge.Subsets.FirstOrDefault(subset => subset.Subset == name) is { } subset
                        ? isDetailed ? Numbers.Share(subset.Right) : Short(subset.Right.Value)
                        : "–"),
                ]);
        }

        console.Write(table);

        double Mean(string name) => judges
            .SelectMany(judge => judge.Subsets.Where(subset => subset.Subset == name).Select(subset => subset.Right.Value ?? 0))
            .Average();
    }

    private static void Strategies(IAnsiConsole console, IReadOnlyList<StrategyComparison> comparisons)
    {
        var pairwise = comparisons.Count(of => of.AdjustedP <= 0.05 && of.PairwiseOnly > of.PointwiseOnly);
        var pointwise = comparisons.Count(of => of.AdjustedP <= 0.05 && of.PairwiseOnly < of.PointwiseOnly);
        SentencedTable.Head(console, "Pairwise against rating, the same model on the same items");
        console.MarkupLineInterpolated(
            $"Of {comparisons.Count} comparisons rating is right more often in {pointwise} and pairwise in {pairwise}; the other {comparisons.Count - pairwise - pointwise} differ by no more than chance (Holm, 5 %). Pairwise counts as right where both orders are, rating where the better response's score is strictly higher.");
        var table = SentencedTable.Of(
            ("pairwise", false), ("rating", false), ("items", true), ("right pairwise only", true), ("right by rating only", true), ("difference", true), ("exact p", true), ("p by Holm", true));
        foreach (var of in comparisons)
        {
            table.Row(
                of.Pairwise,
                of.Pointwise,
                Figures.Count(of.Items),
                Figures.Count(of.PairwiseOnly),
                Figures.Count(of.PointwiseOnly),
                Numbers.Estimate(of.Difference),
                AuditText.P(of.ExactP),
                AuditText.P(of.AdjustedP));
        }

        console.Write(table);
    }

    private static void Sides(IAnsiConsole console, IReadOnlyList<SidePreference> sides, IReadOnlyList<SideDifference> differences)
    {
        SentencedTable.Head(console, "Left or right");
        console.MarkupLineInterpolated(
            $"{string.Join(" ", sides.Select(Sentence))} A pair was shown in one order, so this is a preference for a side only as far as sides were drawn at random.");
        var table = SentencedTable.Of(("who", false), ("votes", true), ("pairs", true), ("prompts", true), ("left, of decided", true), ("ties", true));
        foreach (var of in sides)
        {
            table.Row(
                of.Source, Figures.Count(of.Votes), Figures.Count(of.Pairs), Figures.Count(of.Ties.Prompts), Numbers.Share(of.Left), Numbers.Share(of.Ties));
        }

        console.Write(table);
        foreach (var of in differences)
        {
            console.MarkupLineInterpolated(
                $"On the {Figures.Count(of.Pairs)} pairs that both decided, {of.Judge}'s share for the left is {Numbers.Estimate(of.Difference)} above that of humans; what the responses are worth cancels out here.");
        }

        var prompts = sides.Min(of => of.Ties.Prompts);
        if (prompts < FewPrompts)
        {
            console.MarkupLineInterpolated($"[yellow]![/] There are only {prompts} prompts, so intervals are rough.");
        }

        static string Sentence(SidePreference of) => of.Left.Interval switch
        {
            { Lower: > Half } => $"Votes of {of.Source} go to the left more often than to the right, beyond chance ({Short(of.Left.Value)} of the decided).",
            { Upper: < Half } => $"Votes of {of.Source} go to the right more often than to the left, beyond chance ({Short(1 - of.Left.Value)} of the decided).",
            _ => $"Votes of {of.Source} show no preference for a side beyond chance ({Short(of.Left.Value)} of the decided for the left).",
        };
    }

    private static void Twins(IAnsiConsole console, IReadOnlyList<StyleTwin> twins)
    {
        var longer = twins.Where(of => of.TwinLength > of.ModelLength).ToList();
        var shorter = twins.Where(of => of.TwinLength < of.ModelLength).ToList();
        SentencedTable.Head(console, "The same model, asked to be brief or long");
        console.MarkupLineInterpolated(
            $"{Sentence(longer, "longer", gains: true)} {Sentence(shorter, "shorter", gains: false)} The judge is that of the annotations; contents may differ as well as length.");
        var table = SentencedTable.Of(
            ("model", false), ("asked", false), ("prompts", true), ("characters", true), ("beats the baseline", true), ("change", true), ("gained", true), ("lost", true), ("exact p", true));
        foreach (var of in twins)
        {
            table.Row(
                of.Model,
                of.Twin[(of.Model.Length + 1)..],
                Figures.Count(of.Prompts),
                Invariant($"{of.ModelLength:0} → {of.TwinLength:0}"),
                Invariant($"{of.ModelWins:0.000} → {of.TwinWins:0.000}"),
                Numbers.Estimate(of.Difference),
                Figures.Count(of.Gains),
                Figures.Count(of.Losses),
                AuditText.P(of.P));
        }

        console.Write(table);

        static string Sentence(List<StyleTwin> of, string which, bool gains)
        {
            var moved = of.Count(twin => gains ? twin.Difference.Interval.Lower > 0 : twin.Difference.Interval.Upper < 0);
            return of.Count == 0
                ? $"No twin is {which}."
                : $"{moved} of {of.Count} twins that are {which} {(gains ? "win" : "lose")} more often than the model itself, beyond chance.";
        }
    }

    private static string Short(double? share) => Numbers.Coefficient(share);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
