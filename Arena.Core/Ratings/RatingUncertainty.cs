using Arena.Core.Statistics;

namespace Arena.Core.Ratings;

/// <summary>How sure a fit is of its log-strengths and of the differences between them.</summary>
public abstract class RatingUncertainty
{
    private protected RatingUncertainty(double level, int clusters)
    {
        Level = level;
        Clusters = clusters;
    }

    /// <summary>Confidence level of every interval, in (0, 1).</summary>
    public double Level { get; }

    /// <summary>Number of clusters (prompts) that the intervals rest on.</summary>
    public int Clusters { get; }

    /// <summary>Interval of parameter k: log-strengths first, by contestant, then the controls and the tie parameter.</summary>
    /// <param name="k">Index of the parameter.</param>
    public abstract Interval IntervalOf(int k);

    /// <summary>Interval of the log-strength of contestant i minus that of contestant j. Both must be of one group.</summary>
    /// <param name="i">Index of a contestant.</param>
    /// <param name="j">Index of another.</param>
    public abstract Interval IntervalOfDifference(int i, int j);

    /// <summary>Covariances of the log-strengths of the given contestants, row by row.</summary>
    internal abstract double[] Covariance(ReadOnlySpan<int> members);

    /// <summary>Draws from the distribution of the estimates' errors: a row of log-strengths of the given contestants each.</summary>
    internal abstract double[][] Errors(ReadOnlySpan<int> members);
}
