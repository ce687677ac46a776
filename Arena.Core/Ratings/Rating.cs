using System.Numerics.Tensors;

namespace Arena.Core.Ratings;

/// <summary>Fits rating models to battles.</summary>
public static class Rating
{
    /// <summary>Fits the model that the options name.</summary>
    /// <param name="battles">The battles; at least one.</param>
    /// <param name="options">How to rate.</param>
    /// <param name="progress">Receives the share of bootstrap replicates done, in [0, 1].</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">The options contradict each other, or do not go with these battles.</exception>
    public static RatingFit Fit(
        BattleTable battles,
        RatingOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(battles);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (battles.Count == 0)
        {
            throw new ArgumentException("there are no battles to rate");
        }

        return options.Model switch
        {
            RatingModel.BradleyTerry or RatingModel.Davidson or RatingModel.RaoKupper =>
                LikelihoodRating.Fit(battles, options, OutcomeOf(options.Model), progress, cancellationToken),
            RatingModel.RankList => FitRankList(battles, options, progress, cancellationToken),
            RatingModel.Elo => FitElo(battles, options),
            _ => throw new ArgumentException($"unknown model {options.Model}"),
        };
    }

    /// <summary>
    /// Fits Bradley–Terry, Davidson or Rao–Kupper to battles that are added up: the estimates that the battles themselves give, without
    /// intervals and controls, since the matrix has forgotten prompts, order and styles.
    /// </summary>
    /// <param name="battles">The battles; at least one.</param>
    /// <param name="options">How to rate; intervals must be <see cref="IntervalMethod.None"/>.</param>
    /// <param name="start">
    /// A fit to begin from, as the one before the latest battles: it is reached sooner, and the estimates agree to about ten digits with those
    /// found without it. Without it they depend on the matrix alone, to the last bit.
    /// </param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">The options ask for what a matrix cannot give, or do not go with these battles.</exception>
    public static RatingFit Fit(
        WinMatrix battles, RatingOptions options, RatingFit? start = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(battles);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (battles.Battles == 0)
        {
            throw new ArgumentException("there are no battles to rate");
        }

        if (options.Model is not (RatingModel.BradleyTerry or RatingModel.Davidson or RatingModel.RaoKupper))
        {
            throw new ArgumentException($"{options.Model} needs the battles themselves, not a win matrix: choose bt, davidson or rao-kupper");
        }

        if (options.Intervals != IntervalMethod.None)
        {
            throw new ArgumentException("a win matrix does not know which battles share a prompt, so it has no intervals: choose none");
        }

        if (options.Controls != RatingControls.None)
        {
            throw new ArgumentException("a win matrix knows neither order nor style, so it has no controls: choose none");
        }

        return LikelihoodRating.Fit(battles, options, OutcomeOf(options.Model), start, cancellationToken);
    }

    /// <summary>Fits to resampled clusters, of a model that has a bootstrap and battles that it has been fitted to.</summary>
    internal static Refits Refit(BattleTable battles, RatingOptions options, CancellationToken cancellationToken)
    {
        if (options.Model != RatingModel.RankList)
        {
            return LikelihoodRating.Refit(battles, options, OutcomeOf(options.Model), cancellationToken);
        }

        var rating = new RankListRating(battles);
        return Refit(rating, rating.Fit(), IslandsOf(battles));
    }

    private static OutcomeModel OutcomeOf(RatingModel model) => model switch
    {
        RatingModel.Davidson => new DavidsonOutcome(),
        RatingModel.RaoKupper => new RaoKupperOutcome(),
        _ => new BradleyTerryOutcome(),
    };

    private static Refits Refit(RankListRating rating, RankListFit fit, ComparisonGroups groups)
    {
        double[] start = [.. fit.Scores];
        return new Refits(
            rating.ClusterCount,
            () =>
            {
                var weights = new double[rating.ClusterCount];
                return times =>
                {
                    TensorPrimitives.ConvertTruncating<int, double>(times, weights);
                    var refit = rating.Fit(weights, start, gradientTolerance: 1e-6);
                    return refit.IsConverged ? Centre(refit.Scores, groups.IslandOf) : null;
                };
            });
    }

    private static RatingFit FitRankList(
        BattleTable battles,
        RatingOptions options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var rating = new RankListRating(battles);
        var fit = rating.Fit();
        var notes = new List<string>();
        BootstrapUncertainty? uncertainty = null;
        var failed = 0;
        var groups = IslandsOf(battles);
        if (options.Intervals == IntervalMethod.Bootstrap && rating.ClusterCount < 2)
        {
            notes.Add(RatingNotes.OnePrompt);
        }
        else if (options.Intervals == IntervalMethod.Bootstrap)
        {
            (uncertainty, failed) = Refit(rating, fit, groups).Bootstrap(options, progress, cancellationToken);
            notes.AddRange(uncertainty is null
                ? [RatingNotes.TooFewReplicates(failed, options.Replicates)]
                : RatingNotes.OfIntervals(options.Intervals, battles.Clusters is null ? null : rating.ClusterCount, failed, options.Replicates));
        }

        return new RatingFit
        {
            Options = options,
            Contestants = battles.Contestants,
            LogStrengths = Centre(fit.Scores, groups.IslandOf),
            Groups = groups.IslandOf,
            Islands = groups.IslandOf,
            Converged = fit.IsConverged,
            Iterations = fit.Iterations,
            GradientNorm = fit.GradientNorm,
            Uncertainty = uncertainty,
            FailedReplicates = failed,
            Notes = notes,
        };
    }

    private static RatingFit FitElo(BattleTable battles, RatingOptions options)
    {
        var groups = IslandsOf(battles);
        return new RatingFit
        {
            Options = options,
            Contestants = battles.Contestants,
            LogStrengths = Centre([.. EloRating.Fit(battles).Select(RatingScale.ToLogStrength)], groups.IslandOf),
            Groups = groups.IslandOf,
            Islands = groups.IslandOf,
            Converged = true,
            Iterations = battles.Count,
            GradientNorm = 0,
            Notes = ["Elo depends on the order of the battles and has no interval: the ranks stand for this order only."],
        };
    }

    /// <summary>Models whose scores are always finite tell apart only contestants that no chain of battles joins.</summary>
    private static ComparisonGroups IslandsOf(BattleTable battles)
    {
        var design = ComparisonDesign.Build(battles, RatingControls.None);
        return ComparisonGroups.Find(design, design.Totals);
    }

    private static double[] Centre(IReadOnlyList<double> scores, IReadOnlyList<int> groupOf)
    {
        var means = scores.Select((score, i) => (Score: score, Group: groupOf[i])).GroupBy(pair => pair.Group).ToDictionary(
            group => group.Key,
            group => group.Average(pair => pair.Score));
        return [.. scores.Select((score, i) => score - means[groupOf[i]])];
    }
}
