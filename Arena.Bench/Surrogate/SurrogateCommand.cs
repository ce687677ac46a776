using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Arena.Core;
using Arena.Core.Statistics;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Features;
using Arena.Core.Surrogate.Models;
using Arena.Core.Surrogate.Scorers;

namespace Arena.Bench.Surrogate;

/// <summary><c>surrogate</c>: surrogate judges on AlpacaEval, measured on what they have not seen; prints a Markdown table.</summary>
internal static class SurrogateCommand
{
    public static Command Create()
    {
        var data = new Argument<DirectoryInfo?>("data") { Description = "The folder alpaca_eval; not needed with --speed.", Arity = ArgumentArity.ZeroOrOne };
        var split = new Option<SplitKind>("--split") { Description = "What is held out: contestant, prompt, both, insample.", DefaultValueFactory = _ => SplitKind.Contestant };
        var scorers = new Option<string?>("--scorers") { Description = "Only scorers whose name holds this text, beside the first." };
        var prompts = new Option<int?>("--prompts") { Description = "Only so many prompts." };
        var folds = new Option<int>("--folds") { DefaultValueFactory = _ => 10 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var families = new Option<bool>("--families") { Description = "Holds contestants out together whose names begin alike, such as claude and claude-2.1_concise." };
        var against = new Option<string?>("--first") { Description = "The scorer that all others are compared with; the default by default." };
        var contestants = new Option<bool>("--contestants") { Description = "Lists judged and predicted win rates of all contestants, of the first scorer." };
        var deals = new Option<int?>("--deals") { Description = "Instead of intervals: means and standard deviations over so many ways of dealing folds out, from --seed on." };
        var attacks = new Option<bool>("--attacks") { Description = "Instead: what the first scorer, trained on all contestants, makes of texts that were made to win." };
        var speed = new Option<int?>("--speed") { Description = "Instead: the seconds that features of so many made-up responses of 200 words take." };
        var command = new Command("surrogate", "Surrogate judges on AlpacaEval, on contestants and prompts held out.") { data, split, scorers, against, contestants, prompts, folds, families, seed, deals, attacks, speed };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(speed) is { } responses ? Speed(responses, parsed.GetValue(seed), cancellationToken) : RunAsync(
            parsed.GetValue(data) ?? throw new ArgumentException("name the folder alpaca_eval"),
            parsed.GetValue(split),
            parsed.GetValue(scorers),
            parsed.GetValue(against),
            parsed.GetValue(contestants),
            parsed.GetValue(prompts),
            parsed.GetValue(folds),
            parsed.GetValue(families),
            parsed.GetValue(seed),
            parsed.GetValue(deals),
            parsed.GetValue(attacks),
            cancellationToken));
        return command;
    }

    private static async Task RunAsync(
        DirectoryInfo folder, SplitKind split, string? scorers, string? against, bool contestants, int? prompts, int folds, bool families, long seed, int? deals, bool attacks, CancellationToken cancellationToken)
    {
        var read = await AlpacaEvalResponses.ReadAsync(folder, prompts, cancellationToken, attacks);
        var start = Stopwatch.GetTimestamp();
        var data = JudgedResponses.Create(FeatureRegistry.All, read.Prompts, read.Responses, read.Battles, AlpacaEvalResponses.Baseline, cancellationToken);
        Line($"{data.Rows:N0} responses of {data.Contestants.Count} contestants to {data.Prompts.Count} prompts; {data.Features.Columns.Count} features (registry {FeatureRegistry.All.Version}) and likeness in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
        if (attacks)
        {
            Attacks(data, seed, cancellationToken);
            return;
        }

        var (again, halves) = Ceiling(data, seed);
        Line($"The target's own noise: τ of the leaderboard with one of as many prompts drawn anew {again:0.000}; of two halves of the prompts {halves:0.000}.");
        Line($"");
        ScorerSetup[] setups = [.. ScorerCatalogue.All(data).OrderByDescending(setup => setup.Scorer.Name == against).Where((setup, i) => i == 0 || scorers is null || setup.Scorer.Name.Contains(scorers, StringComparison.OrdinalIgnoreCase))];
        if (deals is { } count)
        {
            Deals(data, setups, split, folds, families ? FamiliesOf(data.Contestants) : null, seed, count, cancellationToken);
            return;
        }

        Line($"| scorer, {split.ToString().ToLowerInvariant()} {(split == SplitKind.InSample ? "(nothing held out)" : families ? "held out by family" : "held out")} | sees | τ | τ − first's | ρ | R² | pairwise | AUC | Brier | ECE | training | rows/s |");
        Line($"|---|---|---|---|---|---|---|---|---|---|---|---|");
        var predictions = SurrogateEvaluation.Predict(data, setups, split, TimeProvider.System, folds, seed: seed, families: families ? FamiliesOf(data.Contestants) : null, cancellationToken: cancellationToken);
        foreach (var prediction in predictions)
        {
            var first = prediction == predictions[0] ? null : predictions[0].LogOdds;
            var m = SurrogateMetrics.Measure(data, prediction.LogOdds, seed, first);
            Line($"| {prediction.Setup.Scorer.Name} | {prediction.Setup.Inputs.ToString().ToLowerInvariant()} | {Text(m.KendallTau)} | {(m.TauDifference is { } d ? Text(d, "+.000;−.000;.000") : "")} | {m.Spearman.Estimate:.000} | {Text(m.StrengthR2)} | {m.PairwiseAccuracy.Estimate:.000} | {Text(m.Auc)} | {m.Brier.Estimate:.0000} | {Text(m.CalibrationError)} | {prediction.TrainingSeconds:0.0} s | {data.Rows / prediction.ScoringSeconds:N0} |");
        }

        if (contestants)
        {
            var (judged, predicted) = (Means(data, data.Outcomes), Means(data, predictions[0].Probabilities));
            Line($"");
            Line($"| contestant | judged win rate | predicted |");
            Line($"|---|---|---|");
            foreach (var (contestant, name) in data.Contestants.Index().OrderByDescending(item => judged[item.Index]))
            {
                Line($"| {name} | {judged[contestant]:.000} | {predicted[contestant]:.000} |");
            }
        }
    }

    /// <summary>Attacks were never trained on. Places are among the judged win rates of all others.</summary>
    private static void Attacks(JudgedResponses data, long seed, CancellationToken cancellationToken)
    {
        var isAttack = data.Contestants.Select(name => AlpacaEvalResponses.Attacks.Contains(name)).ToArray();
        int[] training = [.. Enumerable.Range(0, data.Rows).Where(row => !isAttack[data.ContestantOf[row]])];
        var builder = new RowBuilder(data, training, ScorerInputs.Verdicts);
        var trained = ScorerCatalogue.Default.Train(builder.Training(training), seed, cancellationToken);
        var judged = Means(data, data.Outcomes);
        Line($"| attack | judged win rate | place | surrogate's, not calibrated | place | median share of features beyond three deviations |");
        Line($"|---|---|---|---|---|---|");
        foreach (var (attack, name) in data.Contestants.Index().Where(item => isAttack[item.Index]))
        {
            int[] own = [.. Enumerable.Range(0, data.Rows).Where(row => data.ContestantOf[row] == attack)];
            var rows = builder.Rows(own);
            var rate = trained.Score(rows).Average(score => 1 / (1 + Math.Exp(-score)));
            var standard = Standardization.Of(builder.Rows(training)).Apply(rows);
            var strange = standard.Select(row => row.Count(value => Math.Abs(value) > 3) / (double)row.Length).Order().ToArray()[own.Length / 2];
            Line($"| {name} | {judged[attack]:.000} | {Place(judged[attack])} | {rate:.000} | {Place(rate)} | {strange:0.0 %} |");
        }

        int Place(double rate) => 1 + judged.Index().Count(item => !isAttack[item.Index] && item.Item > rate);
    }

    /// <summary>What depends on who shares a fold with whom.</summary>
    private static void Deals(
        JudgedResponses data, ScorerSetup[] setups, SplitKind split, int folds, int[]? families, long seed, int count, CancellationToken cancellationToken)
    {
        var metrics = Enumerable.Range(0, count).Select(deal => SurrogateEvaluation.Predict(
                data, setups, split, TimeProvider.System, folds, seed: seed + deal, families: families, cancellationToken: cancellationToken)
            .Select(prediction => SurrogateMetrics.Measure(data, prediction.LogOdds, seed, replicates: 1)).ToArray()).ToArray();
        Line($"| scorer, {split.ToString().ToLowerInvariant()} held out, {count} deals | sees | τ | R² | AUC | ECE |");
        Line($"|---|---|---|---|---|---|");
        foreach (var (s, setup) in setups.Index())
        {
            Line($"| {setup.Scorer.Name} | {setup.Inputs.ToString().ToLowerInvariant()} | {Spread(m => m.KendallTau)} | {Spread(m => m.StrengthR2)} | {Spread(m => m.Auc)} | {Spread(m => m.CalibrationError)} |");

            string Spread(Func<SurrogateMetrics, BootstrapResult> figure)
            {
                double[] values = [.. metrics.Select(deal => figure(deal[s]).Estimate)];
                var mean = values.Average();
                var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1));
                return string.Create(CultureInfo.InvariantCulture, $"{mean:.000} ± {deviation:.000}");
            }
        }
    }

    /// <summary>Features of made-up responses, 40 to a prompt, with words as frequent as Zipf has them, in sentences and paragraphs.</summary>
    private static Task Speed(int responses, long seed, CancellationToken cancellationToken)
    {
        const int Words = 200, ToAPrompt = 40;
        var random = new DeterministicRandom(seed);
        var vocabulary = Enumerable.Range(0, 20_000).Select(_ => new string([.. Enumerable.Range(0, 2 + random.NextInt(8)).Select(_ => (char)('a' + random.NextInt(26)))])).ToArray();
        var prompts = Enumerable.Range(0, (responses + ToAPrompt - 1) / ToAPrompt).Select(p => new Prompt($"p{p}", [Text(40)]) { Reference = [Text(Words)] }).ToArray();
        var all = Enumerable.Range(0, responses).Select(i => new Response($"p{i / ToAPrompt}", $"c{i % ToAPrompt}", [Text(Words)])).ToArray();
        foreach (var (name, asked) in new[] { ("without a language", prompts), ("with the prompt's language", [.. prompts.Select(prompt => prompt with { Language = "en" })]) })
        {
            var start = Stopwatch.GetTimestamp();
            var matrix = FeatureExtractor.Extract(FeatureRegistry.All, asked, all, cancellationToken: cancellationToken);
            Line($"{matrix.Rows:N0} responses of {Words} words, {matrix.Columns.Count} features, {name}, {Environment.ProcessorCount} processors: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        }

        // Outcomes by chance: what is learned is nothing, and takes as long.
        var seen = all.Take(Math.Min(responses, 32_000)).ToArray();
        var learned = prompts.Take((seen.Length + ToAPrompt - 1) / ToAPrompt).ToArray();
        var battles = seen.Where(response => response.Contestant != "c0").Select(response => new Battle(response.Contestant, "c0", random.NextDouble(), 1, response.PromptId)).ToArray();
        var began = Stopwatch.GetTimestamp();
        var data = JudgedResponses.Create(FeatureRegistry.All, learned, seen, battles, "c0", cancellationToken);
        var featured = Stopwatch.GetElapsedTime(began);
        var model = SurrogateModel.Train(data, "speed", "chance", TimeProvider.System, seed, cancellationToken: cancellationToken);
        Line($"A surrogate of {data.Rows:N0} responses: features and likeness {featured.TotalSeconds:0.0} s; training, with ten folds held out and both parts, {(Stopwatch.GetElapsedTime(began) - featured).TotalSeconds:0.0} s");
        var strangers = all.Select(response => response with { Contestant = $"new {response.Contestant}" }).ToArray();
        began = Stopwatch.GetTimestamp();
        var scores = SurrogateScores.Of(model, prompts, strangers, cancellationToken);
        var scored = Stopwatch.GetElapsedTime(began);
        var leaderboard = SurrogateLeaderboard.Of(model, scores);
        var pairs = prompts.Length * (long)ToAPrompt * (ToAPrompt - 1) / 2;
        var took = Stopwatch.GetElapsedTime(began);
        Line($"A leaderboard of {leaderboard.Contestants.Count} new contestants, {pairs:N0} pairs: {took.TotalSeconds:0.0} s from the texts on, {pairs / took.TotalSeconds:N0} pairs/s; of that features and scores {scored.TotalSeconds:0.0} s");
        return Task.CompletedTask;

        string Text(int words) => string.Concat(Enumerable.Range(0, words).Select(i =>
            vocabulary[(int)Math.Exp(random.NextDouble() * Math.Log(vocabulary.Length)) - 1] + (i % 60 == 59 ? ".\n\n" : i % 15 == 14 ? ". " : " ")));
    }

    /// <summary>The beginning of a name, up to the first digit or mark, is the family.</summary>
    private static int[] FamiliesOf(IReadOnlyList<string> contestants)
    {
        string[] families = [.. contestants.Select(name => new string([.. name.TakeWhile(char.IsLetter)]).ToUpperInvariant())];
        return [.. families.Select(family => Array.IndexOf(families, family))];
    }

    /// <summary>How well the target agrees with itself.</summary>
    private static (double Again, double Halves) Ceiling(JudgedResponses data, long seed)
    {
        const int Draws = 200;
        var all = Means(data, new int[data.Prompts.Count].Select(_ => 1).ToArray());
        double again = 0, halves = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            var random = new DeterministicRandom(seed, draw);
            var weights = new int[data.Prompts.Count];
            random.FillResampleCounts(weights);
            again += RankCorrelation.KendallTauB(all, Means(data, weights)) / Draws;
            int[] half = [.. Enumerable.Range(0, weights.Length).Select(i => i % 2)];
            random.Shuffle(half.AsSpan());
            halves += RankCorrelation.KendallTauB(Means(data, half), Means(data, [.. half.Select(one => 1 - one)])) / Draws;
        }

        return (again, halves);
    }

    private static double[] Means(JudgedResponses data, IReadOnlyList<double> values) =>
        [.. Enumerable.Range(0, data.Rows).GroupBy(row => data.ContestantOf[row]).OrderBy(group => group.Key).Select(group => group.Average(row => values[row]))];

    private static double[] Means(JudgedResponses data, int[] weights)
    {
        var (sums, counts) = (new double[data.Contestants.Count], new double[data.Contestants.Count]);
        for (var row = 0; row < data.Rows; row++)
        {
            sums[data.ContestantOf[row]] += weights[data.PromptOf[row]] * data.Outcomes[row];
            counts[data.ContestantOf[row]] += weights[data.PromptOf[row]];
        }

        return [.. sums.Zip(counts, (sum, count) => sum / count)];
    }

    private static string Text(BootstrapResult result, string format = ".000;−.000;.000") => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Estimate.ToString(format, CultureInfo.InvariantCulture)} [{result.Interval.Lower.ToString(format, CultureInfo.InvariantCulture)}, {result.Interval.Upper.ToString(format, CultureInfo.InvariantCulture)}]");

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
