using Arena.Core.Statistics;

namespace Arena.Core.Judging;

/// <summary>
/// The win rate of one contestant in four ways: its mean points over the comparisons that the judge judged, 1 for a win, ½ for a tie. All are
/// about the humans' verdicts but for <see cref="Judge"/>.
/// </summary>
/// <param name="Name">The contestant.</param>
/// <param name="Comparisons">How many comparisons of it (a prompt with two contestants) the judge judged.</param>
/// <param name="Voted">On how many of these humans voted.</param>
/// <param name="Judge">By the judge alone. It is what the judge says, whatever humans would say.</param>
public sealed record CalibratedContestant(string Name, int Comparisons, int Voted, IntervalEstimate Judge)
{
    /// <summary>By the votes alone; NaN without any.</summary>
    public required IntervalEstimate Humans { get; init; }

    /// <summary>By the judge, corrected for how often it errs; NaN where it is no better than a coin.</summary>
    public required IntervalEstimate RoganGladen { get; init; }

    /// <summary>By the votes and the judge together; NaN without votes.</summary>
    public required PredictionPoweredEstimate PredictionPowered { get; init; }
}
