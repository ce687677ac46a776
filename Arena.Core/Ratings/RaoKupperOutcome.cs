using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>
/// Rao and Kupper (1967): the first wins with probability 1/(1 + η e⁻ᵈ) and loses with 1/(1 + η eᵈ), with η = e^τ > 1; what
/// remains, (η² − 1) times the product of the two, is a tie.
/// </summary>
internal sealed class RaoKupperOutcome : OutcomeModel
{
    public override bool HasTieParameter => true;

    public override bool IsTieParameterPositive => true;

    // At d = 0 the share of ties is (η − 1)/(η + 1).
    public override double InitialTieParameter(double tieShare) => Math.Log((1 + tieShare) / (1 - tieShare));

    public override CellTerms Evaluate(double d, double tau, double win, double tie, double loss)
    {
        var (up, down) = (win + tie, loss + tie);
        var pWin = Logistic.Probability(d - tau);
        var pLoss = Logistic.Probability(-d - tau);
        var (curveWin, curveLoss) = (up * pWin * (1 - pWin), down * pLoss * (1 - pLoss));

        // e^{2τ} − 1, by the function that keeps its digits where τ is small.
        var gap = NearZero.ExpMinusOne(2 * tau);
        return new CellTerms(
            (-up * Logistic.LogOnePlusExp(tau - d)) - (down * Logistic.LogOnePlusExp(tau + d)) + (tie > 0 ? tie * Math.Log(gap) : 0),
            (up * (1 - pWin)) - (down * (1 - pLoss)),
            (-up * (1 - pWin)) - (down * (1 - pLoss)) + (tie * 2 * (gap + 1) / gap),
            -curveWin - curveLoss,
            curveWin - curveLoss,
            -curveWin - curveLoss - (tie * 4 * (gap + 1) / (gap * gap)));
    }
}
