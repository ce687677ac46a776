using Arena.Core.Reports;
using Arena.Core.Statistics;
using Arena.Core.Surrogate.Explanation;
using Spectre.Console;

namespace Arena.Cli;

/// <summary>The tables of what a judge rewards, each under a heading.</summary>
internal static class SurrogateExplanationTables
{
    private const int Most = 12;

    /// <summary>Prints an explanation.</summary>
    /// <param name="console">The console.</param>
    /// <param name="judge">Name of the judge.</param>
    /// <param name="of">The explanation.</param>
    /// <param name="isDetailed">Whether all groups, families and features are listed, and the models.</param>
    public static void Print(IAnsiConsole console, string judge, SurrogateExplanation of, bool isDetailed)
    {
        console.MarkupLineInterpolated($"[bold]What {judge} rewards[/]");
        console.MarkupLineInterpolated(
            $"[grey]By a surrogate on {Figures.Count(of.Responses, "response")} of {Figures.Count(of.Contestants, "contestant")} to {Figures.Count(of.Prompts, "prompt")}, {of.Folds} folds of contestants held out. {Figures.Level(of.Options.Level)} intervals over contestants and prompts; seed {of.Seed}.[/]");
        Sentences(console, ExplanationText.Sentences(of));
        Fits(console, of);
        Groups(console, of, isDetailed);
        Curves(console, of);
        if (isDetailed)
        {
            Smaller(console, of);
            Rashomon(console, of.Rashomon);
        }

        SentencedTable.Head(console, "What this cannot say");
        Sentences(console, ExplanationText.Limits(of));
    }

    /// <summary>Prints two judges side by side.</summary>
    /// <param name="console">The console.</param>
    /// <param name="of">The comparison.</param>
    public static void Print(IAnsiConsole console, SurrogateExplanationComparison of)
    {
        SentencedTable.Head(console, $"{of.First} and {of.Second}");
        Sentences(console, ExplanationText.Sentences(of));
        var table = SentencedTable.Of(("group", false), ($"AUC lost,\n{of.First}", true), (of.Second, true), ("difference", true));
        foreach (var row in of.Groups.Take(Most))
        {
            table.Row(FeatureWords.Label(row.Name), Numbers.Estimate(row.First), Numbers.Estimate(row.Second), Numbers.Estimate(row.Difference));
        }

        console.Write(table);
    }

    private static void Sentences(IAnsiConsole console, IReadOnlyList<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            console.MarkupLineInterpolated($"· {sentence}");
        }
    }

    private static void Fits(IAnsiConsole console, SurrogateExplanation of)
    {
        SentencedTable.Head(console, "How well the verdicts are foretold");
        var table = SentencedTable.Of(("looks at", false), ("features", true), ("AUC", true), ("log-loss", true), ("τ", true));
        foreach (var (name, fit) in of.Alone.Select(fit => (fit.Name, fit)).Prepend(("all features", of.Full)).Append(("the curves", of.Additive)))
        {
            table.Row(name, Figures.Count(fit.Features), Numbers.Estimate(fit.Auc), Numbers.Estimate(fit.LogLoss), Numbers.Estimate(fit.KendallTau));
        }

        console.Write(table);
    }

    private static void Groups(IAnsiConsole console, SurrogateExplanation of, bool isDetailed)
    {
        SentencedTable.Head(console, "What the surrogate needs");
        console.MarkupLine("[grey]AUC lost when a group of features has the values of another response to the same prompt; features that say nearly the same are one group.[/]");
        var table = SentencedTable.Of(("group", false), ("features", true), ("AUC lost", true), ("log-loss gained", true), ("kept by\nthe mask", true));
        foreach (var (i, group) in of.Groups.Take(isDetailed ? int.MaxValue : Most).Index())
        {
            table.Row(
                FeatureWords.Label(group.Name),
                Figures.Count(group.Members.Count),
                Numbers.Estimate(group.AucDrop),
                Numbers.Estimate(group.LossRise),
                Numbers.Coefficient(of.Mask?.Gates[i].Kept));
        }

        console.Write(table);
        if (of.Groups.Count > Most && !isDetailed)
        {
            console.MarkupLineInterpolated($"[grey]{of.Groups.Count - Most} more groups are not shown.[/]");
        }
    }

    private static void Curves(IAnsiConsole console, SurrogateExplanation of)
    {
        SentencedTable.Head(console, "Chance of winning by feature, the others held still");
        var table = SentencedTable.Of(("feature", false), ("from", true), ("to", true), ("chance", true), ("change", true));
        foreach (var curve in of.Curves)
        {
            table.Row(
                FeatureWords.Label(curve.Feature),
                FeatureWords.Value(curve.Feature, curve.From),
                FeatureWords.Value(curve.Feature, curve.To),
                $"{Figures.Percent(curve.WinAtFrom.Value, 1)} to {Figures.Percent(curve.WinAtTo.Value, 1)}",
                ExplanationText.Points(curve.Effect));
        }

        console.Write(table);
    }

    private static void Smaller(IAnsiConsole console, SurrogateExplanation of)
    {
        foreach (var (title, rows) in new[] { ("Families", of.Families), ("Single features", of.Features) })
        {
            SentencedTable.Head(console, title);
            var table = SentencedTable.Of(("name", false), ("AUC lost", true), ("log-loss gained", true));
            foreach (var row in rows)
            {
                table.Row(row.Name, Numbers.Estimate(row.AucDrop), Numbers.Estimate(row.LossRise));
            }

            console.Write(table);
        }
    }

    private static void Rashomon(IAnsiConsole console, RashomonSet of)
    {
        SentencedTable.Head(console, "Models that were tried");
        var models = SentencedTable.Of(("model", false), ("log-loss", true), ("about as good as the best", true));
        foreach (var model in of.Models)
        {
            models.Row(model.Name, Numbers.Coefficient(model.Loss), model.IsIn ? "yes" : "no");
        }

        console.Write(models);
        SentencedTable.Head(console, "What acts together, over these models");
        console.MarkupLine("[grey]Above 0 the two make up for each other; below 0 each is worth less without the other.[/]");
        var pairs = SentencedTable.Of(("pair", false), ("models", true), ("beyond the two\napart, nats × 1000", true), ("the surrogate", true));
        foreach (var pair in of.Interactions)
        {
            pairs.Row(
                $"{FeatureWords.Label(pair.First)} × {FeatureWords.Label(pair.Second)}",
                Figures.Count(pair.Models),
                $"{Figures.Coefficient(1000 * pair.Least)} to {Figures.Coefficient(1000 * pair.Most)}",
                Thousandths(pair.OfSurrogate));
        }

        console.Write(pairs);
    }

    private static string Thousandths(IntervalEstimate of) =>
        $"{Figures.Coefficient(1000 * of.Value)} [{Figures.Coefficient(1000 * of.Interval.Lower)}, {Figures.Coefficient(1000 * of.Interval.Upper)}]";
}
