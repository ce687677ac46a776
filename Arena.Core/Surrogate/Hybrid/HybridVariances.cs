using Arena.Core.Ratings;
using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Hybrid;

/// <summary>
/// Covariances of the strengths that judged battles give, over samples that might have been drawn: of those by verdicts, of those by predictions of the same
/// battles, and between the two. Horvitz and Thompson's estimator on linearised strengths: battles of different prompts are drawn independently; those of one prompt
/// together, wholly or in part, as often as is seen in the sample. Matrices are row by row.
/// </summary>
internal sealed class HybridVariances
{
    private const double MostLeverage = 0.9;

    /// <summary>How strongly a contestant's dispersion is drawn towards that of all: as by battles with this sum of p(1 − p).</summary>
    private const double PriorBattles = 5;

    /// <summary>Predictions that move strengths by less than this share of their variance do so by rounding.</summary>
    private const double Rounding = 1e-12;

    private readonly HybridSample _sample;
    private readonly int _size;
    private readonly StrengthFit _verdicts;
    private readonly StrengthFit _foretold;
    private readonly bool[] _outside;
    private readonly double[] _inclusions;
    private readonly double _shared;

    /// <summary>By judged battle: what it earned, and was foretold to earn, beyond what the fits give it; the latter as much larger as it moves strengths more.</summary>
    private readonly double[] _residuals;
    private readonly double[] _predicted;

    public HybridVariances(HybridSample sample, StrengthFit verdicts, StrengthFit predictions, StrengthFit foretold, bool[] outside)
    {
        (_sample, _size, _verdicts, _foretold, _outside) = (sample, sample.Contestants.Length, verdicts, foretold, outside);
        _inclusions = Inclusions(sample);
        _shared = SharedFate(sample, _inclusions);
        _residuals = new double[sample.Judged.Length];
        _predicted = new double[sample.Judged.Length];
        foreach (var (k, row) in sample.Judged.Index())
        {
            var (i, j) = (sample.First[row], sample.Second[row]);
            var battle = sample.Battles[row];
            _residuals[k] = Residual(verdicts, battle.Judged!.Value, i, j, sample.WeightOf(row));
            _predicted[k] = Residual(predictions, battle.Predicted, i, j, sample.WeightOf(row)) * Resistance(predictions, i, j) / Resistance(verdicts, i, j);
        }

        // λ = tr Cov / tr Var, but at least 0: predictions that run against the verdicts do so by chance or are of no use.
        var (products, squares, own) = (Trace(_residuals, _predicted), Trace(_predicted, _predicted), Trace(_residuals, _residuals));
        Lambda = squares > Rounding * own && products > Rounding * Math.Sqrt(squares * own) ? products / squares : 0;
    }

    /// <summary>The λ of least variance, 0 or more.</summary>
    public double Lambda { get; }

    /// <summary>Of the prediction-powered strengths under a λ.</summary>
    public double[] Of(double lambda)
    {
        double[] residuals = [.. _residuals.Zip(_predicted, (verdict, prediction) => verdict - (lambda * prediction))];
        var meat = ModelledMeat(residuals);

        // A battle that was added because it was needed is as uncertain as a battle that ends as foretold or the other way.
        foreach (var (i, j, weight) in _sample.Added(_outside))
        {
            var probability = Logistic.Probability(_foretold.Strengths[i] - _foretold.Strengths[j]);
            Add(meat, i, j, weight * probability * (1 - probability));
        }

        return Centred(Sandwich(meat));
    }

    /// <summary>
    /// The covariance of the sums over judged battles from few numbers, since matrices as large as contestants are many, from a sample of some prompts, would have
    /// directions in which nothing seems to vary. The variance of a battle's residual is d_i·d_j·p(1 − p), with d estimated for each contestant and drawn towards that of all;
    /// two residuals on one prompt have correlation ω where the battles share a contestant, and else none.
    /// </summary>
    private double[] ModelledMeat(double[] residuals)
    {
        var deviations = Deviations(residuals);
        var prompts = _sample.Judged.Index().GroupBy(item => _sample.PromptOf[item.Item], item => item.Index).Select(prompt => prompt.ToArray()).ToArray();
        var correlation = Correlation(prompts, residuals, deviations);
        var sums = new double[_size * _size];
        foreach (var prompt in prompts)
        {
            foreach (var k in prompt)
            {
                var row = _sample.Judged[k];
                var left = 1 - _inclusions[row];
                var joint = Math.Min(_shared, left) * correlation;
                Add(sums, _sample.First[row], _sample.Second[row], (left - (2 * joint)) * deviations[k] * deviations[k]);
            }

            if (correlation == 0 || _shared == 0)
            {
                continue;
            }

            foreach (var shared in Shared(prompt))
            {
                var sum = new SortedDictionary<int, double>();
                foreach (var (k, sign) in shared)
                {
                    var row = _sample.Judged[k];
                    var step = sign * Math.Sqrt(Math.Min(_shared, 1 - _inclusions[row]) * correlation) * deviations[k];
                    sum[_sample.First[row]] = sum.GetValueOrDefault(_sample.First[row]) + step;
                    sum[_sample.Second[row]] = sum.GetValueOrDefault(_sample.Second[row]) - step;
                }

                foreach (var (i, left) in sum)
                {
                    foreach (var (j, right) in sum)
                    {
                        sums[(i * _size) + j] += left * right;
                    }
                }
            }
        }

        return sums;
    }

    /// <summary>For every contestant of a prompt its judged battles, with 1 where it is first and −1 where it is second.</summary>
    private IEnumerable<IEnumerable<(int Judged, int Sign)>> Shared(int[] prompt) => prompt
        .SelectMany(k => ((int Contestant, int Judged, int Sign)[])[(_sample.First[_sample.Judged[k]], k, 1), (_sample.Second[_sample.Judged[k]], k, -1)])
        .GroupBy(side => side.Contestant, side => (side.Judged, side.Sign));

    /// <summary>The standard deviation of every judged battle's residual, by the model.</summary>
    private double[] Deviations(double[] residuals)
    {
        var (squares, curves) = (new double[_size], new double[_size]);
        var expected = new double[residuals.Length];
        foreach (var (k, row) in _sample.Judged.Index())
        {
            var (i, j) = (_sample.First[row], _sample.Second[row]);
            var (probability, weight) = (Logistic.Probability(_verdicts.Strengths[i] - _verdicts.Strengths[j]), _sample.WeightOf(row));
            expected[k] = weight * weight * probability * (1 - probability);
            squares[i] += residuals[k] * residuals[k];
            squares[j] += residuals[k] * residuals[k];
            curves[i] += expected[k];
            curves[j] += expected[k];
        }

        var pooled = squares.Sum() / curves.Sum();
        double[] dispersions = [.. squares.Select((square, i) => pooled > 0 ? ((square / pooled) + PriorBattles) / (curves[i] + PriorBattles) : 0)];
        return [.. _sample.Judged.Select((row, k) => Math.Sqrt(pooled * dispersions[_sample.First[row]] * dispersions[_sample.Second[row]] * expected[k]))];
    }

    /// <summary>ω, in [0, ½]: mean product of two residuals on one prompt whose battles share a contestant, over the product of their deviations.</summary>
    private double Correlation(int[][] prompts, double[] residuals, double[] deviations)
    {
        var (products, expected) = (0.0, 0.0);
        foreach (var shared in prompts.SelectMany(Shared))
        {
            var (sum, size) = (0.0, 0.0);
            foreach (var (k, sign) in shared)
            {
                sum += sign * residuals[k];
                size += deviations[k];
                products -= residuals[k] * residuals[k];
                expected -= deviations[k] * deviations[k];
            }

            products += sum * sum;
            expected += size * size;
        }

        return expected > Rounding * deviations.Sum(deviation => deviation * deviation) ? Math.Clamp(products / expected, 0, 0.5) : 0;
    }

    private double Trace(double[] left, double[] right)
    {
        var covariance = Centred(Sandwich(Meat(left, right)));
        return Enumerable.Range(0, _size).Where(i => !_outside[i]).Sum(i => covariance[(i * _size) + i]);
    }

    /// <summary>Covariance of the sums over the judged battles that residuals of two kinds add up to.</summary>
    private double[] Meat(double[] left, double[] right)
    {
        var sums = new double[_size * _size];
        foreach (var prompt in _sample.Judged.Index().GroupBy(item => _sample.PromptOf[item.Item]))
        {
            var (lefts, rights) = (new double[_size], new double[_size]);
            var touched = new SortedSet<int>();
            foreach (var (k, row) in prompt)
            {
                var (i, j) = (_sample.First[row], _sample.Second[row]);
                var alone = 1 - _inclusions[row];
                var joint = Math.Min(_shared, alone);
                Add(sums, i, j, (alone - joint) * left[k] * right[k]);
                if (joint > 0)
                {
                    var root = Math.Sqrt(joint);
                    lefts[i] += root * left[k];
                    lefts[j] -= root * left[k];
                    rights[i] += root * right[k];
                    rights[j] -= root * right[k];
                    touched.Add(i);
                    touched.Add(j);
                }
            }

            foreach (var i in touched)
            {
                foreach (var j in touched)
                {
                    sums[(i * _size) + j] += lefts[i] * rights[j];
                }
            }
        }

        return sums;
    }

    /// <summary>
    /// The chance that each judged battle had: as given, or else by how many battles of its pair were judged. The battle itself counts as much as any, or
    /// a pair that met once would seem to have been certain.
    /// </summary>
    private static double[] Inclusions(HybridSample sample)
    {
        var pairs = new Dictionary<(int, int), (int Planned, int Judged)>();
        for (var row = 0; row < sample.Battles.Count; row++)
        {
            var pair = Pair(row);
            var (planned, judged) = pairs.GetValueOrDefault(pair);
            pairs[pair] = (planned + 1, judged + (sample.Battles[row].Judged is null ? 0 : 1));
        }

        var share = (double)sample.Judged.Length / sample.Battles.Count;
        return [.. Enumerable.Range(0, sample.Battles.Count).Select(row => sample.Battles[row].Inclusion ?? Of(pairs[Pair(row)]))];

        double Of((int Planned, int Judged) pair) =>
            pair.Judged == 0 ? share : (pair.Judged - 1 + share) / pair.Planned;

        (int, int) Pair(int row) => (Math.Min(sample.First[row], sample.Second[row]), Math.Max(sample.First[row], sample.Second[row]));
    }

    /// <summary>
    /// 1 − π_b·π_c / π_bc over pairs of battles on one prompt: 0 where they were drawn independently, 1 − π where prompts were drawn in whole. π_bc is how often two were
    /// judged together, over how often they would have been by chance.
    /// </summary>
    private static double SharedFate(HybridSample sample, double[] inclusions)
    {
        var (judged, sums, squares) = (new double[sample.Prompts], new double[sample.Prompts], new double[sample.Prompts]);
        for (var row = 0; row < sample.Battles.Count; row++)
        {
            var prompt = sample.PromptOf[row];
            judged[prompt] += sample.Battles[row].Judged is null ? 0 : 1;
            sums[prompt] += inclusions[row];
            squares[prompt] += inclusions[row] * inclusions[row];
        }

        var (seen, expected) = (0.0, 0.0);
        for (var prompt = 0; prompt < judged.Length; prompt++)
        {
            seen += judged[prompt] * (judged[prompt] - 1);
            expected += (sums[prompt] * sums[prompt]) - squares[prompt];
        }

        return seen > expected ? 1 - (expected / seen) : 0;
    }

    /// <summary>
    /// What a battle earned beyond what the fit gives it, weighed, and made larger for what the battle itself drew the fit towards it (HC2, MacKinnon
    /// and White 1985).
    /// </summary>
    private double Residual(StrengthFit fit, double outcome, int i, int j, double weight)
    {
        var probability = Logistic.Probability(fit.Strengths[i] - fit.Strengths[j]);
        var leverage = weight * probability * (1 - probability) * Resistance(fit, i, j);
        return weight * (outcome - probability) / Math.Sqrt(1 - Math.Min(leverage, MostLeverage));
    }

    /// <summary>How much a battle's two strengths move apart under a unit of score.</summary>
    private double Resistance(StrengthFit fit, int i, int j) => fit.Inverse[(i * _size) + i] + fit.Inverse[(j * _size) + j] - (2 * fit.Inverse[(i * _size) + j]);

    private void Add(double[] sums, int i, int j, double value)
    {
        sums[(i * _size) + i] += value;
        sums[(j * _size) + j] += value;
        sums[(i * _size) + j] -= value;
        sums[(j * _size) + i] -= value;
    }

    /// <summary>What the covariance of the sums makes of the strengths.</summary>
    private double[] Sandwich(double[] meat)
    {
        var (bread, half, product) = (_verdicts.Inverse, new double[_size * _size], new double[_size * _size]);
        for (var i = 0; i < _size; i++)
        {
            var row = half.AsSpan(i * _size, _size);
            for (var k = 0; k < _size; k++)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<double>(meat.AsSpan(k * _size, _size), bread[(i * _size) + k], row, row);
            }

            for (var j = 0; j < _size; j++)
            {
                product[(i * _size) + j] = PlainVector.Dot(row, bread.AsSpan(j * _size, _size));
            }
        }

        return product;
    }

    /// <summary>Covariances of strengths less their mean.</summary>
    private double[] Centred(double[] covariance)
    {
        var (rows, columns) = (new double[_size], new double[_size]);
        for (var k = 0; k < covariance.Length; k++)
        {
            rows[k / _size] += covariance[k] / _size;
            columns[k % _size] += covariance[k] / _size;
        }

        var mean = rows.Average();
        return [.. covariance.Select((value, k) => value - rows[k / _size] - columns[k % _size] + mean)];
    }
}
