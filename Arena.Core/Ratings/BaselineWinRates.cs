using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>
/// Everyone against one baseline, as AlpacaEval and Arena-Hard rank: the share of points that each takes from it. Prompts are the independent
/// units. Immutable.
/// </summary>
public sealed class BaselineWinRates
{
    private BaselineWinRates()
    {
    }

    /// <summary>The contestant that all others are set against.</summary>
    public required string Baseline { get; init; }

    /// <summary>Confidence level of all intervals, in (0, 1).</summary>
    public required double Level { get; init; }

    /// <summary>The others, the best first: by the length-controlled win rate where there is one.</summary>
    public required IReadOnlyList<BaselineWinRate> Contestants { get; init; }

    /// <summary>Adds up the battles against a baseline.</summary>
    /// <param name="battles">The battles; those without the baseline are passed over.</param>
    /// <param name="baseline">The baseline.</param>
    /// <param name="level">Confidence level in (0, 1).</param>
    /// <param name="lengthOf">
    /// Length of the response to a prompt by a contestant, in characters, null where there is no such response; null where win rates are not to be
    /// controlled for length.
    /// </param>
    /// <exception cref="ArgumentException">Nobody met the baseline; or a length is needed that is not known.</exception>
    public static BaselineWinRates Create(
        BattleTable battles, string baseline, double level = 0.95, Func<string, string, int?>? lengthOf = null)
    {
        ArgumentNullException.ThrowIfNull(battles);
        ArgumentException.ThrowIfNullOrEmpty(baseline);
        var met = Read(battles, baseline, lengthOf);
        if (met.Count == 0)
        {
            throw new ArgumentException($"nobody met the baseline {baseline}");
        }

        var control = lengthOf is null ? null : new LengthControl(met.Values);
        BaselineWinRate[] rates =
        [
            .. met.Values.Select(contestant =>
            {
                var (sums, counts) = ByPrompt(contestant);
                return new BaselineWinRate(contestant.Name, contestant.Battles.Count, counts.Length, Bounded(ClusterMean.Estimate(sums, counts, level)))
                {
                    LengthControlled = control is null ? null : Bounded(control.Estimate(contestant, level)),
                    MeanLength = control is null ? null : contestant.Battles.Average(battle => (double)battle.Length),
                };
            }),
        ];
        return new BaselineWinRates
        {
            Baseline = baseline,
            Level = level,
            Contestants =
            [
                .. rates.OrderByDescending(rate => (rate.LengthControlled ?? rate.WinRate).Value)
                    .ThenByDescending(rate => rate.WinRate.Value)
                    .ThenBy(rate => rate.Name, StringComparer.Ordinal),
            ],
        };
    }

    private static SortedDictionary<string, AgainstBaseline> Read(BattleTable battles, string baseline, Func<string, string, int?>? lengthOf)
    {
        var met = new SortedDictionary<string, AgainstBaseline>(StringComparer.Ordinal);
        var prompts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < battles.Count; row++)
        {
            var battle = battles[row];
            if (battle.First != baseline && battle.Second != baseline)
            {
                continue;
            }

            var isFirst = battle.Second == baseline;
            var name = isFirst ? battle.First : battle.Second;
            if (!met.TryGetValue(name, out var contestant))
            {
                met.Add(name, contestant = new(name, []));
            }

            var (length, baselineLength) = lengthOf is null ? (0, 0) : (Length(name), Length(baseline));

            // Without a prompt a battle stands for itself.
            var prompt = battle.Cluster ?? $"\0{row}";
            if (!prompts.TryGetValue(prompt, out var number))
            {
                prompts.Add(prompt, number = prompts.Count);
            }

            contestant.Battles.Add(new(number, isFirst ? battle.Outcome : 1 - battle.Outcome, battle.Weight, length, length - baselineLength));

            int Length(string of) => battle.Cluster is { } cluster && lengthOf!(cluster, of) is { } known
                ? known
                : throw new ArgumentException($"there is no response of {of} to prompt {battle.Cluster ?? "(none)"}, so its length is not known");
        }

        return met;
    }

    private static (double[] Sums, double[] Counts) ByPrompt(AgainstBaseline contestant)
    {
        var prompts = new SortedDictionary<int, (double Sum, double Count)>();
        foreach (var battle in contestant.Battles)
        {
            var (sum, count) = prompts.GetValueOrDefault(battle.Prompt);
            prompts[battle.Prompt] = (sum + (battle.Weight * battle.Points), count + battle.Weight);
        }

        return ([.. prompts.Values.Select(prompt => prompt.Sum)], [.. prompts.Values.Select(prompt => prompt.Count)]);
    }

    /// <summary>Win rates lie in [0, 1]; an interval of no width, where all prompts are alike, is none.</summary>
    private static IntervalEstimate Bounded(IntervalEstimate estimate)
    {
        var (value, interval) = (Math.Clamp(estimate.Value, 0, 1), estimate.Interval);
        return new(value, interval.Width > 1e-12
            ? interval with { Lower = Math.Clamp(interval.Lower, 0, 1), Upper = Math.Clamp(interval.Upper, 0, 1) }
            : interval with { Lower = double.NaN, Upper = double.NaN });
    }
}
