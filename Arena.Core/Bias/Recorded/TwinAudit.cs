using Arena.Core.Judging;
using Arena.Core.Statistics;

namespace Arena.Core.Bias.Recorded;

/// <summary>Sets models against their twins, which were asked to be brief or long, by what a judge gave both against the same baseline.</summary>
internal sealed class TwinAudit
{
    /// <summary>How AlpacaEval names twins.</summary>
    private static readonly string[] Suffixes = ["_concise", "_verbose"];

    private readonly Dictionary<(string Judge, string Baseline, string Model), Dictionary<string, double>> _wins = [];
    private readonly Dictionary<(string Model, string PromptId), int> _lengths = [];

    /// <summary>Takes up an annotation; of responses only their lengths are kept.</summary>
    public void Add(ImportRecord record)
    {
        foreach (var response in record.Responses)
        {
            _lengths[(response.Contestant, response.PromptId)] = response.Turns.Sum(turn => turn.Length);
        }

        foreach (var judgment in record.Judgments.Where(judgment => !judgment.IsFailed))
        {
            var key = (judgment.Judge, judgment.First, judgment.Second!);
            if (!_wins.TryGetValue(key, out var wins))
            {
                _wins[key] = wins = new(StringComparer.Ordinal);
            }

            var p = VerdictDistribution.Of(judgment);
            wins[judgment.PromptId] = p[1] + (p[2] / 2);
        }
    }

    public IReadOnlyList<StyleTwin> Twins(double level) =>
    [
        .. from of in _wins.OrderBy(of => of.Key.Model, StringComparer.Ordinal)
           from suffix in Suffixes
           let twin = of.Key with { Model = of.Key.Model + suffix }
           where _wins.TryGetValue(twin, out var twinWins) && of.Value.Keys.Any(twinWins.ContainsKey)
           select Compare(of.Key.Judge, of.Key.Model, twin.Model, of.Value, _wins[twin], level),
    ];

    private StyleTwin Compare(string judge, string model, string twin, Dictionary<string, double> wins, Dictionary<string, double> twinWins, double level)
    {
        var prompts = wins.Keys.Where(twinWins.ContainsKey).ToList();
        var paired = new PromptClusters<string>(prompts, prompt => prompt, level);
        var gains = prompts.Count(prompt => wins[prompt] <= 0.5 && twinWins[prompt] > 0.5);
        var losses = prompts.Count(prompt => wins[prompt] > 0.5 && twinWins[prompt] <= 0.5);
        return new(
            judge,
            model,
            twin,
            prompts.Count,
            prompts.Average(prompt => wins[prompt]),
            prompts.Average(prompt => twinWins[prompt]),
            paired.Mean(prompt => twinWins[prompt] - wins[prompt]),
            gains,
            losses,
            McNemar.ExactP(gains, losses),
            Length(model),
            Length(twin));

        double Length(string of) => prompts.Where(prompt => _lengths.ContainsKey((of, prompt))).Select(prompt => (double)_lengths[(of, prompt)])
            .DefaultIfEmpty(double.NaN).Average();
    }
}
