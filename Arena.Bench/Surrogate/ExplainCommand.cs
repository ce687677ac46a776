using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Arena.Core.Statistics;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Explanation;
using Arena.Core.Surrogate.Features;
using Arena.Web.Reports;

namespace Arena.Bench.Surrogate;

/// <summary><c>surrogate-explain</c>: what AlpacaEval's judge rewards, as Markdown tables and as a page.</summary>
internal static class ExplainCommand
{
    private const int Most = 12;

    public static Command Create()
    {
        var data = new Argument<DirectoryInfo>("data") { Description = "The folder alpaca_eval." };
        var prompts = new Option<int?>("--prompts") { Description = "Only so many prompts." };
        var contestants = new Option<int?>("--contestants") { Description = "Only so many contestants, spread over the order of their names." };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var html = new Option<FileInfo?>("--html") { Description = "Writes a page too." };
        var command = new Command("surrogate-explain", "What AlpacaEval's judge rewards, by a surrogate on contestants held out.") { data, prompts, contestants, seed, html };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(data)!, parsed.GetValue(prompts), parsed.GetValue(contestants), parsed.GetValue(seed), parsed.GetValue(html), cancellationToken));
        return command;
    }

    private static async Task RunAsync(DirectoryInfo folder, int? prompts, int? contestants, long seed, FileInfo? html, CancellationToken cancellationToken)
    {
        var read = await AlpacaEvalResponses.ReadAsync(folder, prompts, cancellationToken);
        if (contestants is { } count)
        {
            string[] names = [.. read.Battles.Select(battle => battle.First).Distinct().Order(StringComparer.Ordinal)];
            var kept = Enumerable.Range(0, count).Select(i => names[i * names.Length / count]).Append(AlpacaEvalResponses.Baseline).ToHashSet();
            read = (read.Prompts, [.. read.Responses.Where(response => kept.Contains(response.Contestant))], [.. read.Battles.Where(battle => kept.Contains(battle.First))]);
        }

        var data = JudgedResponses.Create(FeatureRegistry.All, read.Prompts, read.Responses, read.Battles, AlpacaEvalResponses.Baseline, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var of = SurrogateExplanation.Of(data, null, seed, new Steps(start), cancellationToken);
        Line($"{of.Responses:N0} responses of {of.Contestants} contestants to {of.Prompts} prompts, explained in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:0} s of processor time in all, {Environment.ProcessorCount} processors; {of.Permuted:N0} responses were permuted.");
        foreach (var sentence in ExplanationText.Sentences(of))
        {
            Line($"- {sentence}");
        }

        Line($"");
        Line($"| {of.Folds} folds of contestants held out | features | AUC | log-loss | τ |");
        Line($"|---|---|---|---|---|");
        foreach (var fit in of.Alone.Prepend(of.Additive).Prepend(of.Full))
        {
            Line($"| {fit.Name} | {fit.Features} | {Text(fit.Auc)} | {Text(fit.LogLoss)} | {Text(fit.KendallTau)} |");
        }

        Line($"");
        Line($"| group | features | AUC lost | log-loss gained | kept by the mask |");
        Line($"|---|---|---|---|---|");
        foreach (var (i, group) in of.Groups.Take(Most).Index())
        {
            var gate = of.Mask is { } mask ? string.Create(CultureInfo.InvariantCulture, $"{mask.Gates[i].Kept:.00} [{mask.Gates[i].Least:.00}, {mask.Gates[i].Most:.00}]") : "";
            Line($"| {group.Name} | {group.Members.Count} | {Text(group.AucDrop, Four)} | {Text(group.LossRise, Four)} | {gate} |");
        }

        Line($"");
        Line($"The mask and the permutation importance of {of.Groups.Count} groups: Spearman's ρ {of.Mask?.RankCorrelation:.000}; it needs {of.Mask?.Needed}, of which {of.Mask?.NeededAndDear} are among as many dearest.");
        Line($"");
        Line($"| feature | quartiles | chance of winning | change, points |");
        Line($"|---|---|---|---|");
        foreach (var curve in of.Curves)
        {
            Line($"| {curve.Feature} | {FeatureWords.Value(curve.Feature, curve.From)} – {FeatureWords.Value(curve.Feature, curve.To)} | {curve.WinAtFrom.Value:.000} – {curve.WinAtTo.Value:.000} | {ExplanationText.Points(curve.Effect)} |");
        }

        Line($"");
        Line($"| model | log-loss, held out | within {of.Rashomon.Bound:0.0000} |");
        Line($"|---|---|---|");
        foreach (var model in of.Rashomon.Models)
        {
            Line($"| {model.Name} | {model.Loss:0.0000} | {(model.IsIn ? "yes" : "no")} |");
        }

        Line($"");
        Line($"| pair (models) | beyond the two apart, nats | of the surrogate | not adding up, log-odds |");
        Line($"|---|---|---|---|");
        foreach (var pair in of.Rashomon.Interactions)
        {
            Line($"| {pair.First} × {pair.Second} ({pair.Models}) | {pair.Least:0.0000} – {pair.Most:0.0000} | {Text(pair.OfSurrogate, Four)} | {pair.LogOddsLeast:.00} – {pair.LogOddsMost:.00} |");
        }

        Line($"");
        foreach (var sentence in ExplanationText.Limits(of))
        {
            Line($"- {sentence}");
        }

        if (html is not null)
        {
            await File.WriteAllTextAsync(html.FullName, await HtmlReport.RenderAsync("AlpacaEval, GPT-4 turbo", of, DateTimeOffset.UtcNow), cancellationToken);
        }
    }

    private sealed class Steps(long start) : IProgress<double>
    {
        public void Report(double value) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value:0 %} {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
    }

    private const string Four = ".0000;−.0000;.0000";

    private static string Text(IntervalEstimate of, string format = ".000;−.000;.000") =>
        $"{of.Value.ToString(format, CultureInfo.InvariantCulture)} [{of.Interval.Lower.ToString(format, CultureInfo.InvariantCulture)}, {of.Interval.Upper.ToString(format, CultureInfo.InvariantCulture)}]";

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
