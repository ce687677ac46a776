using System.Runtime.InteropServices;
using Arena.Core.Ratings;

namespace Arena.Core.Surrogate.Hybrid;

/// <summary>What a cheap judge foretold, with what the real judge said of the same pairs.</summary>
/// <param name="Battles">A battle for every pair of contestants on a prompt that the cheap judge judged, by prompt and name.</param>
/// <param name="Left">Pairs that the real judge judged and the cheap one did not; nothing is foretold of them, so they are left out.</param>
public sealed record MatchedBattles(IReadOnlyList<HybridBattle> Battles, int Left)
{
    /// <summary>
    /// Matches the battles of two judges by prompt and pair. Several battles of a pair on a prompt count as their mean. Battles without a prompt cannot be
    /// matched and are left out.
    /// </summary>
    /// <param name="real">The battles of the real judge.</param>
    /// <param name="cheap">The battles of the cheap one.</param>
    /// <exception cref="ArgumentException">They have no pair in common.</exception>
    public static MatchedBattles Of(BattleTable real, BattleTable cheap)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(cheap);
        var (judged, predicted) = (Means(real), Means(cheap));
        HybridBattle[] battles =
        [
            .. predicted.OrderBy(pair => pair.Key.Prompt, StringComparer.Ordinal).ThenBy(pair => pair.Key.First, StringComparer.Ordinal).ThenBy(pair => pair.Key.Second, StringComparer.Ordinal)
                .Select(pair => new HybridBattle(
                    pair.Key.First,
                    pair.Key.Second,
                    pair.Key.Prompt,
                    pair.Value.Sum / pair.Value.Weight,
                    judged.TryGetValue(pair.Key, out var verdict) ? verdict.Sum / verdict.Weight : null)),
        ];
        var shared = battles.Count(battle => battle.Judged is not null);
        return shared > 0
            ? new MatchedBattles(battles, judged.Count - shared)
            : throw new ArgumentException("the two judges judged no pair of contestants on a prompt in common");
    }

    private static Dictionary<(string Prompt, string First, string Second), (double Sum, double Weight)> Means(BattleTable table)
    {
        var means = new Dictionary<(string Prompt, string First, string Second), (double Sum, double Weight)>();
        for (var row = 0; row < table.Count; row++)
        {
            var battle = table[row];
            if (battle.Cluster is not { } prompt)
            {
                continue;
            }

            var isTurned = string.CompareOrdinal(battle.First, battle.Second) > 0;
            var key = isTurned ? (prompt, battle.Second, battle.First) : (prompt, battle.First, battle.Second);
            ref var mean = ref CollectionsMarshal.GetValueRefOrAddDefault(means, key, out _);
            mean = (mean.Sum + (battle.Weight * (isTurned ? 1 - battle.Outcome : battle.Outcome)), mean.Weight + battle.Weight);
        }

        return means;
    }
}
