using Arena.Core.Learning;
using Arena.Core.Ratings;

namespace Arena.Tests.Ratings;

/// <summary>
/// The likelihood models once more, straight from their textbook probabilities, battle by battle and without cells, and their
/// maximum by another method: L-BFGS in place of Newton. Slow and simple.
/// </summary>
internal sealed class NaiveComparison
{
    private readonly BattleTable _battles;
    private readonly RatingModel _model;
    private readonly double _ridge;
    private readonly double[][] _covariates;

    public NaiveComparison(BattleTable battles, RatingModel model, RatingControls controls = RatingControls.None, double ridge = 0)
    {
        _battles = battles;
        _model = model;
        _ridge = ridge;
        var covariates = new List<double[]>();
        if (controls.HasFlag(RatingControls.Position))
        {
            covariates.Add([.. Enumerable.Repeat(1.0, battles.Count)]);
        }

        for (var k = 0; controls.HasFlag(RatingControls.Style) && k < battles.StyleNames.Count; k++)
        {
            double[] x = [.. battles.Style(k)];
            var squares = x.Select((value, row) => Weight(row) * value * value).Sum();
            var size = Math.Sqrt(squares / x.Select((_, row) => Weight(row)).Sum());
            covariates.Add([.. x.Select(value => size > 0 ? value / size : 0)]);
        }

        _covariates = [.. covariates];
        Parameters = battles.Contestants.Count + _covariates.Length + (HasTies ? 1 : 0);
    }

    public int Parameters { get; }

    private bool HasTies => _model != RatingModel.BradleyTerry;

    /// <summary>Probabilities of win, tie and loss at predictor d; of a win and a loss only for Bradley–Terry.</summary>
    public static (double Win, double Tie, double Loss) Probabilities(RatingModel model, double d, double tau)
    {
        switch (model)
        {
            case RatingModel.BradleyTerry:
                return (1 / (1 + Math.Exp(-d)), 0, 1 / (1 + Math.Exp(d)));
            case RatingModel.Davidson:
                var sum = Math.Exp(d / 2) + Math.Exp(-d / 2) + Math.Exp(tau);
                return (Math.Exp(d / 2) / sum, Math.Exp(tau) / sum, Math.Exp(-d / 2) / sum);
            default:
                var eta = Math.Exp(tau);
                var (win, loss) = (1 / (1 + (eta * Math.Exp(-d))), 1 / (1 + (eta * Math.Exp(d))));
                return (win, ((eta * eta) - 1) * win * loss, loss);
        }
    }

    /// <summary>Gradient of the log-likelihood of one battle, times its weight.</summary>
    public double[] Score(int row, ReadOnlySpan<double> parameters)
    {
        var n = _battles.Contestants.Count;
        var (i, j) = (_battles.First[row], _battles.Second[row]);
        var d = parameters[i] - parameters[j];
        for (var k = 0; k < _covariates.Length; k++)
        {
            d += parameters[n + k] * _covariates[k][row];
        }

        var (byD, byTau) = Derivatives(_battles.Outcome[row], d, HasTies ? parameters[^1] : 0);
        var score = new double[Parameters];
        var weight = Weight(row);
        score[i] += weight * byD;
        score[j] -= weight * byD;
        for (var k = 0; k < _covariates.Length; k++)
        {
            score[n + k] += weight * byD * _covariates[k][row];
        }

        if (HasTies)
        {
            score[^1] = weight * byTau;
        }

        return score;
    }

    /// <summary>Gradient of the penalised log-likelihood.</summary>
    public double[] Gradient(ReadOnlySpan<double> parameters)
    {
        var gradient = new double[Parameters];
        for (var row = 0; row < _battles.Count; row++)
        {
            var score = Score(row, parameters);
            for (var k = 0; k < gradient.Length; k++)
            {
                gradient[k] += score[k];
            }
        }

        for (var i = 0; i < _battles.Contestants.Count; i++)
        {
            gradient[i] -= _ridge * parameters[i];
        }

        return gradient;
    }

    public double LogLikelihood(ReadOnlySpan<double> parameters)
    {
        var n = _battles.Contestants.Count;
        var sum = 0.0;
        for (var row = 0; row < _battles.Count; row++)
        {
            var d = parameters[_battles.First[row]] - parameters[_battles.Second[row]];
            for (var k = 0; k < _covariates.Length; k++)
            {
                d += parameters[n + k] * _covariates[k][row];
            }

            var y = _battles.Outcome[row];
            var (win, tie, loss) = Probabilities(_model, d, HasTies ? parameters[^1] : 0);
            sum += Weight(row) * (!HasTies ? (y * Math.Log(win)) + ((1 - y) * Math.Log(loss)) : Math.Log(y == 1 ? win : y == 0 ? loss : tie));
        }

        for (var i = 0; i < n; i++)
        {
            sum -= _ridge * parameters[i] * parameters[i] / 2;
        }

        return sum;
    }

    /// <summary>Minus the second derivatives of the log-likelihood, by central differences of the gradient.</summary>
    public double[,] Information(IReadOnlyList<double> parameters)
    {
        const double Step = 1e-5;
        var information = new double[Parameters, Parameters];
        for (var k = 0; k < Parameters; k++)
        {
            double[] up = [.. parameters], down = [.. parameters];
            up[k] += Step;
            down[k] -= Step;
            var (above, below) = (Gradient(up), Gradient(down));
            for (var l = 0; l < Parameters; l++)
            {
                information[l, k] = (below[l] - above[l]) / (2 * Step);
            }
        }

        return information;
    }

    /// <summary>The maximum, with log-strengths that sum to 0. All contestants must form one group.</summary>
    public double[] Fit()
    {
        var tie = Parameters - 1;

        // Rao and Kupper's τ is positive: the search runs over its logarithm.
        var isLogarithm = _model == RatingModel.RaoKupper;
        var minimum = LimitedMemoryBfgs.Minimize(
            (point, gradient) =>
            {
                var parameters = Centred(point);
                if (isLogarithm)
                {
                    parameters[tie] = Math.Exp(parameters[tie]);
                }

                var up = Gradient(parameters);
                for (var k = 0; k < up.Length; k++)
                {
                    gradient[k] = -up[k] * (isLogarithm && k == tie ? parameters[tie] : 1);
                }

                return -LogLikelihood(parameters);
            },
            new double[Parameters],
            1e-10);
        Assert.True(minimum.IsConverged, "the second solver did not converge");
        var found = Centred([.. minimum.Point]);
        if (isLogarithm)
        {
            found[tie] = Math.Exp(found[tie]);
        }

        return found;
    }

    private double Weight(int row) => _battles.Weight.IsEmpty ? 1 : _battles.Weight[row];

    private double[] Centred(ReadOnlySpan<double> point)
    {
        var parameters = point.ToArray();
        var n = _battles.Contestants.Count;
        var mean = parameters.Take(n).Average();
        for (var i = 0; i < n; i++)
        {
            parameters[i] -= mean;
        }

        return parameters;
    }

    /// <summary>Derivatives of the logarithm of the outcome's probability by d and τ.</summary>
    private (double ByD, double ByTau) Derivatives(double y, double d, double tau)
    {
        var (win, tie, loss) = Probabilities(_model, d, tau);
        switch (_model)
        {
            case RatingModel.BradleyTerry:
                return (y - win, 0);
            case RatingModel.Davidson:
                return (((y == 1 ? 1 : y == 0 ? -1 : 0) - (win - loss)) / 2, (y == 0.5 ? 1 : 0) - tie);
            default:
                var eta2 = Math.Exp(2 * tau);
                return y switch
                {
                    1 => (1 - win, -(1 - win)),
                    0 => (-(1 - loss), -(1 - loss)),
                    _ => (loss - win, (2 * eta2 / (eta2 - 1)) - (1 - win) - (1 - loss)),
                };
        }
    }
}
