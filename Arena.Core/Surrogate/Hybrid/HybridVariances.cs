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

    private readonly int _size;

    public HybridVariances(HybridSample sample, StrengthFit verdicts, StrengthFit predictions, StrengthFit foretold, bool[] outside)
    {
        _size = sample.Contestants.Length;
        var inclusions = Inclusions(sample);
        var shared = SharedFate(sample, inclusions);
        var (ofVerdicts, ofPredictions, between) = (new double[_size * _size], new double[_size * _size], new double[_size * _size]);
        foreach (var prompt in sample.Judged.GroupBy(row => sample.PromptOf[row]))
        {
            var together = (Verdicts: new double[_size], Predictions: new double[_size]);
            var touched = new SortedSet<int>();
            foreach (var row in prompt)
            {
                var (i, j) = (sample.First[row], sample.Second[row]);
                var battle = sample.Battles[row];
                var verdict = Residual(verdicts, battle.Judged!.Value, i, j, sample.WeightOf(row));
                var prediction = Residual(predictions, battle.Predicted, i, j, sample.WeightOf(row));
                var left = 1 - inclusions[row];
                var joint = Math.Min(shared, left);
                Add(ofVerdicts, i, j, (left - joint) * verdict * verdict);
                Add(ofPredictions, i, j, (left - joint) * prediction * prediction);
                Add(between, i, j, (left - joint) * verdict * prediction);
                if (joint > 0)
                {
                    var root = Math.Sqrt(joint);
                    together.Verdicts[i] += root * verdict;
                    together.Verdicts[j] -= root * verdict;
                    together.Predictions[i] += root * prediction;
                    together.Predictions[j] -= root * prediction;
                    touched.Add(i);
                    touched.Add(j);
                }
            }

            foreach (var i in touched)
            {
                foreach (var j in touched)
                {
                    ofVerdicts[(i * _size) + j] += together.Verdicts[i] * together.Verdicts[j];
                    ofPredictions[(i * _size) + j] += together.Predictions[i] * together.Predictions[j];
                    between[(i * _size) + j] += together.Verdicts[i] * together.Predictions[j];
                }
            }
        }

        // A battle that was added because it was needed is as uncertain as a battle that ends as foretold or the other way.
        foreach (var (i, j, weight) in sample.Added(outside))
        {
            var probability = Logistic.Probability(foretold.Strengths[i] - foretold.Strengths[j]);
            Add(ofVerdicts, i, j, weight * probability * (1 - probability));
        }

        Verdicts = Centred(Sandwich(verdicts.Inverse, ofVerdicts, verdicts.Inverse));
        Predictions = Centred(Sandwich(predictions.Inverse, ofPredictions, predictions.Inverse));
        Products = Centred(Sandwich(verdicts.Inverse, between, predictions.Inverse));
    }

    /// <summary>Of the strengths by verdicts.</summary>
    public double[] Verdicts { get; }

    /// <summary>Of the strengths by predictions of the battles that were judged.</summary>
    public double[] Predictions { get; }

    /// <summary>Between the two, not symmetric.</summary>
    public double[] Products { get; }

    /// <summary>Of the prediction-powered strengths under a λ.</summary>
    public double[] Of(double lambda)
    {
        var covariance = new double[_size * _size];
        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j < _size; j++)
            {
                var (k, mirrored) = ((i * _size) + j, (j * _size) + i);
                covariance[k] = Verdicts[k] - (lambda * (Products[k] + Products[mirrored])) + (lambda * lambda * Predictions[k]);
            }
        }

        return covariance;
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
        var leverage = weight * probability * (1 - probability)
            * (fit.Inverse[(i * _size) + i] + fit.Inverse[(j * _size) + j] - (2 * fit.Inverse[(i * _size) + j]));
        return weight * (outcome - probability) / Math.Sqrt(1 - Math.Min(leverage, MostLeverage));
    }

    private void Add(double[] sums, int i, int j, double value)
    {
        sums[(i * _size) + i] += value;
        sums[(j * _size) + j] += value;
        sums[(i * _size) + j] -= value;
        sums[(j * _size) + i] -= value;
    }

    /// <summary>left · middle · right, with right symmetric.</summary>
    private double[] Sandwich(double[] left, double[] middle, double[] right)
    {
        var (half, product) = (new double[_size * _size], new double[_size * _size]);
        for (var i = 0; i < _size; i++)
        {
            var row = half.AsSpan(i * _size, _size);
            for (var k = 0; k < _size; k++)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<double>(middle.AsSpan(k * _size, _size), left[(i * _size) + k], row, row);
            }

            for (var j = 0; j < _size; j++)
            {
                product[(i * _size) + j] = PlainVector.Dot(row, right.AsSpan(j * _size, _size));
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
