using System.Numerics.Tensors;
using Arena.Core.Learning;
using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>
/// A network of one hidden layer (tanh) that ranks the responses to each prompt, trained with a ranking loss by Adam (Kingma and Ba 2015), one prompt a
/// step, with decoupled weight decay (Loshchilov and Hutter 2019).
/// </summary>
/// <param name="name">Its name in tables.</param>
/// <param name="loss">The loss of a prompt's list.</param>
/// <param name="hidden">Units of the hidden layer.</param>
/// <param name="epochs">Passes over the prompts.</param>
public sealed class PerceptronRanker(string name, IRankingLoss loss, int hidden = 12, int epochs = 6) : IScorer
{
    private const double Rate = 0.003;
    private const double Decay = 0.01;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ITrainedScorer Train(TrainingRows rows, long seed, CancellationToken cancellationToken = default)
    {
        var standardization = Standardization.Of(rows);
        var features = standardization.Apply(rows);
        var lists = PromptLists.Of(rows);
        var random = new DeterministicRandom(seed);
        var network = new Network(standardization.Columns.Count, hidden, random);
        var gradient = new Network(standardization.Columns.Count, hidden, null);
        var (first, second) = (new double[network.Size], new double[network.Size]);
        var longest = lists.Max(list => list.Rows.Length);
        var (scores, slopes) = (new double[longest], new double[longest]);
        var units = new double[longest][];
        for (var (epoch, step) = (0, 0); epoch < epochs; epoch++)
        {
            random.Shuffle(lists.AsSpan());
            foreach (var (list, labels) in lists)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var i = 0; i < list.Length; i++)
                {
                    scores[i] = network.Score(features[list[i]], units[i] ??= new double[hidden]);
                }

                loss.Evaluate(scores.AsSpan(0, list.Length), labels, slopes.AsSpan(0, list.Length));
                gradient.Clear();
                for (var i = 0; i < list.Length; i++)
                {
                    network.Add(gradient, features[list[i]], units[i], slopes[i] / list.Length);
                }

                step++;
                network.Descend(gradient, first, second, step, Rate * (1 - (epoch / (double)epochs)), Decay);
            }
        }

        return new RankerTrained(new Trained(standardization, network), rows);
    }

    private sealed class Trained(Standardization standardization, Network network) : ITrainedScorer
    {
        public double[] Score(ScorerRows rows)
        {
            var units = new double[network.Hidden];
            return [.. standardization.Apply(rows).Select(row => network.Score(row, units))];
        }
    }

    /// <summary>Weights: of every hidden unit its inputs' and a bias, then the output's.</summary>
    private sealed class Network
    {
        private readonly double[] _weights;
        private readonly int _inputs;

        public Network(int inputs, int hidden, DeterministicRandom? random)
        {
            (_inputs, Hidden) = (inputs, hidden);
            _weights = new double[((inputs + 2) * hidden)];
            for (var i = 0; random is not null && i < _weights.Length; i++)
            {
                _weights[i] = random.NextGaussian() / Math.Sqrt(i < inputs * hidden ? inputs : hidden);
            }
        }

        public int Hidden { get; }

        public int Size => _weights.Length;

        private Span<double> Output => _weights.AsSpan((_inputs + 1) * Hidden, Hidden);

        public void Clear() => Array.Clear(_weights);

        public double Score(double[] row, double[] units)
        {
            for (var h = 0; h < Hidden; h++)
            {
                units[h] = Math.Tanh(TensorPrimitives.Dot(row, Inputs(h)) + _weights[(_inputs * Hidden) + h]);
            }

            return TensorPrimitives.Dot<double>(units, Output);
        }

        public void Add(Network gradient, double[] row, double[] units, double slope)
        {
            TensorPrimitives.MultiplyAdd(units, slope, gradient.Output, gradient.Output);
            for (var h = 0; h < Hidden; h++)
            {
                var inner = slope * Output[h] * (1 - (units[h] * units[h]));
                TensorPrimitives.MultiplyAdd(row, inner, gradient.Inputs(h), gradient.Inputs(h));
                gradient._weights[(_inputs * Hidden) + h] += inner;
            }
        }

        public void Descend(Network gradient, double[] first, double[] second, int step, double rate, double decay)
        {
            var (firstScale, secondScale) = (1 - Math.Pow(0.9, step), 1 - Math.Pow(0.999, step));
            for (var i = 0; i < _weights.Length; i++)
            {
                var slope = gradient._weights[i];
                first[i] = (0.9 * first[i]) + (0.1 * slope);
                second[i] = (0.999 * second[i]) + (0.001 * slope * slope);
                _weights[i] -= rate * ((first[i] / firstScale / (Math.Sqrt(second[i] / secondScale) + 1e-8)) + (decay * _weights[i]));
            }
        }

        private Span<double> Inputs(int unit) => _weights.AsSpan(unit * _inputs, _inputs);
    }
}
