namespace Arena.Core.Ratings;

/// <summary>
/// How the outcome of one battle depends on the linear predictor d (log-strength of the first minus that of the second, plus
/// controls) and, where ties have a probability of their own, on the tie parameter τ. Every log-likelihood is concave in (d, τ).
/// </summary>
internal abstract class OutcomeModel
{
    /// <summary>Categories of an outcome, as they index weights.</summary>
    public const int Win = 0, Tie = 1, Loss = 2, Categories = 3;

    /// <summary>Whether τ is estimated.</summary>
    public abstract bool HasTieParameter { get; }

    /// <summary>Whether τ must stay above 0.</summary>
    public virtual bool IsTieParameterPositive => false;

    /// <summary>A good first τ, given the share of ties, in (0, 1).</summary>
    public virtual double InitialTieParameter(double tieShare) => 0;

    /// <summary>The tie parameter as the literature states it (ν or η), from τ.</summary>
    public static double Natural(double tau) => Math.Exp(tau);

    /// <summary>Log-likelihood and its derivatives for one cell with the given weights of win, tie and loss.</summary>
    public abstract CellTerms Evaluate(double d, double tau, double win, double tie, double loss);

    /// <summary>Derivatives of the log-probability of one outcome category by d and by τ.</summary>
    public (double ByD, double ByTau) Score(double d, double tau, int category)
    {
        var terms = Evaluate(d, tau, category == Win ? 1 : 0, category == Tie ? 1 : 0, category == Loss ? 1 : 0);
        return (terms.ByD, terms.ByTau);
    }

    /// <summary>Log-likelihood of one cell with first and second derivatives by d and τ.</summary>
    internal readonly record struct CellTerms(
        double LogLikelihood,
        double ByD,
        double ByTau,
        double ByDD,
        double ByDTau,
        double ByTauTau);
}
