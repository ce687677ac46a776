using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Arena.Core.Ratings;

/// <summary>
/// Cluster-robust covariance of a fit (Liang and Zeger 1986): A⁻¹ M A⁻¹ · G/(G − 1), with A the information and M the sum over
/// the G clusters of the outer product of a cluster's score with itself. Battles of one cluster may depend on each other in any
/// way; a battle repeated in swapped order changes nothing.
/// </summary>
internal static class SandwichCovariance
{
    /// <summary>Chunks are summed in order, so that the result does not depend on how many threads there are.</summary>
    private const int Chunks = 8;

    /// <summary>The covariance, row by row, with the number of clusters it rests on.</summary>
    public static (double[] Covariance, int Clusters) Compute(ComparisonModel model, double[] parameters, double[] inverse)
    {
        var size = model.Parameters;
        var (byD, byTau) = Scores(model, parameters);
        var parts = new double[Chunks][];
        var clusters = new int[Chunks];
        Parallel.For(0, Chunks, chunk =>
        {
            parts[chunk] = new double[size * size];
            var start = (int)((long)model.Design.Clusters * chunk / Chunks);
            var end = (int)((long)model.Design.Clusters * (chunk + 1) / Chunks);
            clusters[chunk] = AddOuterProducts(model, byD, byTau, start, end, parts[chunk]);
        });

        var meat = parts[0];
        foreach (var part in parts.AsSpan(1))
        {
            for (var k = 0; k < meat.Length; k++)
            {
                meat[k] += part[k];
            }
        }

        var count = clusters.Sum();
        var covariance = Multiply(Multiply(inverse, meat, size), inverse, size);
        if (count > 1)
        {
            foreach (ref var entry in covariance.AsSpan())
            {
                entry *= count / (count - 1.0);
            }
        }

        return (covariance, count);
    }

    /// <summary>Derivatives of the log-probability of each cell's outcome categories.</summary>
    private static (double[] ByD, double[] ByTau) Scores(ComparisonModel model, double[] parameters)
    {
        var design = model.Design;
        var outcome = model.HasTieParameter ? model.Outcome : new BradleyTerryOutcome();
        var tau = model.HasTieParameter ? parameters[model.TieIndex] : 0;
        var byD = new double[design.Cells * OutcomeModel.Categories];
        var byTau = new double[model.HasTieParameter ? byD.Length : 0];
        for (var cell = 0; cell < design.Cells; cell++)
        {
            if (!model.IsActive(cell))
            {
                continue;
            }

            var d = parameters[design.CellFirst[cell]] - parameters[design.CellSecond[cell]];
            for (var k = 0; k < design.CovariateNames.Length; k++)
            {
                d += parameters[design.Contestants + k] * design.Covariate(k)[cell];
            }

            for (var category = 0; category < OutcomeModel.Categories; category++)
            {
                var key = (cell * OutcomeModel.Categories) + category;
                (byD[key], var tauScore) = outcome.Score(d, tau, category);
                if (byTau.Length > 0)
                {
                    byTau[key] = tauScore;
                }
            }
        }

        return (byD, byTau);
    }

    private static int AddOuterProducts(ComparisonModel model, double[] byD, double[] byTau, int start, int end, double[] meat)
    {
        var design = model.Design;
        var size = model.Parameters;
        var n = design.Contestants;
        var covariates = design.CovariateNames.Length;
        var score = new double[size];
        var isTouched = new bool[size];
        var touched = new List<int>(size);
        var counted = 0;
        for (var c = start; c < end; c++)
        {
            for (var e = design.ClusterStarts[c]; e < design.ClusterStarts[c + 1]; e++)
            {
                var key = design.EntryKeys[e];
                var cell = key / OutcomeModel.Categories;
                if (!model.IsActive(cell))
                {
                    continue;
                }

                var weight = design.EntryWeights is null ? 1 : design.EntryWeights[e];
                var step = weight * byD[key];
                Touch(design.CellFirst[cell], step);
                Touch(design.CellSecond[cell], -step);
                for (var k = 0; k < covariates; k++)
                {
                    Touch(n + k, step * design.Covariate(k)[cell]);
                }

                if (byTau.Length > 0)
                {
                    Touch(model.TieIndex, weight * byTau[key]);
                }
            }

            counted += touched.Count > 0 ? 1 : 0;
            AddOuterProduct(CollectionsMarshal.AsSpan(touched), score, meat);
            foreach (var i in touched)
            {
                score[i] = 0;
                isTouched[i] = false;
            }

            touched.Clear();
        }

        return counted;

        void Touch(int parameter, double step)
        {
            if (!isTouched[parameter])
            {
                isTouched[parameter] = true;
                touched.Add(parameter);
            }

            score[parameter] += step;
        }
    }

    /// <summary>
    /// Adds the outer product of a score with itself, given where it is not 0. Compiled at once and in full, since it runs once per
    /// cluster and would spend a whole command in its slow first form.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOuterProduct(ReadOnlySpan<int> touched, ReadOnlySpan<double> score, Span<double> sums)
    {
        var lanes = Vector<double>.Count;
        var size = score.Length;
        var isDense = touched.Length * 2 * lanes > size;
        foreach (var i in touched)
        {
            var row = sums.Slice(i * size, size);
            var own = score[i];
            if (!isDense)
            {
                foreach (var other in touched)
                {
                    row[other] += own * score[other];
                }

                continue;
            }

            var j = 0;
            for (; j <= size - lanes; j += lanes)
            {
                (new Vector<double>(row[j..]) + (own * new Vector<double>(score[j..]))).CopyTo(row[j..]);
            }

            for (; j < size; j++)
            {
                row[j] += own * score[j];
            }
        }
    }

    /// <summary>Product of two square matrices, the second symmetric, row by row.</summary>
    private static double[] Multiply(double[] left, double[] right, int size)
    {
        var product = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                product[(i * size) + j] = PlainVector.Dot(left.AsSpan(i * size, size), right.AsSpan(j * size, size));
            }
        }

        return product;
    }
}
