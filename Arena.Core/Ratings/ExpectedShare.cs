namespace Arena.Core.Ratings;

/// <summary>What a fitted model foretells of two contestants.</summary>
public static class ExpectedShare
{
    /// <summary>
    /// The share of the points that one contestant is to take from another by a fit, ties counting ½: the probability that it wins plus half that of a tie, with all controls
    /// at no difference.
    /// </summary>
    /// <param name="fit">The fit.</param>
    /// <param name="contestant">Index of the one.</param>
    /// <param name="other">Index of the other.</param>
    /// <returns>The share, in [0, 1]; null where the two are not of one group or have no estimates, and for RankList, which says nothing of shares.</returns>
    public static double? Of(RatingFit fit, int contestant, int other)
    {
        ArgumentNullException.ThrowIfNull(fit);
        var difference = fit.LogStrengths[contestant] - fit.LogStrengths[other];
        if (fit.Groups[contestant] != fit.Groups[other] || !double.IsFinite(difference) || fit.Options.Model == RatingModel.RankList)
        {
            return null;
        }

        if (fit.Options.Model is not (RatingModel.Davidson or RatingModel.RaoKupper))
        {
            return 1 / (1 + Math.Exp(-difference));
        }

        OutcomeModel model = fit.Options.Model == RatingModel.Davidson ? new DavidsonOutcome() : new RaoKupperOutcome();
        var tau = Math.Log(fit.Parameters.Single(parameter => parameter.Name == "tie").Value);
        return double.IsFinite(tau) ? Probability(1, 0) + (Probability(0, 1) / 2) : 1 / (1 + Math.Exp(-difference));

        double Probability(double win, double tie) => Math.Exp(model.Evaluate(difference, tau, win, tie, 0).LogLikelihood);
    }
}
