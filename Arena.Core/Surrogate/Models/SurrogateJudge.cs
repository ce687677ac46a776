using Arena.Core.Judging;
using Arena.Core.Statistics;
using Arena.Core.Tournaments;

namespace Arena.Core.Surrogate.Models;

/// <summary>
/// A surrogate judge as a judge like any other. The responses of its tournament it scores together, as <see cref="SurrogateScores"/> says; a response that it
/// meets besides, such as one that an audit has changed, by itself. Both orders of a pair get the same answer. Its fingerprint is that of its file, its
/// protocol, and all texts of the tournament, because its verdicts depend on them.
/// </summary>
public sealed class SurrogateJudge : IJudge
{
    private readonly SurrogateModel _model;
    private readonly Dictionary<(string Prompt, string Contestant), string> _hashes;
    private readonly Lazy<SurrogateScores> _scores;

    /// <summary>Makes a judge.</summary>
    /// <param name="name">Its name for people.</param>
    /// <param name="model">What it has learned.</param>
    /// <param name="hash">Hash of its file.</param>
    /// <param name="protocol">How it is asked. Pointwise its score is the percentage of wins against an opponent of score 0.</param>
    /// <param name="tournament">The responses that it will judge; null where they are not known beforehand.</param>
    public SurrogateJudge(string name, SurrogateModel model, string hash, Protocol protocol, Tournament? tournament = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _hashes = tournament?.Responses.ToDictionary(response => (response.PromptId, response.Contestant), ContentHash.Of) ?? [];
        _scores = new(() => SurrogateScores.Of(_model, tournament?.Prompts ?? [], [.. tournament?.Responses ?? []]));
        var texts = _hashes.OrderBy(item => item.Key.Prompt, StringComparer.Ordinal).ThenBy(item => item.Key.Contestant, StringComparer.Ordinal)
            .SelectMany(item => new[] { item.Key.Prompt, item.Key.Contestant, item.Value });
        Description = new(
            name,
            ContentHash.Of(["surrogate", hash, protocol.ToString(), .. (tournament?.Prompts ?? []).Select(ContentHash.Of), .. texts]),
            protocol);
    }

    /// <inheritdoc/>
    public JudgeDescription Description { get; }

    /// <inheritdoc/>
    public bool JudgesEveryPair => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Judgment>> JudgeAsync(JudgingShard shard, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shard);
        var isPairwise = Description.Protocol == Protocol.Pairwise;
        var unknown = new Dictionary<string, Response>(StringComparer.Ordinal);
        foreach (var response in shard.Comparisons.SelectMany(comparison => new[] { comparison.First, comparison.Second }).OfType<Response>())
        {
            if (_hashes.GetValueOrDefault((shard.Prompt.Id, response.Contestant)) is not { } hash || hash != ContentHash.Of(response))
            {
                unknown[response.Contestant] = response;
            }
        }

        var others = SurrogateScores.Of(_model, [shard.Prompt], [.. unknown.Values], cancellationToken);
        return Task.FromResult<IReadOnlyList<Judgment>>([.. shard.Comparisons.Select(comparison => isPairwise ? Compare(comparison) : Rate(comparison))]);

        Judgment Compare(Comparison comparison)
        {
            var p = Logistic.Probability(LogOdds(comparison.First) - LogOdds(comparison.Second!));
            return Of(comparison) with
            {
                Verdict = p > 0.5 ? Verdict.FirstWins : p < 0.5 ? Verdict.SecondWins : Verdict.Tie,
                FirstWinProbability = p,
                Probabilities = [p, 1 - p, 0],
            };
        }

        Judgment Rate(Comparison comparison) => Of(comparison) with { Score = 100 * Logistic.Probability(LogOdds(comparison.First)) };

        Judgment Of(Comparison comparison) => new(Description.Name, Description.Protocol, shard.Prompt.Id, comparison.First.Contestant, comparison.Second?.Contestant)
        {
            Turn = comparison.Turn,
            Repeat = comparison.Repeat,
        };

        double LogOdds(Response response) =>
            (unknown.ContainsKey(response.Contestant) ? others : _scores.Value).LogOdds[(shard.Prompt.Id, response.Contestant)];
    }
}
