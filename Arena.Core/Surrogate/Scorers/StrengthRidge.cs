using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>
/// Ridge regression of a contestant's log-strength on its mean features, a row a contestant; all responses of a contestant get the same score. Features
/// are standardised over responses, not over contestants: one whose mean hardly differs between contestants stays small and is shrunk the most. The
/// penalty is the one with the least squared error when each training contestant is left out in turn, in closed form (Allen 1974, PRESS).
/// </summary>
public sealed class StrengthRidge : IScorer
{
    private static readonly double[] Penalties = [0.03, 0.1, 0.3, 1, 3, 10, 30];

    /// <inheritdoc/>
    public string Name => "strength ridge";

    /// <inheritdoc/>
    public ITrainedScorer Train(TrainingRows rows, long seed, CancellationToken cancellationToken = default)
    {
        var standardization = Standardization.Of(rows);
        var (contestants, means) = ContestantMeans.Of(rows.Contestants, standardization.Apply(rows));
        var x = DenseMatrix.OfRowArrays(means);
        var centre = x.ColumnSums() / contestants.Length;
        for (var i = 0; i < contestants.Length; i++)
        {
            x.SetRow(i, x.Row(i) - centre);
        }

        var y = DenseVector.OfEnumerable(contestants.Select(contestant => rows.Strengths[contestant]));
        var mean = y.Average();
        var gram = x.TransposeAndMultiply(x);
        var eigen = gram.Evd(Symmetricity.Symmetric);
        var best = Penalties.MinBy(penalty => LeaveOneOut(eigen.EigenVectors, eigen.EigenValues.Real(), y - mean, penalty));
        var dual = (gram + (best * DenseMatrix.CreateIdentity(contestants.Length))).Cholesky().Solve(y - mean);
        var weights = x.TransposeThisAndMultiply(dual);
        return new ContestantTrained(new(standardization, weights.ToArray(), mean - weights.DotProduct(centre)));
    }

    /// <summary>Σ (residual / (1 − leverage))², with the mean as a further parameter.</summary>
    private static double LeaveOneOut(Matrix<double> vectors, Vector<double> values, Vector<double> y, double penalty)
    {
        var shrink = values.Map(value => Math.Max(0, value) / (Math.Max(0, value) + penalty));
        var hat = vectors * DenseMatrix.OfDiagonalVector(shrink) * vectors.Transpose();
        var fitted = hat * y;
        var sum = 0.0;
        for (var i = 0; i < y.Count; i++)
        {
            var error = (y[i] - fitted[i]) / Math.Max(1e-6, 1 - hat[i, i] - (1.0 / y.Count));
            sum += error * error;
        }

        return sum;
    }
}
