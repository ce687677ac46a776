using Arena.Core.Learning;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>The scorers that are compared with each other.</summary>
public static class ScorerCatalogue
{
    /// <summary>Least difference of log-odds at which two responses to a prompt are compared.</summary>
    private const double Margin = 1;

    /// <summary>What a surrogate judge uses: one scorer tells responses apart, the other contestants.</summary>
    public static IScorer Default { get; } = new CombinedScorer(new LogisticScorer(), new StrengthRidge());

    /// <summary>The default with all kinds of inputs that the data have, the richest first.</summary>
    /// <param name="data">The responses.</param>
    public static IReadOnlyList<ScorerSetup> Defaults(JudgedResponses data) => [.. InputsOf(data).Select(inputs => new ScorerSetup(Default, inputs))];

    /// <summary>All scorers: the default first, each with the richest inputs that the data have, and the most important without likeness too.</summary>
    /// <param name="data">The responses.</param>
    public static IReadOnlyList<ScorerSetup> All(JudgedResponses data)
    {
        IScorer[] scorers =
        [
            new StrengthRidge(),
            new LogisticScorer(),
            new LinearRanker("linear RankNet", new RankNetLoss(Margin)),
            new LinearRanker("linear RankList", new RankListLoss(margin: Margin)),
            new LinearRanker("linear ListNet", new ListNetLoss()),
            new LinearRanker("linear ListMLE", new ListMleLoss(Margin)),
            new PerceptronRanker("network RankNet", new RankNetLoss(Margin)),
            new PerceptronRanker("network RankList", new RankListLoss(margin: Margin)),
            BoostedTrees.LightGbm(),
            BoostedTrees.FastTree(),
            BoostedTrees.LambdaMart(),
            new MirageForest(),
        ];
        IScorer[] alone = [new StrengthRidge(), new LogisticScorer(), BoostedTrees.LightGbm(), new MirageForest()];
        var richest = InputsOf(data)[0];
        return
        [
            .. Defaults(data),
            .. scorers.Select(scorer => new ScorerSetup(scorer, richest)),
            .. richest > ScorerInputs.Field ? alone.Select(scorer => new ScorerSetup(scorer, ScorerInputs.Field)) : [],
        ];
    }

    private static ScorerInputs[] InputsOf(JudgedResponses data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Likeness is null ? [ScorerInputs.Field, ScorerInputs.Response]
            : data.Baseline is null ? [ScorerInputs.Likeness, ScorerInputs.Response]
            : [ScorerInputs.Verdicts, ScorerInputs.Likeness, ScorerInputs.Response];
    }
}
