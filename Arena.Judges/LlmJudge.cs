using System.Globalization;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Judges.Chat;
using Arena.Judges.Engines;
using Arena.Judges.Templates;

namespace Arena.Judges;

/// <summary>
/// A language model as judge. Its verdict is read from the probabilities of the template's candidates as the next token; where a server gives
/// none, from a completion that is one candidate and nothing else; and where the template has it reason first, from the last marker of what
/// it wrote.
/// </summary>
public sealed class LlmJudge : IJudge
{
    private readonly IScoringEngine _engine;
    private readonly PromptTemplate _template;
    private readonly string? _criterion;
    private readonly double _leastMass;

    /// <summary>Makes a judge.</summary>
    /// <param name="name">Its name for people.</param>
    /// <param name="engine">The model; it stays the caller's.</param>
    /// <param name="template">How it is asked.</param>
    /// <param name="criterion">What it judges by; null for what the template itself says.</param>
    /// <param name="leastMass">
    /// The least probability, in [0, 1], that must lie on the candidates together; with less the model would have said something else, and the
    /// judgment fails.
    /// </param>
    /// <exception cref="ArgumentException">The template does not show the criterion, or has a model reason that cannot write.</exception>
    public LlmJudge(string name, IScoringEngine engine, PromptTemplate template, string? criterion = null, double leastMass = 0.5)
        : this(name, engine, template, criterion, leastMass, [])
    {
    }

    private LlmJudge(string name, IScoringEngine engine, PromptTemplate template, string? criterion, double leastMass, IEnumerable<string> varied)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(template);
        if (!(leastMass is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(leastMass), leastMass, "a probability lies between 0 and 1");
        }

        if (criterion is not null && !template.ShowsCriterion)
        {
            throw new ArgumentException("the template does not show the criterion", nameof(template));
        }

        if (template.File.Reasoning is not null && engine is not ITextEngine)
        {
            throw new ArgumentException("the template has the judge reason, and the engine does not write", nameof(engine));
        }

        (_engine, _template, _criterion, _leastMass) = (engine, template, criterion, leastMass);
        var model = engine.Description;
        Description = new(
            name,
            ContentHash.Of(
            [
                "llm judge", model.Engine, model.ModelHash, model.ChatFormat, model.Settings, template.Hash, criterion, leastMass.ToString("R", CultureInfo.InvariantCulture),
                .. varied,
            ]),
            template.File.Protocol);
    }

    /// <inheritdoc/>
    public JudgeDescription Description { get; }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Judgment>> JudgeAsync(JudgingShard shard, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shard);
        var isPairwise = Description.Protocol == Protocol.Pairwise;
        var prompts = new List<IReadOnlyList<ChatMessage>>(shard.Comparisons.Count);
        foreach (var comparison in shard.Comparisons)
        {
            if (isPairwise != comparison.Second is not null)
            {
                throw new ArgumentException($"a {(isPairwise ? "pairwise" : "pointwise")} judge was given the other kind of comparison", nameof(shard));
            }

            prompts.Add(await _template.RenderAsync(shard.Prompt, comparison, _criterion, cancellationToken).ConfigureAwait(false));
        }

        if (_template.File.Reasoning is { } reasoning)
        {
            var texts = await ((ITextEngine)_engine).GenerateAsync([.. prompts.Select(prompt => new TextRequest(prompt, reasoning.MaxTokens))], cancellationToken)
                .ConfigureAwait(false);
            return [.. shard.Comparisons.Zip(texts, (comparison, text) => Read(shard.Prompt, comparison, text, reasoning))];
        }

        var results = await _engine.ScoreAsync([.. prompts.Select(prompt => new ScoringRequest(prompt, _template.File.Candidates))], cancellationToken)
            .ConfigureAwait(false);
        return [.. shard.Comparisons.Zip(results, (comparison, result) => Read(shard.Prompt, comparison, result))];
    }

    /// <inheritdoc/>
    public IJudge? Vary(JudgeVariant variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        return _template.Vary(variant) is { } template
            ? new LlmJudge($"{Description.Name}+{variant.Name}", _engine, template, _criterion, _leastMass, ["variant", .. template.File.Candidates])
            : null;
    }

    private Judgment Read(Prompt prompt, Comparison comparison, TextResult result, ReasoningTemplate reasoning)
    {
        var judgment = Begin(prompt, comparison, result.PromptTokens + (result.WrittenTokens ?? 0));
        if (result.Failure is { } failure)
        {
            return judgment with { FailureReason = failure.ToString() };
        }

        var candidates = _template.File.Candidates;
        if (VerdictMarkers.Last(result.Text, reasoning, candidates) is not { } found)
        {
            var markers = string.Join(", ", candidates.Select(candidate => VerdictMarkers.Of(reasoning, candidate)));
            var none = new JudgingFailure(
                FailureKind.Unparseable,
                result.IsComplete ? $"the judge wrote none of {markers}" : $"after {reasoning.MaxTokens} tokens the judge had written none of {markers}");
            return judgment with { Text = result.Text, FailureReason = none.ToString() };
        }

        return Decide(judgment with { Text = result.Text }, [.. candidates.Select((_, i) => i == found ? 1.0 : 0)]);
    }

    private Judgment Read(Prompt prompt, Comparison comparison, ScoringResult result)
    {
        var judgment = Begin(prompt, comparison, result.PromptTokens) with { ComputedTokens = result.ComputedTokens };
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

        var sum = result.LogProbabilities.Sum(Math.Exp);
        return Decide(judgment, [.. result.LogProbabilities.Select(log => Math.Exp(log) / sum)]);
    }

    private Judgment Begin(Prompt prompt, Comparison comparison, int? tokens) =>
        new(Description.Name, Description.Protocol, prompt.Id, comparison.First.Contestant, comparison.Second?.Contestant)
        {
            Turn = comparison.Turn,
            Repeat = comparison.Repeat,
            Tokens = tokens,
        };

    private static Judgment Decide(Judgment judgment, double[] p) => (judgment.Protocol, p) switch
    {
        (Protocol.Pointwise, _) => judgment with { Probabilities = p, Score = p.Select((probability, i) => (i + 1) * probability).Sum() },
        (_, [var first, var second]) => Decide(judgment, first, second, 0),
        (_, [var first, var second, var tie]) => Decide(judgment, first, second, tie),
        (_, [var muchFirst, var first, var tie, var second, var muchSecond]) => Weigh(
            Decide(judgment, muchFirst + first, muchSecond + second, tie),
            (VerdictDistribution.MuchBetterWeight * muchFirst) + first,
            (VerdictDistribution.MuchBetterWeight * muchSecond) + second,
            tie),
        _ => throw new InvalidOperationException("a template of another number of candidates was not refused"),
    };

    private static Judgment Decide(Judgment judgment, double first, double second, double tie)
    {
        double[] p = [first, second, tie];
        return judgment with
        {
            Probabilities = p,
            Verdict = VerdictDistribution.Likeliest(p),
            FirstWinProbability = Math.Clamp(first + (tie / 2), 0, 1),
        };
    }

    /// <summary>
    /// Of labels with weights, the expected weight counts, and the share of it that the first earns. Of one sure label that is the label's own weight
    /// and outcome; the verdict stays the likeliest.
    /// </summary>
    private static Judgment Weigh(Judgment judgment, double first, double second, double tie)
    {
        var weight = first + second + tie;
        return judgment with { FirstWinProbability = Math.Clamp((first + (tie / 2)) / weight, 0, 1), Weight = weight };
    }
}
