using System.Globalization;
using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Arena.Bench.Coverage;

/// <summary>
/// Draws tournaments whose battles depend on each other within a prompt although every single battle has exactly the
/// probabilities of the model, so that the true log-strengths are known. A Gaussian copula does both: a battle is decided by
/// z = √ρ·(u_second − u_first)/√2 + √(1 − ρ)·ε, with u how good a contestant is at the prompt and ε the battle's own noise, all
/// standard normal. So is z, whatever ρ; the first wins where Φ(z) is below its probability to win.
/// </summary>
internal sealed class TournamentSimulator
{
    private readonly CoverageSetting _setting;
    private readonly string[] _names;
    private readonly double[,] _winsBelow;
    private readonly double[,] _losesAbove;

    public TournamentSimulator(CoverageSetting setting)
    {
        _setting = setting;
        var n = setting.Contestants;
        _names = [.. Enumerable.Range(0, n).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        Strengths = [.. Enumerable.Range(0, n).Select(i => Normal.InvCDF(0, setting.Spread, (i + 0.5) / n))];
        (_winsBelow, _losesAbove) = (new double[n, n], new double[n, n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var half = (Strengths[i] - Strengths[j] + setting.Position) / 2;
                var (win, loss) = (Math.Exp(half), Math.Exp(-half));
                var sum = win + setting.Tie + loss;
                _winsBelow[i, j] = Normal.InvCDF(0, 1, win / sum);
                _losesAbove[i, j] = Normal.InvCDF(0, 1, (win + setting.Tie) / sum);
            }
        }
    }

    /// <summary>The true log-strength of every contestant; its name is its index. They lie like normal quantiles.</summary>
    public double[] Strengths { get; }

    /// <summary>The true values of the parameters beside the log-strengths, in the order and on the scale of a fit's.</summary>
    public double[] Others =>
        [.. _setting.Position != 0 ? [_setting.Position] : Array.Empty<double>(), .. _setting.Tie > 0 ? [_setting.Tie] : Array.Empty<double>()];

    /// <summary>A contestant's expected points in a battle against another one at random, with neither shown first: its true win rate.</summary>
    public double WinRate(int contestant) => Strengths.Where((_, other) => other != contestant).Average(other =>
    {
        var half = (Strengths[contestant] - other) / 2;
        var (win, loss) = (Math.Exp(half), Math.Exp(-half));
        return (win + (_setting.Tie / 2)) / (win + _setting.Tie + loss);
    });

    public BattleTable Draw(DeterministicRandom random)
    {
        var n = _names.Length;
        var builder = new BattleTableBuilder();
        var skill = new double[n];
        var (shared, own) = (Math.Sqrt(_setting.Correlation / 2), Math.Sqrt(1 - _setting.Correlation));
        for (var prompt = 0; prompt < _setting.Prompts; prompt++)
        {
            foreach (ref var u in skill.AsSpan())
            {
                u = random.NextGaussian();
            }

            var cluster = _setting.HidesPrompts ? null : prompt.ToString(CultureInfo.InvariantCulture);
            var battles = (_setting.BattlesPerPrompt / 2) + random.NextInt(_setting.BattlesPerPrompt + 1);
            for (var battle = 0; battle < battles; battle++)
            {
                var i = random.NextInt(n);
                var j = random.NextInt(n - 1);
                j += j >= i ? 1 : 0;
                var z = (shared * (skill[j] - skill[i])) + (own * random.NextGaussian());
                var outcome = z < _winsBelow[i, j] ? 1 : z > _losesAbove[i, j] ? 0 : 0.5;
                builder.Add(new Battle(_names[i], _names[j], outcome, 1, cluster));
                if (_setting.IsSwapped)
                {
                    builder.Add(new Battle(_names[j], _names[i], 1 - outcome, 1, cluster));
                }
            }
        }

        return builder.Build();
    }
}
