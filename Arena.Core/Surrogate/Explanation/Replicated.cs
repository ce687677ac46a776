using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>A figure with its bootstrap replicates, so that differences of two figures can be taken draw by draw.</summary>
/// <param name="Value">The figure of the data as they are.</param>
/// <param name="Draws">The figure of every replicate; NaN where the replicate does not define it.</param>
internal sealed record Replicated(double Value, double[] Draws)
{
    public Replicated Less(Replicated other) => new(Value - other.Value, [.. Draws.Zip(other.Draws, (a, b) => a - b)]);

    public IntervalEstimate Estimate(double level) => new(Value, Quantile.Central(Array.FindAll(Draws, double.IsFinite), level));

    /// <summary>Share of the replicates in which the figure is above 0.</summary>
    public double ShareAbove => Draws.Count(draw => draw > 0) / (double)Draws.Length;
}
