using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>
/// Two judges of the same responses side by side: the same folds, permutations and draws, so that differences are of the judges and their intervals are
/// those of differences.
/// </summary>
/// <param name="First">The one judge.</param>
/// <param name="Second">The other.</param>
/// <param name="Responses">Number of responses that both judged.</param>
/// <param name="Contestants">Number of contestants.</param>
/// <param name="Prompts">Number of prompts.</param>
/// <param name="OutcomeCorrelation">Spearman's ρ of what the two gave, response by response.</param>
/// <param name="Groups">Importance of redundancy groups for both, by the larger of the two.</param>
/// <param name="Curves">Curves for both.</param>
/// <param name="Alone">AUC with all features, length alone and style alone for both.</param>
/// <param name="Level">Confidence level.</param>
/// <param name="Seed">Seed of all that was drawn.</param>
public sealed record SurrogateExplanationComparison(
    string First,
    string Second,
    int Responses,
    int Contestants,
    int Prompts,
    double OutcomeCorrelation,
    IReadOnlyList<JudgeDifference> Groups,
    IReadOnlyList<CurveDifference> Curves,
    IReadOnlyList<JudgeDifference> Alone,
    double Level,
    long Seed)
{
    /// <summary>Compares two judges.</summary>
    /// <param name="firstName">Name of the one judge.</param>
    /// <param name="first">What it judged.</param>
    /// <param name="secondName">Name of the other.</param>
    /// <param name="second">What that one judged; with the same features.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="seed">Seed of all that is drawn.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">The two have other features, or fewer than three contestants in common.</exception>
    public static SurrogateExplanationComparison Of(
        string firstName,
        JudgedResponses first,
        string secondName,
        JudgedResponses second,
        ExplanationOptions? options = null,
        long seed = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!first.Features.Columns.SequenceEqual(second.Features.Columns, StringComparer.Ordinal))
        {
            throw new ArgumentException($"{firstName} and {secondName} were given other features: make both with the same registry");
        }

        var places = RowsByName(second);
        (int First, int Second)[] both =
        [
            .. RowsByName(first).Where(row => places.ContainsKey(row.Key))
                .OrderBy(row => row.Key.Contestant, StringComparer.Ordinal).ThenBy(row => row.Key.Prompt, StringComparer.Ordinal)
                .Select(row => (row.Value, places[row.Key])),
        ];
        var table = ExplanationTable.Of(first, [.. both.Select(row => row.First)]);
        return Of(
            firstName,
            table,
            secondName,
            table.JudgedAs(ExplanationTable.Of(second, [.. both.Select(row => row.Second)])),
            options ?? new(),
            seed,
            ExplanationRun.DefaultScorer,
            cancellationToken);
    }

    /// <summary>Compares two tables of the same rows.</summary>
    internal static SurrogateExplanationComparison Of(
        string firstName, ExplanationTable first, string secondName, ExplanationTable second, ExplanationOptions options, long seed, Func<IScorer> scorer, CancellationToken cancellationToken = default)
    {
        var one = ExplanationRun.Of(first, options, seed, scorer(), null, cancellationToken);
        var other = ExplanationRun.Of(second, options, seed, scorer(), one.Groups, cancellationToken);
        var (ones, others) = (one.PermuteGroups(null, cancellationToken), other.PermuteGroups(null, cancellationToken).ToDictionary(group => group.Name, StringComparer.Ordinal));
        var dearest = ones.OrderByDescending(group => Math.Max(group.LossRise.Value, others[group.Name].LossRise.Value)).ThenBy(group => group.Name, StringComparer.Ordinal).ToArray();
        int[] columns = [.. dearest.Take(options.Curves).Select(group => group.Columns[0])];
        var firstCurves = CurveAnalysis.Of(first, columns, one.Draws, options.CurveReplicates, cancellationToken);
        var secondCurves = CurveAnalysis.Of(second, columns, other.Draws, options.CurveReplicates, cancellationToken);
        return new(
            firstName,
            secondName,
            first.Rows,
            first.Contestants,
            first.Prompts,
            RankCorrelation.SpearmanRho(first.Outcomes, second.Outcomes),
            [.. dearest.Select(group => JudgeDifference.Of(group.Name, group.AucDrop, others[group.Name].AucDrop, options.Level))],
            [.. firstCurves.Zip(secondCurves, (a, b) => CurveDifference.Of(one.GroupOf(first.Columns[a.Column]), a.Curve, b.Curve, options.Level))],
            [.. Alone()],
            options.Level,
            seed);

        IEnumerable<JudgeDifference> Alone()
        {
            yield return JudgeDifference.Of("all features", one.Figures(one.Full).Auc, other.Figures(other.Full).Auc, options.Level);
            foreach (var (name, kept) in new[] { ("length alone", KnownShares.Length), ("style alone", KnownShares.Style) })
            {
                if (one.Alone(name, scorer(), kept.Contains, cancellationToken) is { } ofOne && other.Alone(name, scorer(), kept.Contains, cancellationToken) is { } ofOther)
                {
                    yield return JudgeDifference.Of(name, one.Figures(ofOne).Auc, other.Figures(ofOther).Auc, options.Level);
                }
            }
        }
    }

    private static Dictionary<(string Contestant, string Prompt), int> RowsByName(JudgedResponses data) =>
        Enumerable.Range(0, data.Rows).ToDictionary(row => (data.Contestants[data.ContestantOf[row]], data.Prompts[data.PromptOf[row]]));
}
