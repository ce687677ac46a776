using Arena.Core.Ratings;

namespace Arena.Core.Bias.Recorded;

/// <summary>Counts votes for the left. A battle's first contestant stands on the left.</summary>
internal sealed class SideAudit
{
    private const string Humans = "humans";

    private readonly Dictionary<string, List<Vote>> _votes = new(StringComparer.Ordinal);

    /// <summary>Takes up a file of battles. Without a column of judges its votes are those of humans, or without one of workers either of the file.</summary>
    public void Add(string path, BattleTable battles)
    {
        var name = Path.GetFileName(path);
        for (var row = 0; row < battles.Count; row++)
        {
            var battle = battles[row];
            var source = battle.Judge ?? (battles.Workers is null ? name : Humans);
            if (!_votes.TryGetValue(source, out var votes))
            {
                _votes[source] = votes = [];
            }

            votes.Add(new(battle.Cluster ?? $"{name}:{row}", battle.First, battle.Second, battle.Outcome));
        }
    }

    public IReadOnlyList<SidePreference> Preferences(double level) =>
    [
        .. _votes.Select(of =>
        {
            var votes = new PromptClusters<Vote>(of.Value, vote => vote.PromptId, level);
            var decided = new PromptClusters<Vote>(of.Value.Where(vote => vote.IsDecided), vote => vote.PromptId, level);
            return new SidePreference(
                of.Key, of.Value.Count, of.Value.Select(vote => vote.Pair).Distinct().Count(), decided.Share(vote => vote.IsLeft), votes.Share(vote => !vote.IsDecided));
        }),
    ];

    public IReadOnlyList<SideDifference> Differences(double level)
    {
        if (!_votes.TryGetValue(Humans, out var humans))
        {
            return [];
        }

        var shares = Shares(humans);
        return [.. _votes.Where(of => of.Key != Humans).Select(of => Difference(of.Key, Shares(of.Value), shares, level))];
    }

    private static SideDifference Difference(
        string judge, Dictionary<(string, string, string), double> judged, Dictionary<(string, string, string), double> voted, double level)
    {
        var both = new PromptClusters<(string PromptId, double Difference)>(
            judged.Where(of => voted.ContainsKey(of.Key)).Select(of => (of.Key.Item1, of.Value - voted[of.Key])), pair => pair.PromptId, level);
        return new(judge, both.Items, both.Prompts, both.Mean(pair => pair.Difference));
    }

    /// <summary>The share of decided votes for the left, pair by pair in the order shown.</summary>
    private static Dictionary<(string, string, string), double> Shares(List<Vote> votes) => votes
        .Where(vote => vote.IsDecided)
        .GroupBy(vote => vote.Pair)
        .ToDictionary(pair => pair.Key, pair => pair.Average(vote => vote.IsLeft ? 1.0 : 0.0));

    private sealed record Vote(string PromptId, string Left, string Right, double Outcome)
    {
        public (string, string, string) Pair => (PromptId, Left, Right);

        public bool IsDecided => Outcome != 0.5;

        public bool IsLeft => Outcome > 0.5;
    }
}
