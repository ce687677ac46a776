using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>Fits rating models to battles.</summary>
public static class Rating
{
    /// <summary>Fewer clusters than this make cluster-robust intervals rough; the fit says so.</summary>
    private const int FewClusters = 30;

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
            RatingModel.BradleyTerry => FitLikelihood(battles, options, new BradleyTerryOutcome(), progress, cancellationToken),
            RatingModel.Davidson => FitLikelihood(battles, options, new DavidsonOutcome(), progress, cancellationToken),
            RatingModel.RaoKupper => FitLikelihood(battles, options, new RaoKupperOutcome(), progress, cancellationToken),
            _ => throw new ArgumentException($"unknown model {options.Model}"),
        };
    }

    private static RatingFit FitLikelihood(
        BattleTable battles,
        RatingOptions options,
        OutcomeModel outcome,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        if (options.Controls.HasFlag(RatingControls.Style) && battles.StyleNames.Count == 0)
        {
            throw new ArgumentException("the battles carry no style columns to control for, such as length_a and length_b");
        }

        var design = ComparisonDesign.Build(battles, options.Controls);
        if (outcome.HasTieParameter && design.HasSoftOutcomes)
        {
            throw new ArgumentException(
                $"{options.Model} needs outcomes that are wins, ties or losses, and some lie between: choose bt for soft verdicts");
        }

        var model = new ComparisonModel(design, outcome, options.Ridge);
        if (outcome.HasTieParameter && model.TieShare == 1)
        {
            throw new ArgumentException($"every battle is a tie, which leaves {options.Model} without a finite tie parameter: choose bt");
        }

        var notes = new List<string>();
        if (outcome.HasTieParameter && !model.HasTieParameter)
        {
            notes.Add("No battle is a tie, so the tie parameter lies at its border and the model is plain Bradley–Terry.");
        }

        var solution = model.Fit(design.Totals, [], isResampled: false, cancellationToken);
        var clusters = battles.Clusters is null ? null : (int?)design.Clusters;
        RatingUncertainty? uncertainty = null;
        var failed = 0;
        if (options.Intervals != IntervalMethod.None)
        {
            if (!solution.Converged)
            {
                notes.Add("The fit did not converge, so no intervals are given.");
            }
            else if (design.Clusters < 2)
            {
                notes.Add("All battles belong to one prompt, so nothing can be said about other prompts: no intervals are given.");
            }
            else
            {
                var inverse = model.Invert(solution.Information);
                if (options.Intervals == IntervalMethod.Sandwich)
                {
                    uncertainty = Sandwich(model, solution, inverse, options);
                }
                else
                {
                    (uncertainty, failed) = Bootstrap(model, solution, inverse, options, progress, cancellationToken);
                }
            }
        }

        if (uncertainty is not null)
        {
            AddNotes(notes, clusters, failed, options.Replicates);
        }

        return new RatingFit
        {
            Options = options,
            Contestants = battles.Contestants,
            LogStrengths = solution.Parameters[..design.Contestants],
            Groups = model.GroupOf,
            Islands = model.Groups.IslandOf,
            Converged = solution.Converged,
            Iterations = solution.Iterations,
            GradientNorm = solution.GradientNorm,
            Parameters = [.. Parameters(model, solution, uncertainty, outcome)],
            Uncertainty = uncertainty,
            FailedReplicates = failed,
            Notes = notes,
        };
    }

    private static IEnumerable<RatingParameter> Parameters(
        ComparisonModel model,
        ComparisonModel.Solution solution,
        RatingUncertainty? uncertainty,
        OutcomeModel outcome)
    {
        var n = model.Design.Contestants;
        for (var k = 0; k < model.Design.CovariateNames.Length; k++)
        {
            yield return new RatingParameter(model.Design.CovariateNames[k], solution.Parameters[n + k], uncertainty?.IntervalOf(n + k));
        }

        if (model.HasTieParameter)
        {
            var interval = uncertainty?.IntervalOf(model.TieIndex);
            yield return new RatingParameter(
                "tie",
                OutcomeModel.Natural(solution.Parameters[model.TieIndex]),
                interval is { } tau
                    ? new Interval(OutcomeModel.Natural(tau.Lower), OutcomeModel.Natural(tau.Upper), tau.Level)
                    : null);
        }
        else if (outcome.HasTieParameter)
        {
            yield return new RatingParameter("tie", outcome.IsTieParameterPositive ? 1 : 0, null);
        }
    }

    private static SandwichUncertainty Sandwich(
        ComparisonModel model,
        ComparisonModel.Solution solution,
        double[] inverse,
        RatingOptions options)
    {
        var (covariance, clusters) = SandwichCovariance.Compute(model, solution.Parameters, inverse);
        return new SandwichUncertainty(solution.Parameters, covariance, clusters, options.Level, options.Seed);
    }

    private static (BootstrapUncertainty? Uncertainty, int Failed) Bootstrap(
        ComparisonModel model,
        ComparisonModel.Solution solution,
        double[] inverse,
        RatingOptions options,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var design = model.Design;
        return ResampledFits.Run(
            design.Clusters,
            options,
            () =>
            {
                var totals = new double[design.Totals.Length];
                var gradient = new double[model.Parameters];
                var scales = new double[model.Parameters];
                return times =>
                {
                    design.AddUp(times, totals);
                    var parameters = (double[])solution.Parameters.Clone();
                    if (model.TryRefit(totals, inverse, parameters, gradient, scales))
                    {
                        return parameters;
                    }

                    if (!model.HasFiniteMaximum(totals))
                    {
                        return null;
                    }

                    var full = model.Fit(totals, solution.Parameters, isResampled: true, cancellationToken);
                    return full.Converged ? full.Parameters : null;
                };
            },
            progress,
            cancellationToken);
    }

    private static void AddNotes(List<string> notes, int? clusters, int failed, int replicates)
    {
        if (clusters is null)
        {
            notes.Add(
                "The battles name no prompt, so each was taken as independent of all others: intervals are too narrow where " +
                "several battles share a prompt.");
        }
        else if (clusters < FewClusters)
        {
            notes.Add(
                $"There are only {clusters} prompts, so intervals are rough: they rest on how much {clusters} prompts differ " +
                "from each other, however many battles each has.");
        }

        if (failed > 0)
        {
            notes.Add(
                $"{failed} of {replicates} bootstrap replicates did not converge and are left out: intervals of contestants " +
                "with few battles are too narrow.");
        }
    }
}
