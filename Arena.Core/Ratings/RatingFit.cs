namespace Arena.Core.Ratings;

/// <summary>A fitted rating model.</summary>
public sealed record RatingFit
{
    /// <summary>How the ratings were made.</summary>
    public required RatingOptions Options { get; init; }

    /// <summary>Names of the contestants; all lists by contestant follow this order.</summary>
    public required IReadOnlyList<string> Contestants { get; init; }

    /// <summary>Log-strength θ of every contestant, centred on the mean of its group.</summary>
    public required IReadOnlyList<double> LogStrengths { get; init; }

    /// <summary>The group of every contestant, from 0. Log-strengths compare within a group only.</summary>
    public required IReadOnlyList<int> Groups { get; init; }

    /// <summary>The island of every contestant: between islands there was no battle at all, directly or through others.</summary>
    public required IReadOnlyList<int> Islands { get; init; }

    /// <summary>Whether the fit reached its maximum; true for Elo, which has none to reach.</summary>
    public required bool Converged { get; init; }

    /// <summary>Iterations taken.</summary>
    public required int Iterations { get; init; }

    /// <summary>The largest gradient at the estimates, each divided by the weight of the battles that it is a sum over.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Controls and tie parameter, where the model has them.</summary>
    public IReadOnlyList<RatingParameter> Parameters { get; init; } = [];

    /// <summary>How sure the estimates are; null where no intervals were asked for or none can be given.</summary>
    public RatingUncertainty? Uncertainty { get; init; }

    /// <summary>Bootstrap replicates that did not converge. They are left out of the intervals, which then say too little.</summary>
    public int FailedReplicates { get; init; }

    /// <summary>What a reader of the numbers must know, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
