using System.Globalization;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Judges.Engines;
using Arena.Judges.Templates;

namespace Arena.Judges;

/// <summary>
/// A language model as judge. Its verdict is read from the probabilities of the template's candidates as the next token; where a server gives
/// none, from a completion that is one candidate and nothing else.
/// </summary>
public sealed class LlmJudge : IJudge
{
    private readonly IScoringEngine _engine;
    private readonly PromptTemplate _template;
    private readonly double _leastMass;

    /// <summary>Makes a judge.</summary>
    /// <param name="name">Its name for people.</param>
    /// <param name="engine">The model; it stays the caller's.</param>
    /// <param name="template">How it is asked.</param>
    /// <param name="leastMass">
    /// The least probability, in [0, 1], that must lie on the candidates together; with less the model would have said something else, and the
    /// judgment fails.
    /// </param>
    public LlmJudge(string name, IScoringEngine engine, PromptTemplate template, double leastMass = 0.5)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(template);
        if (!(leastMass is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(leastMass), leastMass, "a probability lies between 0 and 1");
        }

        (_engine, _template, _leastMass) = (engine, template, leastMass);
        var model = engine.Description;
        Description = new(
            name,
            ContentHash.Of("llm judge", model.Engine, model.ModelHash, model.ChatFormat, template.Hash, leastMass.ToString("R", CultureInfo.InvariantCulture)),
            template.File.Protocol);
    }

    /// <inheritdoc/>
    public JudgeDescription Description { get; }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Judgment>> JudgeAsync(JudgingShard shard, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shard);
        var isPairwise = Description.Protocol == Protocol.Pairwise;
        var requests = new List<ScoringRequest>(shard.Comparisons.Count);
        foreach (var comparison in shard.Comparisons)
        {
            if (isPairwise != comparison.Second is not null)
            {
                throw new ArgumentException($"a {(isPairwise ? "pairwise" : "pointwise")} judge was given the other kind of comparison", nameof(shard));
            }

            requests.Add(new(await _template.RenderAsync(shard.Prompt, comparison, cancellationToken).ConfigureAwait(false), _template.File.Candidates));
        }

        var results = await _engine.ScoreAsync(requests, cancellationToken).ConfigureAwait(false);
        return [.. shard.Comparisons.Zip(results, (comparison, result) => Read(shard.Prompt, comparison, result))];
    }

    private Judgment Read(Prompt prompt, Comparison comparison, ScoringResult result)
    {
        var judgment = new Judgment(Description.Name, Description.Protocol, prompt.Id, comparison.First.Contestant, comparison.Second?.Contestant)
        {
            Turn = comparison.Turn,
            Repeat = comparison.Repeat,
            Tokens = result.PromptTokens,
        };
        if (result.Failure is { } failure)
        {
            return judgment with { FailureReason = failure.ToString() };
        }

        judgment = judgment with { Mass = result.Text is null ? result.Mass : null, Text = result.Text };
        if (judgment.Mass < _leastMass || result.Mass <= 0)
        {
            var little = new JudgingFailure(
                FailureKind.LowMass,
                string.Create(CultureInfo.InvariantCulture, $"{result.Mass:P1} lies on {string.Join(", ", _template.File.Candidates)}, and {_leastMass:P0} is asked for"));
            return judgment with { FailureReason = little.ToString() };
        }

        double[] p = [.. result.LogProbabilities.Select(log => Math.Exp(log) / result.LogProbabilities.Sum(Math.Exp))];
        return Description.Protocol == Protocol.Pairwise
            ? judgment with
            {
                Probabilities = p,
                Verdict = p[2] >= Math.Max(p[0], p[1]) || p[0] == p[1] ? Verdict.Tie : p[0] > p[1] ? Verdict.FirstWins : Verdict.SecondWins,
                FirstWinProbability = Math.Clamp(p[0] + (p[2] / 2), 0, 1),
            }
            : judgment with { Probabilities = p, Score = p.Select((probability, i) => (i + 1) * probability).Sum() };
    }
}
