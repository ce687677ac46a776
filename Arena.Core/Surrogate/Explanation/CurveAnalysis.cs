using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>Curves of an additive model with bands: the model is fitted anew to every replicate.</summary>
internal static class CurveAnalysis
{
    private const int Points = 31;

    /// <summary>Curves of features, in their order; a feature without two values has none.</summary>
    public static (int Column, ReplicatedCurve Curve)[] Of(ExplanationTable table, IReadOnlyList<int> columns, CrossedDraws draws, int replicates, CancellationToken cancellationToken)
    {
        var fit = new AdditiveFit(table.Features, columns);
        var whole = fit.Coefficients(table.Features, table.Outcomes, null, null, cancellationToken);
        var coefficients = new double[1 + Math.Min(replicates, draws.Replicates)][];
        coefficients[0] = whole;
        Parallel.For(1, coefficients.Length, new ParallelOptions { CancellationToken = cancellationToken }, replicate =>
            coefficients[replicate] = fit.Coefficients(table.Features, table.Outcomes, draws.Weights(table, replicate - 1), whole, cancellationToken));

        // Curves are told against the mean response, which is the same in all replicates.
        var means = Array.ConvertAll(coefficients, of => Enumerable.Range(0, fit.Blocks.Length)
            .AsParallel().AsOrdered().Select(block => table.Features.Average(row => fit.Curve(block, row[fit.Blocks[block].Column], of))).ToArray());
        double[] levels = [.. coefficients.Zip(means, (of, mean) => of[0] + mean.Sum())];
        return [.. fit.Blocks.Select((block, b) => (block.Column, Curve(b)))];

        ReplicatedCurve Curve(int b)
        {
            var block = fit.Blocks[b];
            double[] sorted = [.. table.Features.Select(row => row[block.Column]).Where(value => !double.IsNaN(value)).Order()];
            double[] distinct = [.. sorted.Distinct().Where(value => value >= block.Low && value <= block.High).Take(Points + 1)];
            double[] values = distinct.Length <= Points ? distinct : [.. Enumerable.Range(0, Points).Select(i => block.Low + (i * (block.High - block.Low) / (Points - 1)))];
            var (from, to) = (Math.Clamp(Quantile.OfSorted(sorted, 0.25), block.Low, block.High), Math.Clamp(Quantile.OfSorted(sorted, 0.75), block.Low, block.High));
            var areQuartiles = from < to;
            (from, to) = areQuartiles ? (from, to) : (block.Low, block.High);
            return new(values, Array.ConvertAll(values, LogOdds), Array.ConvertAll(values, Win), from, to, areQuartiles, Win(from), Win(to));

            Replicated LogOdds(double value) => Over((of, replicate) => fit.Curve(b, value, of) - means[replicate][b]);

            Replicated Win(double value) => Over((of, replicate) => Logistic.Probability(levels[replicate] + fit.Curve(b, value, of) - means[replicate][b]));
        }

        Replicated Over(Func<double[], int, double> figure)
        {
            double[] all = [.. coefficients.Select(figure)];
            return new(all[0], all[1..]);
        }
    }
}
