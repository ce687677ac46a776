using System.CommandLine;
using System.Globalization;
using Arena.Core.Statistics;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Features;
using Arena.Core.Surrogate.Hybrid;
using Arena.Core.Surrogate.Scorers;

namespace Arena.Bench.Surrogate;

/// <summary>
/// <c>surrogate-hybrid</c>: leaderboards of AlpacaEval by a part of the judge's verdicts and a surrogate, against the one by all verdicts; prints Markdown tables.
/// </summary>
internal static class HybridCommand
{
    public static Command Create()
    {
        var data = new Argument<DirectoryInfo>("data") { Description = "The folder alpaca_eval." };
        var shares = new Option<double[]>("--shares") { Description = "Shares of the battles that are judged.", DefaultValueFactory = _ => [0.1, 0.2, 0.4], AllowMultipleArgumentsPerToken = true };
        var draws = new Option<int>("--draws") { Description = "How many samples are drawn of each.", DefaultValueFactory = _ => 100 };
        var prompts = new Option<int?>("--prompts") { Description = "Only so many prompts." };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var whole = new Option<bool>("--whole-prompts") { Description = "Draws prompts and judges all contestants on them, in place of single battles." };
        var next = new Option<bool>("--next") { Description = "Draws half of the battles at random and has the rest chosen, a tenth of it at a time." };
        var cold = new Option<bool>("--cold") { Description = "The surrogate learns from the sample and nothing else, in five folds by contestant." };
        var command = new Command("surrogate-hybrid", "Leaderboards by a part of the verdicts and a surrogate, on AlpacaEval.") { data, shares, draws, prompts, seed, whole, next, cold };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(data)!,
            parsed.GetValue(shares)!,
            parsed.GetValue(draws),
            parsed.GetValue(prompts),
            parsed.GetValue(seed),
            new HybridDraw(parsed.GetValue(whole), parsed.GetValue(next)),
            parsed.GetValue(cold),
            cancellationToken));
        return command;
    }

    private static async Task RunAsync(
        DirectoryInfo folder, double[] shares, int draws, int? prompts, long seed, HybridDraw draw, bool isCold, CancellationToken cancellationToken)
    {
        var read = await AlpacaEvalResponses.ReadAsync(folder, prompts, cancellationToken);
        var data = JudgedResponses.Create(FeatureRegistry.All, read.Prompts, read.Responses, read.Battles, AlpacaEvalResponses.Baseline, cancellationToken);
        var outcomes = data.Outcomes;
        var warm = isCold ? null : SurrogateEvaluation.Predict(data, [new ScorerSetup(ScorerCatalogue.Default, ScorerInputs.Verdicts)], SplitKind.Contestant, TimeProvider.System, seed: seed, cancellationToken: cancellationToken)[0].Probabilities;
        var full = HybridRating.Fit(Battles(outcomes, _ => true), seed: seed, cancellationToken: cancellationToken).Plain.LogStrengths;
        Line($"| judged | leaderboard | τ | lowest τ | coverage | least of a contestant | width | error | gain | worth | τ expected |");
        Line($"|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var share in shares)
        {
            var tallies = HybridTally.Kinds.Select(kind => new HybridTally(kind, full)).ToArray();
            var lambdas = new double[draws];
            var scatters = new double[draws];
            var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = isCold ? 1 : Environment.ProcessorCount };
            Parallel.For(0, draws, options, i =>
            {
                var random = new DeterministicRandom(seed, i + 1);
                var judged = draw.First(data, share, random);
                var predicted = warm ?? ColdStart.Predict(data, judged, seed + i, cancellationToken);
                var fit = draw.Complete(judged, share, rows => Battles(predicted, row => rows[row]), seed + (1000 * i));
                (lambdas[i], scatters[i]) = (fit.Lambda, fit.Scatter!.Value);
                foreach (var tally in tallies)
                {
                    tally.Add(fit);
                }
            });
            foreach (var tally in tallies)
            {
                Line($"| {share * 100:0} % | {tally.Describe(tallies[0], share)} |");
            }

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{share:0 %}: mean λ {lambdas.Average():0.00}, scatter {scatters.Average():0.00}"));
        }

        HybridBattle[] Battles(IReadOnlyList<double> predicted, Func<int, bool> isJudged) =>
        [
            .. Enumerable.Range(0, data.Rows).Select(row => new HybridBattle(
                data.Contestants[data.ContestantOf[row]],
                AlpacaEvalResponses.Baseline,
                data.Prompts[data.PromptOf[row]],
                predicted[row],
                isJudged(row) ? outcomes[row] : null)),
        ];
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
