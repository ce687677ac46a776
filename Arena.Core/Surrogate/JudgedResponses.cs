using Arena.Core.Surrogate.Features;

namespace Arena.Core.Surrogate;

/// <summary>
/// What a surrogate judge learns from and is measured on: responses with their features, how alike they are, and what each earned against the
/// baseline's response to the same prompt. The baseline itself is no row. Immutable.
/// </summary>
public sealed class JudgedResponses
{
    private readonly int[,] _rowOf;

    private JudgedResponses(
        string baseline, string[] contestants, string[] prompts, int[] contestantOf, int[] promptOf, double[] outcomes, FeatureMatrix features, Likeness likeness)
    {
        Baseline = baseline;
        Contestants = contestants;
        Prompts = prompts;
        ContestantOf = contestantOf;
        PromptOf = promptOf;
        Outcomes = outcomes;
        Features = features;
        Likeness = likeness;
        _rowOf = RowTable(contestants.Length, prompts.Length, contestantOf, promptOf);
    }

    /// <summary>The contestant that all others were compared with.</summary>
    public string Baseline { get; }

    /// <summary>Names of the contestants.</summary>
    public IReadOnlyList<string> Contestants { get; }

    /// <summary>Ids of the prompts.</summary>
    public IReadOnlyList<string> Prompts { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Outcomes.Count;

    /// <summary>The contestant of every row.</summary>
    public IReadOnlyList<int> ContestantOf { get; }

    /// <summary>The prompt of every row.</summary>
    public IReadOnlyList<int> PromptOf { get; }

    /// <summary>What the response earned against the baseline's, in [0, 1]: the mean where it was judged more than once.</summary>
    public IReadOnlyList<double> Outcomes { get; }

    /// <summary>The features; a row each.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>How alike responses to the same prompt are.</summary>
    public Likeness Likeness { get; }

    /// <summary>The row of a contestant's response to a prompt; -1 where there is none.</summary>
    /// <param name="contestant">The contestant.</param>
    /// <param name="prompt">The prompt.</param>
    public int RowOf(int contestant, int prompt) => _rowOf[contestant, prompt];

    /// <summary>Puts judged responses together.</summary>
    /// <param name="registry">Which features to compute.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="responses">All responses, the baseline's too; those that were not judged still count in consensus.</param>
    /// <param name="battles">Battles against the baseline; the cluster is the prompt's id.</param>
    /// <param name="baseline">The contestant that all others were compared with.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">A battle is not against the baseline, has no prompt, or its response is missing.</exception>
    public static JudgedResponses Create(
        FeatureRegistry registry,
        IReadOnlyList<Prompt> prompts,
        IReadOnlyList<Response> responses,
        IEnumerable<Battle> battles,
        string baseline,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(responses);
        ArgumentNullException.ThrowIfNull(battles);
        var earned = new Dictionary<(string Prompt, string Contestant), (double Sum, double Weight)>();
        foreach (var battle in battles)
        {
            var (contestant, outcome) = battle.Second == baseline ? (battle.First, battle.Outcome) : (battle.Second, 1 - battle.Outcome);
            if (battle.Cluster is not { } prompt || contestant == baseline || (battle.First != baseline && battle.Second != baseline))
            {
                throw new ArgumentException($"the battle of {battle.First} and {battle.Second} is not one against {baseline} on a prompt");
            }

            var (sum, weight) = earned.GetValueOrDefault((prompt, contestant));
            earned[(prompt, contestant)] = (sum + (battle.Weight * outcome), weight + battle.Weight);
        }

        var all = FeatureExtractor.Extract(registry, prompts, responses, baseline, cancellationToken);
        var promptIndex = prompts.Select((prompt, i) => (prompt.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        string[] contestants = [.. earned.Keys.Select(key => key.Contestant).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var contestantIndex = contestants.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var rows = new List<int>(earned.Count);
        for (var i = 0; i < responses.Count; i++)
        {
            if (earned.ContainsKey((responses[i].PromptId, responses[i].Contestant)))
            {
                rows.Add(i);
            }
        }

        if (rows.Count != earned.Count)
        {
            var known = rows.Select(row => (responses[row].PromptId, responses[row].Contestant)).ToHashSet();
            throw rows.Count > earned.Count
                ? new ArgumentException("a contestant has more than one response to a prompt")
                : new ArgumentException($"there is a battle but no response of {earned.Keys.First(key => !known.Contains(key)).Contestant} to a prompt");
        }

        int[] contestantOf = [.. rows.Select(row => contestantIndex[responses[row].Contestant])];
        int[] promptOf = [.. rows.Select(row => promptIndex[responses[row].PromptId])];
        var texts = new string?[contestants.Length + 1, prompts.Count];
        foreach (var response in responses)
        {
            var at = response.Contestant == baseline ? contestants.Length : contestantIndex.GetValueOrDefault(response.Contestant, -1);
            if (at >= 0)
            {
                texts[at, promptIndex[response.PromptId]] = PromptView.Join(response.Turns);
            }
        }

        return new(
            baseline,
            contestants,
            [.. prompts.Select(prompt => prompt.Id)],
            contestantOf,
            promptOf,
            [.. rows.Select(row => earned[(responses[row].PromptId, responses[row].Contestant)]).Select(pair => pair.Sum / pair.Weight)],
            new FeatureMatrix(
                all.Columns,
                [.. rows.Select(row => all.Prompts[row])],
                [.. rows.Select(row => all.Contestants[row])],
                [.. rows.SelectMany(row => all.Row(row).ToArray())]),
            Likeness.Of(texts, cancellationToken));
    }

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
