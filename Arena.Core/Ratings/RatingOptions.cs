namespace Arena.Core.Ratings;

/// <summary>How to rate.</summary>
public sealed record RatingOptions
{
    /// <summary>The model; Bradley–Terry by default.</summary>
    public RatingModel Model { get; init; } = RatingModel.BradleyTerry;

    /// <summary>What the fit holds constant; nothing by default. Likelihood models only.</summary>
    public RatingControls Controls { get; init; }

    /// <summary>Where intervals come from; the sandwich by default.</summary>
    public IntervalMethod Intervals { get; init; } = IntervalMethod.Sandwich;

    /// <summary>Bootstrap replicates, 2 or more; 1000 by default.</summary>
    public int Replicates { get; init; } = 1000;

    /// <summary>Seed of everything drawn at random; 1 by default.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Confidence level of all intervals, in (0, 1); 0.95 by default.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>
    /// Precision of a normal prior around 0 on every log-strength, 0 or more; 0, no prior, by default. Likelihood models only.
    /// </summary>
    public double Ridge { get; init; }

    /// <summary>Throws where a value is out of its range or does not go with another.</summary>
    /// <exception cref="ArgumentException">The message says which, and what to choose instead.</exception>
    public void Validate()
    {
        var isLikelihood = Model is RatingModel.BradleyTerry or RatingModel.Davidson or RatingModel.RaoKupper;
        Require(Replicates >= 2, $"{Replicates} bootstrap replicates are too few: take 2 or more, 1000 for intervals to rely on");
        Require(Level is > 0 and < 1, $"a confidence level of {Level} is not between 0 and 1");
        Require(Ridge >= 0 && double.IsFinite(Ridge), $"a ridge of {Ridge} is not 0 or a positive number");
        Require(isLikelihood || Controls == RatingControls.None, $"{Model} takes no controls: choose bt, davidson or rao-kupper");
        Require(isLikelihood || Ridge == 0, $"{Model} takes no ridge: choose bt, davidson or rao-kupper");
        Require(
            Model != RatingModel.RankList || Intervals != IntervalMethod.Sandwich,
            "RankList has bootstrap intervals only: choose bootstrap or none");
        Require(Model != RatingModel.Elo || Intervals == IntervalMethod.None, "Elo has no intervals: choose none");

        static void Require(bool condition, string reason)
        {
            if (!condition)
            {
                throw new ArgumentException(reason);
            }
        }
    }
}
