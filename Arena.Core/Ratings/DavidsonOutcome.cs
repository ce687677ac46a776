namespace Arena.Core.Ratings;

/// <summary>
/// Davidson (1970): win, tie and loss have probabilities proportional to e^(d/2), ν and e^(−d/2), with ν = e^τ.
/// </summary>
internal sealed class DavidsonOutcome : OutcomeModel
{
    public override bool HasTieParameter => true;

    // At d = 0 the share of ties is ν/(2 + ν).
    public override double InitialTieParameter(double tieShare) => Math.Log(2 * tieShare / (1 - tieShare));

    public override CellTerms Evaluate(double d, double tau, double win, double tie, double loss)
    {
        var total = win + tie + loss;
        var largest = Math.Max(Math.Abs(d) / 2, tau);
        var a = Math.Exp((d / 2) - largest);
        var b = Math.Exp((-d / 2) - largest);
        var v = Math.Exp(tau - largest);
        var sum = a + b + v;
        var (pWin, pLoss, pTie) = (a / sum, b / sum, v / sum);
        var lead = pWin - pLoss;
        return new CellTerms(
            ((win - loss) * d / 2) + (tie * tau) - (total * (largest + Math.Log(sum))),
            ((win - loss) - (total * lead)) / 2,
            tie - (total * pTie),
            -total * (pWin + pLoss - (lead * lead)) / 4,
            total * lead * pTie / 2,
            -total * pTie * (1 - pTie));
    }
}
