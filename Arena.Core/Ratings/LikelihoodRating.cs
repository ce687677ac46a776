using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>Fits Bradley–Terry, Davidson and Rao–Kupper: estimates by maximum likelihood, then their intervals.</summary>
internal static class LikelihoodRating
{
    public static RatingFit Fit(
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
        var clusters = battles.Clusters is null ? null : (int?)design.Clusters;
        return Fit(design, battles.Contestants, clusters, options, outcome, start: null, progress, cancellationToken);
    }

    /// <summary>Fits to battles that are added up.</summary>
    /// <param name="battles">The battles; at least one.</param>
    /// <param name="options">How to rate; without controls and intervals.</param>
    /// <param name="outcome">The model.</param>
    /// <param name="start">A fit to begin from; null to begin from equal strengths.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static RatingFit Fit(
        WinMatrix battles, RatingOptions options, OutcomeModel outcome, RatingFit? start, CancellationToken cancellationToken)
    {
        var (contestants, pairs) = battles.Ranked();
        return Fit(ComparisonDesign.Build(contestants.Length, pairs), contestants, null, options, outcome, start, null, cancellationToken);
    }

    private static RatingFit Fit(
        ComparisonDesign design,
        IReadOnlyList<string> contestants,
        int? clusters,
        RatingOptions options,
        OutcomeModel outcome,
        RatingFit? start,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
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

        var solution = model.Fit(design.Totals, Start(model, contestants, options, start), isResampled: false, cancellationToken);
        if (start is not null && !solution.Converged)
        {
            // From too far away the likelihood looks flat.
            solution = model.Fit(design.Totals, [], isResampled: false, cancellationToken);
        }

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
                notes.Add(RatingNotes.OnePrompt);
            }
            else
            {
                var inverse = model.Invert(solution.Information);
                if (options.Intervals == IntervalMethod.Sandwich)
                {
                    uncertainty = Sandwich(model, solution, inverse, options);
                    if (uncertainty is null)
                    {
                        notes.Add(model.GroupCount == design.Contestants ? RatingNotes.NothingCompared : RatingNotes.OnePrompt);
                    }
                }
                else
                {
                    (uncertainty, failed) = Refit(model, solution, inverse, cancellationToken).Bootstrap(options, progress, cancellationToken);
                }
            }
        }

        if (uncertainty is not null)
        {
            notes.AddRange(RatingNotes.OfIntervals(options.Intervals, clusters, failed, options.Replicates));
        }
        else if (failed > 0)
        {
            notes.Add(RatingNotes.TooFewReplicates(failed, options.Replicates));
        }

        return new RatingFit
        {
            Options = options,
            Contestants = contestants,
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

    /// <summary>Where to begin: the strengths of a former fit, those of its strangers at the mean. Empty where there is no former fit.</summary>
    private static double[] Start(ComparisonModel model, IReadOnlyList<string> contestants, RatingOptions options, RatingFit? former)
    {
        if (former is null)
        {
            return [];
        }

        var strengths = former.Contestants.Zip(former.LogStrengths).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        var start = new double[model.Parameters];
        var sums = new double[model.GroupCount];
        var sizes = new int[model.GroupCount];
        for (var i = 0; i < contestants.Count; i++)
        {
            start[i] = strengths.GetValueOrDefault(contestants[i]);
            sums[model.GroupOf[i]] += start[i];
            sizes[model.GroupOf[i]]++;
        }

        // Steps leave the mean of a group where it is, so it must be 0 from the beginning.
        for (var i = 0; i < contestants.Count; i++)
        {
            start[i] -= sums[model.GroupOf[i]] / sizes[model.GroupOf[i]];
        }

        if (model.HasTieParameter)
        {
            // At its border, where the former battles had no tie, τ has no way back.
            var tie = former.Options.Model == options.Model ? former.Parameters.FirstOrDefault(parameter => parameter.Name == "tie") : null;
            var tau = tie is null ? double.NaN : Math.Log(tie.Value);
            start[model.TieIndex] = double.IsFinite(tau) && (tau > 0 || !model.Outcome.IsTieParameterPositive) ? tau : model.InitialTieParameter;
        }

        return start;
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

    private static SandwichUncertainty? Sandwich(
        ComparisonModel model,
        ComparisonModel.Solution solution,
        double[] inverse,
        RatingOptions options)
    {
        var (covariance, clusters) = SandwichCovariance.Compute(model, solution.Parameters, inverse);
        return clusters < 2 ? null : new SandwichUncertainty(solution.Parameters, covariance, clusters, options.Level, options.Seed);
    }

    /// <summary>Fits to resampled clusters, each from the fit to the data as they are.</summary>
    public static Refits Refit(BattleTable battles, RatingOptions options, OutcomeModel outcome, CancellationToken cancellationToken)
    {
        var design = ComparisonDesign.Build(battles, options.Controls);
        var model = new ComparisonModel(design, outcome, options.Ridge);
        var solution = model.Fit(design.Totals, [], isResampled: false, cancellationToken);
        return Refit(model, solution, model.Invert(solution.Information), cancellationToken);
    }

    private static Refits Refit(
        ComparisonModel model, ComparisonModel.Solution solution, double[] inverse, CancellationToken cancellationToken)
    {
        var design = model.Design;
        return new Refits(
            design.Clusters,
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
            });
    }
}
