using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>What a contestant earns against the baseline.</summary>
/// <param name="Name">The contestant.</param>
/// <param name="Battles">Its battles against the baseline.</param>
/// <param name="Prompts">On how many prompts.</param>
/// <param name="WinRate">Its share of the points, in [0, 1], a tie counting ½ and a battle by its weight.</param>
public sealed record BaselineWinRate(string Name, int Battles, int Prompts, IntervalEstimate WinRate)
{
    /// <summary>What the win rate would be if its responses were as long as the baseline's, in [0, 1]; null where that was not asked for.</summary>
    public IntervalEstimate? LengthControlled { get; init; }

    /// <summary>Mean length of its responses in these battles, in characters; null where lengths were not asked for.</summary>
    public double? MeanLength { get; init; }
}
