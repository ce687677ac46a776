using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>Bradley and Terry (1952): the first wins with probability 1/(1 + e⁻ᵈ); a tie is half a win and half a loss.</summary>
internal sealed class BradleyTerryOutcome : OutcomeModel
{
    public override bool HasTieParameter => false;

    public override CellTerms Evaluate(double d, double tau, double win, double tie, double loss)
    {
        var points = win + (tie / 2);
        var total = win + tie + loss;
        var e = Math.Exp(-Math.Abs(d));
        var log = NearZero.LogOnePlus(e);
        var p = d >= 0 ? 1 / (1 + e) : e / (1 + e);
        return new CellTerms(
            -(points * (log + Math.Max(-d, 0))) - ((total - points) * (log + Math.Max(d, 0))),
            points - (total * p),
            0,
            -total * e / ((1 + e) * (1 + e)),
            0,
            0);
    }
}
