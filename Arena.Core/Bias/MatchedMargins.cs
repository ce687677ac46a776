namespace Arena.Core.Bias;

/// <summary>The tie margins of the two protocols of a judge, matched so that both call the same share of the same pairs a tie.</summary>
/// <param name="Pairwise">The margin of pairwise leads.</param>
/// <param name="Pointwise">The margin of pointwise leads, in units of the score.</param>
/// <param name="Pairs">The pairs that both protocols read; 0 where only one was used, whose margin then is the one asked for.</param>
/// <param name="PairwiseTies">Share of these pairs that is a tie at the pairwise margin; NaN without pairs.</param>
/// <param name="PointwiseTies">Share that is a tie at the pointwise margin; NaN without pairs.</param>
public sealed record MatchedMargins(double Pairwise, double Pointwise, int Pairs, double PairwiseTies, double PointwiseTies)
{
    /// <summary>The margin of a protocol.</summary>
    /// <param name="protocol">The protocol.</param>
    public double Of(Protocol protocol) => protocol == Protocol.Pairwise ? Pairwise : Pointwise;

    /// <summary>
    /// Raises the margin of the protocol with fewer ties to the quantile of its strengths that gives the other's number of ties. Where strengths are tied among
    /// themselves (atoms) that number may not be reached: then it is the nearest one that can be, and of two as near the smaller.
    /// </summary>
    /// <param name="pairwise">The strength of every pair read by both, pairwise.</param>
    /// <param name="pointwise">The strength of the same pairs, pointwise.</param>
    /// <param name="pairwiseMargin">The pairwise margin before.</param>
    /// <param name="pointwiseMargin">The pointwise margin before.</param>
    public static MatchedMargins Match(
        IReadOnlyList<double> pairwise, IReadOnlyList<double> pointwise, double pairwiseMargin, double pointwiseMargin)
    {
        ArgumentNullException.ThrowIfNull(pairwise);
        ArgumentNullException.ThrowIfNull(pointwise);
        if (pairwise.Count != pointwise.Count)
        {
            throw new ArgumentException("the strengths are not those of the same pairs", nameof(pointwise));
        }

        var (pairwiseTies, pointwiseTies) = (Ties(pairwise, pairwiseMargin), Ties(pointwise, pointwiseMargin));
        if (pairwiseTies < pointwiseTies)
        {
            pairwiseMargin = Raise(pairwise, pairwiseMargin, pointwiseTies);
        }
        else if (pointwiseTies < pairwiseTies)
        {
            pointwiseMargin = Raise(pointwise, pointwiseMargin, pairwiseTies);
        }

        double n = pairwise.Count;
        return new(pairwiseMargin, pointwiseMargin, pairwise.Count, Ties(pairwise, pairwiseMargin) / n, Ties(pointwise, pointwiseMargin) / n);
    }

    internal static MatchedMargins Of(IEnumerable<BaselinePair> baseline, AuditOptions options)
    {
        var read = baseline.Where(pair => !pair.Reading.IsFailed).ToLookup(pair => pair.Reading.Protocol);
        var pointwise = read[Protocol.Pointwise].ToDictionary(pair => pair.Item, pair => pair.Reading.Strength);
        var both = read[Protocol.Pairwise].Where(pair => pointwise.ContainsKey(pair.Item)).ToList();
        return Match(
            [.. both.Select(pair => pair.Reading.Strength)], [.. both.Select(pair => pointwise[pair.Item])], options.PairwiseMargin, options.PointwiseMargin);
    }

    private static int Ties(IReadOnlyList<double> strengths, double margin) => strengths.Count(strength => strength <= margin);

    private static double Raise(IReadOnlyList<double> strengths, double margin, int ties)
    {
        // At this strength there are at least as many ties as wanted, and at the next smaller one fewer.
        var enough = strengths.Order().ElementAt(ties - 1);
        var fewer = strengths.Where(strength => strength < enough).Append(margin).Max();
        return Ties(strengths, enough) - ties < ties - Ties(strengths, fewer) ? enough : fewer;
    }
}
