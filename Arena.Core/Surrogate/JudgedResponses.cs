using Arena.Core.Surrogate.Features;

namespace Arena.Core.Surrogate;

/// <summary>
/// What a surrogate judge learns from and is measured on: responses with their features, how alike they are, and what each earned against others'
/// responses to the same prompt. Where all battles are against one baseline, it is no row and has strength 0. Immutable.
/// </summary>
public sealed class JudgedResponses
{
    private readonly int[,] _rowOf;

    private JudgedResponses(string? baseline, string[] contestants, string[] prompts, int[] contestantOf, int[] promptOf, JudgedPair[] pairs, FeatureMatrix features, Likeness? likeness)
    {
        Baseline = baseline;
        Contestants = contestants;
        Prompts = prompts;
        ContestantOf = contestantOf;
        PromptOf = promptOf;
        Pairs = pairs;
        Features = features;
        Likeness = likeness;
        Outcomes = Means(contestantOf.Length, pairs, pair => pair.Outcome);
        _rowOf = RowTable(contestants.Length, prompts.Length, contestantOf, promptOf);
    }

    /// <summary>The contestant that all others were compared with; null where they were compared with each other.</summary>
    public string? Baseline { get; }

    /// <summary>Names of the contestants, the baseline not among them.</summary>
    public IReadOnlyList<string> Contestants { get; }

    /// <summary>Ids of the prompts.</summary>
    public IReadOnlyList<string> Prompts { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Outcomes.Count;

    /// <summary>The contestant of every row.</summary>
    public IReadOnlyList<int> ContestantOf { get; }

    /// <summary>The prompt of every row.</summary>
    public IReadOnlyList<int> PromptOf { get; }

    /// <summary>What was judged.</summary>
    public IReadOnlyList<JudgedPair> Pairs { get; }

    /// <summary>What the response earned, in [0, 1]: the mean over its pairs.</summary>
    public IReadOnlyList<double> Outcomes { get; }

    /// <summary>The features; a row each.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>How alike responses to the same prompt are; null where the texts are not known.</summary>
    public Likeness? Likeness { get; }

    /// <summary>The row of a contestant's response to a prompt; -1 where there is none.</summary>
    /// <param name="contestant">The contestant.</param>
    /// <param name="prompt">The prompt.</param>
    public int RowOf(int contestant, int prompt) => _rowOf[contestant, prompt];

    /// <summary>The contestant that is in every battle, where there are three or more contestants; null where there is none.</summary>
    /// <param name="battles">The battles.</param>
    public static string? BaselineOf(IReadOnlyCollection<Battle> battles)
    {
        ArgumentNullException.ThrowIfNull(battles);
        string[] candidates = battles.Count == 0 ? [] : [battles.First().First, battles.First().Second];
        var baseline = Array.Find(candidates, candidate => battles.All(battle => battle.First == candidate || battle.Second == candidate));
        return baseline is not null && battles.Any(battle => !candidates.Contains(battle.First) || !candidates.Contains(battle.Second)) ? baseline : null;
    }

    /// <summary>Puts judged responses together.</summary>
    /// <param name="registry">Which features to compute.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="responses">All responses, the baseline's too; those that were not judged still count in consensus.</param>
    /// <param name="battles">What was judged; the cluster is the prompt's id.</param>
    /// <param name="baseline">The contestant that all others were compared with; null where they were compared with each other.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">A battle is not against the baseline, has no prompt, or a response is missing or there twice.</exception>
    public static JudgedResponses Create(
        FeatureRegistry registry,
        IReadOnlyList<Prompt> prompts,
        IReadOnlyList<Response> responses,
        IEnumerable<Battle> battles,
        string? baseline,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(responses);
        var all = FeatureExtractor.Extract(registry, prompts, responses, baseline, cancellationToken);
        return Create(all, battles, baseline, data => Compare(responses, data.Contestants, data.Prompts, baseline, cancellationToken));
    }

    /// <summary>Puts judged responses together of which the features are known and the texts are not.</summary>
    /// <param name="features">Features of all responses.</param>
    /// <param name="battles">What was judged; the cluster is the prompt's id.</param>
    /// <param name="baseline">As for the other form.</param>
    /// <exception cref="ArgumentException">As for the other form.</exception>
    public static JudgedResponses Create(FeatureMatrix features, IEnumerable<Battle> battles, string? baseline) => Create(features, battles, baseline, _ => null);

    /// <summary>Responses of which none was judged; all are rows, but for a baseline's that is among them.</summary>
    internal static JudgedResponses Unjudged(
        FeatureRegistry registry, IReadOnlyList<Prompt> prompts, IReadOnlyList<Response> responses, string? baseline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(responses);
        var all = FeatureExtractor.Extract(registry, prompts, responses, baseline, cancellationToken);
        var rows = responses.Where(response => response.Contestant != baseline).Select(response => (response.PromptId, response.Contestant)).ToHashSet();
        return Build(all, rows, [], baseline, data => Compare(responses, data.Contestants, data.Prompts, baseline, cancellationToken));
    }

    /// <summary>The mean over the pairs of every row of something that is seen from its side; NaN of a row without pairs.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="value">What to average, of a pair with the row first.</param>
    internal static double[] Means(int rows, IEnumerable<JudgedPair> pairs, Func<JudgedPair, double> value)
    {
        var (sums, weights) = (new double[rows], new double[rows]);
        foreach (var pair in BothSides(pairs))
        {
            sums[pair.Row] += pair.Weight * value(pair);
            weights[pair.Row] += pair.Weight;
        }

        return [.. sums.Zip(weights, (sum, weight) => sum / weight)];
    }

    /// <summary>Pairs as either response sees them, because of two responses either may be named first; those against the baseline once.</summary>
    /// <param name="pairs">The pairs.</param>
    internal static IEnumerable<JudgedPair> BothSides(IEnumerable<JudgedPair> pairs)
    {
        foreach (var pair in pairs)
        {
            yield return pair;
            if (pair.Opponent >= 0)
            {
                yield return pair.Exchange();
            }
        }
    }

    private static JudgedResponses Create(
        FeatureMatrix all, IEnumerable<Battle> battles, string? baseline, Func<(string[] Contestants, string[] Prompts), Likeness?> likenessOf)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(battles);
        var earned = new Dictionary<(string Prompt, string First, string Second), (double Sum, double Weight)>();
        foreach (var battle in battles)
        {
            if (battle.Cluster is not { } prompt || battle.First == battle.Second || (baseline is not null && battle.First != baseline && battle.Second != baseline))
            {
                throw new ArgumentException($"the battle of {battle.First} and {battle.Second} is not one against {baseline ?? "another contestant"} on a prompt");
            }

            var isTurned = battle.First == baseline || (battle.Second != baseline && string.CompareOrdinal(battle.First, battle.Second) > 0);
            var (key, outcome) = isTurned ? ((prompt, battle.Second, battle.First), 1 - battle.Outcome) : ((prompt, battle.First, battle.Second), battle.Outcome);
            var (sum, weight) = earned.GetValueOrDefault(key);
            earned[key] = (sum + (battle.Weight * outcome), weight + battle.Weight);
        }

        var judged = earned.Keys.SelectMany(key => new[] { (key.Prompt, key.First), (key.Prompt, key.Second) }).Where(key => key.Item2 != baseline).ToHashSet();
        return Build(all, judged, earned, baseline, likenessOf);
    }

    private static JudgedResponses Build(
        FeatureMatrix all,
        HashSet<(string Prompt, string Contestant)> judged,
        Dictionary<(string Prompt, string First, string Second), (double Sum, double Weight)> earned,
        string? baseline,
        Func<(string[] Contestants, string[] Prompts), Likeness?> likenessOf)
    {
        int[] rows = [.. Enumerable.Range(0, all.Rows).Where(row => judged.Contains((all.Prompts[row], all.Contestants[row])))];
        var rowOf = new Dictionary<(string Prompt, string Contestant), int>();
        foreach (var (at, row) in rows.Index())
        {
            if (!rowOf.TryAdd((all.Prompts[row], all.Contestants[row]), at))
            {
                throw new ArgumentException($"{all.Contestants[row]} has more than one response to prompt {all.Prompts[row]}");
            }
        }

        if (rowOf.Count < judged.Count)
        {
            var (prompt, contestant) = judged.First(key => !rowOf.ContainsKey(key));
            throw new ArgumentException($"there is a battle but no response of {contestant} to prompt {prompt}");
        }

        string[] contestants = [.. judged.Select(key => key.Contestant).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] prompts = [.. all.Prompts.Distinct(StringComparer.Ordinal)];
        var (contestantIndex, promptIndex) = (Index(contestants), Index(prompts));
        return new(
            baseline,
            contestants,
            prompts,
            [.. rows.Select(row => contestantIndex[all.Contestants[row]])],
            [.. rows.Select(row => promptIndex[all.Prompts[row]])],
            [
                .. earned.Select(item => new JudgedPair(
                    rowOf[(item.Key.Prompt, item.Key.First)],
                    item.Key.Second == baseline ? JudgedPair.Baseline : rowOf[(item.Key.Prompt, item.Key.Second)],
                    item.Value.Sum / item.Value.Weight,
                    item.Value.Weight)).OrderBy(pair => pair.Row).ThenBy(pair => pair.Opponent),
            ],
            new FeatureMatrix(
                all.Columns,
                [.. rows.Select(row => all.Prompts[row])],
                [.. rows.Select(row => all.Contestants[row])],
                [.. rows.SelectMany(row => all.Row(row).ToArray())]),
            likenessOf((contestants, prompts)));
    }

    private static Likeness Compare(IReadOnlyList<Response> responses, string[] contestants, string[] prompts, string? baseline, CancellationToken cancellationToken)
    {
        var contestantIndex = Index(baseline is null ? contestants : [.. contestants, baseline]);
        var promptIndex = Index(prompts);
        var texts = new string?[contestantIndex.Count, prompts.Length];
        foreach (var response in responses)
        {
            if (contestantIndex.TryGetValue(response.Contestant, out var contestant) && promptIndex.TryGetValue(response.PromptId, out var prompt))
            {
                texts[contestant, prompt] = PromptView.Join(response.Turns);
            }
        }

        return Likeness.Of(texts, cancellationToken);
    }

    private static Dictionary<string, int> Index(string[] names) => names.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);

    private static int[,] RowTable(int contestants, int prompts, int[] contestantOf, int[] promptOf)
    {
        var table = new int[contestants, prompts];
        for (var c = 0; c < contestants; c++)
        {
            for (var p = 0; p < prompts; p++)
            {
                table[c, p] = -1;
            }
        }

        for (var row = 0; row < contestantOf.Length; row++)
        {
            table[contestantOf[row], promptOf[row]] = row;
        }

        return table;
    }
}
