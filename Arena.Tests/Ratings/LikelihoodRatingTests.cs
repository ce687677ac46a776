using Arena.Core;
using Arena.Core.Ratings;
using CsCheck;
using static Arena.Tests.Ratings.CancellableRating;

namespace Arena.Tests.Ratings;

public sealed class LikelihoodRatingTests
{
    private static readonly RatingOptions NoIntervals = new() { Intervals = IntervalMethod.None };

    public static MatrixTheoryData<RatingModel, RatingControls, double> Cases { get; } = new(
        [RatingModel.BradleyTerry, RatingModel.Davidson, RatingModel.RaoKupper],
        [RatingControls.None, RatingControls.Position, RatingControls.Position | RatingControls.Style],
        [0, 0.7]);

    [Fact]
    public void Fit_WikipediaExample_ReproducesItsStrengths()
    {
        // The 22 games of the article "Bradley–Terry model", normalised as there to a geometric mean of 1.
        (string Winner, string Loser, int Times)[] games =
            [("A", "B", 2), ("A", "D", 1), ("B", "A", 3), ("B", "C", 5), ("C", "B", 3), ("C", "D", 1), ("D", "A", 4), ("D", "C", 3)];
        var battles = BattleTable.From(games.SelectMany(game => Enumerable.Repeat(new Battle(game.Winner, game.Loser, 1), game.Times)));

        var fit = Fit(battles, NoIntervals);

        Assert.Equal(22, battles.Count);
        var strengths = fit.Contestants.Zip(fit.LogStrengths, (name, theta) => (name, Math.Exp(theta))).ToDictionary();
        Assert.Equal(0.640, strengths["A"], 5e-4);
        Assert.Equal(1.043, strengths["B"], 5e-4);
        Assert.Equal(0.660, strengths["C"], 5e-4);
        Assert.Equal(2.270, strengths["D"], 5e-4);
    }

    [Theory]
    [InlineData("food")]
    [InlineData("simple")]
    public void Fit_GoldenFile_ReproducesBradleyTerryOfEvalica(string name)
    {
        var battles = EvalicaFiles.Battles(name);
        var golden = EvalicaFiles.Golden(name, "bradley_terry", battles.Contestants);

        var fit = Fit(battles, NoIntervals);

        // Published with a sum of 1, found with a tolerance of 1e-6 on such strengths.
        var strengths = fit.LogStrengths.Select(theta => Math.Exp(theta)).ToArray();
        Assert.All(strengths.Zip(golden), pair => Assert.Equal(pair.Second, pair.First / strengths.Sum(), 1e-5));
    }

    [Theory]
    [InlineData("food")]
    [InlineData("simple")]
    public void Fit_GoldenFile_DavidsonReproducesNewmanOfEvalica(string name)
    {
        // Newman's ties (2023) have probability 2v√(πᵢπⱼ)/(πᵢ + πⱼ + 2v√(πᵢπⱼ)), which is Davidson's with ν = 2v. Only the scale
        // of the published strengths differs, so they are compared centred.
        var battles = EvalicaFiles.Battles(name);
        var golden = EvalicaFiles.Golden(name, "newman", battles.Contestants).Select(score => Math.Log(score)).ToArray();

        var fit = Fit(battles, NoIntervals with { Model = RatingModel.Davidson });

        Assert.All(fit.LogStrengths.Zip(golden), pair => Assert.Equal(pair.Second - golden.Average(), pair.First, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fit_RandomBattles_AgreesWithASecondSolver(RatingModel model, RatingControls controls, double ridge)
    {
        RandomBattles.Connected(soft: model == RatingModel.BradleyTerry, weighted: true).Sample(
            battles =>
            {
                var fit = Fit(battles, NoIntervals with { Model = model, Controls = controls, Ridge = ridge });

                Assert.True(fit.Converged);
                double[] ours =
                [
                    .. fit.LogStrengths,
                    .. fit.Parameters.Select(parameter => parameter.Name == "tie" ? Math.Log(parameter.Value) : parameter.Value),
                ];
                Assert.All(new NaiveComparison(battles, model, controls, ridge).Fit().Zip(ours), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
            },
            iter: 15);
    }

    [Fact]
    public void Fit_RandomBattles_AgreesWithZermelosIteration()
    {
        RandomBattles.Connected(soft: true, weighted: true).Sample(
            battles =>
            {
                var expected = Zermelo(battles);
                Assert.All(expected.Zip(Fit(battles, NoIntervals).LogStrengths), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
            },
            iter: 30);
    }

    [Fact]
    public void Fit_WeightsOfVeryDifferentSize_Converges()
    {
        Gen.Double[-3, 6].Array[12].Sample(
            exponents =>
            {
                var pairs = from i in Enumerable.Range(0, 4) from j in Enumerable.Range(0, 4) where i != j select (i, j);
                var battles = BattleTable.From(pairs.Zip(exponents, (pair, x) => new Battle($"m{pair.i}", $"m{pair.j}", 1, Math.Pow(10, x))));

                var fit = Fit(battles, NoIntervals);

                Assert.True(fit.Converged);
                Assert.All(new NaiveComparison(battles, RatingModel.BradleyTerry).Gradient([.. fit.LogStrengths]), g => Assert.Equal(0, g, 1e-3));
            },
            iter: 50);
    }

    [Fact]
    public void Fit_TieThreshold_IsPositive()
    {
        // Ties are as rare as they can be, which puts τ close to its border at 0.
        var battles = BattleTable.From(
            [new("a", "b", 1, 1000), new("b", "a", 1, 1000), new("b", "c", 1, 1000), new("c", "b", 1, 1000), new("a", "b", 0.5, 0.01)]);

        var fit = Fit(battles, NoIntervals with { Model = RatingModel.RaoKupper });

        Assert.True(fit.Converged);
        Assert.InRange(Assert.Single(fit.Parameters).Value, 1 + 1e-12, 1.001);
    }

    [Theory]
    [InlineData(RatingModel.Davidson, 0)]
    [InlineData(RatingModel.RaoKupper, 1)]
    public void Fit_NoTie_IsBradleyTerryAndSaysSo(RatingModel model, double border)
    {
        var battles = BattleTable.From([new("a", "b", 1), new("a", "b", 1), new("b", "a", 1)]);

        var fit = Fit(battles, NoIntervals with { Model = model });

        Assert.Equal(Fit(battles, NoIntervals).LogStrengths, fit.LogStrengths);
        Assert.Equal(new RatingParameter("tie", border, null), Assert.Single(fit.Parameters));
        Assert.Contains(fit.Notes, note => note.Contains("border", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RatingModel.Davidson)]
    [InlineData(RatingModel.RaoKupper)]
    public void Fit_EveryBattleATie_Throws(RatingModel model)
    {
        var battles = BattleTable.From([new("a", "b", 0.5), new("b", "c", 0.5)]);

        var e = Assert.Throws<ArgumentException>(() => Fit(battles, NoIntervals with { Model = model }));
        Assert.Contains("every battle is a tie", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RatingModel.Davidson)]
    [InlineData(RatingModel.RaoKupper)]
    public void Fit_SoftOutcomeWithTieModel_Throws(RatingModel model)
    {
        var battles = BattleTable.From([new("a", "b", 0.7), new("b", "a", 0.5)]);

        Assert.Throws<ArgumentException>(() => Fit(battles, NoIntervals with { Model = model }));
    }

    [Fact]
    public void Fit_StyleWithoutStyleColumns_Throws()
    {
        var battles = BattleTable.From([new("a", "b", 1), new("b", "a", 1)]);

        Assert.Throws<ArgumentException>(() => Fit(battles, NoIntervals with { Controls = RatingControls.Style }));
    }

    [Fact]
    public void Fit_SeparatedWithRidge_IsFiniteAndNearerForAStrongerPrior()
    {
        var battles = BattleTable.From([new("top", "a", 1, 10), new("a", "b", 1), new("b", "a", 1)]);

        var weak = Fit(battles, NoIntervals with { Ridge = 0.01 });
        var strong = Fit(battles, NoIntervals with { Ridge = 1 });

        Assert.True(weak.Converged && strong.Converged);
        Assert.All(weak.Groups, group => Assert.Equal(0, group));
        Assert.True(weak.LogStrengths[0] > strong.LogStrengths[0] && strong.LogStrengths[0] > 0);
        Assert.Equal(0, weak.LogStrengths.Sum(), 1e-9);
    }

    [Fact]
    public void Fit_PositionDecidesEveryBattle_IsNotTakenForConverged()
    {
        // The coefficient of position has no finite maximum here: whoever is shown first wins.
        var battles = BattleTable.From(
            [new("a", "b", 1, 1, "p"), new("b", "a", 1, 1, "q"), new("b", "c", 1, 1, "r"), new("c", "b", 1, 1, "s")]);

        var fit = Fit(battles, new RatingOptions { Controls = RatingControls.Position });

        Assert.False(fit.Converged);
        Assert.Null(fit.Uncertainty);
        Assert.Contains(fit.Notes, note => note.Contains("did not converge", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_CovariateThatNeverVaries_HasCoefficientZero()
    {
        var builder = new BattleTableBuilder(["length"]);
        builder.Add(new Battle("a", "b", 1), [0]);
        builder.Add(new Battle("b", "a", 1), [0]);

        var fit = Fit(builder.Build(), NoIntervals with { Controls = RatingControls.Style });

        Assert.True(fit.Converged);
        Assert.Equal(new RatingParameter("length", 0, null), Assert.Single(fit.Parameters));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_AtRandomParameters_HasTheDerivativesOfItsValue(RatingModel model, RatingControls controls, double ridge)
    {
        var point = Gen.Double[-1.5, 1.5].Array[10];
        Gen.Select(RandomBattles.Connected(soft: model == RatingModel.BradleyTerry, weighted: true), point).Sample(
            (battles, numbers) =>
            {
                var comparison = new ComparisonModel(ComparisonDesign.Build(battles, controls), OutcomeOf(model), ridge);
                var size = comparison.Parameters;
                var at = numbers[..size];
                at[^1] = model == RatingModel.RaoKupper ? Math.Abs(at[^1]) + 0.1 : at[^1];
                var gradient = new double[size];
                var information = new double[size * size];

                var value = comparison.Evaluate(at, comparison.Design.Totals, gradient, information);

                var naive = new NaiveComparison(battles, model, controls, ridge);
                Assert.Equal(naive.LogLikelihood(at), value, 1e-9 * Math.Abs(value));
                const double Step = 1e-5;
                for (var k = 0; k < size; k++)
                {
                    var (above, below) = (Moved(k, Step), Moved(k, -Step));
                    Assert.Equal((above.Value - below.Value) / (2 * Step), gradient[k], 1e-6 * (1 + Math.Abs(gradient[k])));
                    for (var l = 0; l < size; l++)
                    {
                        // The block of log-strengths is pinned by one constant: all contestants are of one group here.
                        var pin = k < battles.Contestants.Count && l < battles.Contestants.Count ? Pin() : 0;
                        var ours = information[(l * size) + k] - pin;
                        Assert.Equal((below.Gradient[l] - above.Gradient[l]) / (2 * Step), ours, 1e-6 * (1 + Math.Abs(ours)));
                    }
                }

                (double Value, double[] Gradient) Moved(int k, double step)
                {
                    var moved = (double[])at.Clone();
                    moved[k] += step;
                    var slope = new double[size];
                    return (comparison.Evaluate(moved, comparison.Design.Totals, slope, default), slope);
                }

                // Without the pin a row of the block sums to the ridge.
                double Pin() => (information.AsSpan(0, battles.Contestants.Count).ToArray().Sum() - ridge) / battles.Contestants.Count;
            },
            iter: 10);
    }

    [Theory]
    [InlineData(RatingModel.BradleyTerry)]
    [InlineData(RatingModel.Davidson)]
    [InlineData(RatingModel.RaoKupper)]
    public void Evaluate_OutcomesOfOneBattle_HaveProbabilitiesThatSumToOne(RatingModel model)
    {
        Gen.Select(Gen.Double[-30, 30], Gen.Double[0.001, 5]).Sample((d, tau) =>
        {
            var outcome = OutcomeOf(model);
            var win = Math.Exp(outcome.Evaluate(d, tau, 1, 0, 0).LogLikelihood);
            var tie = outcome.HasTieParameter ? Math.Exp(outcome.Evaluate(d, tau, 0, 1, 0).LogLikelihood) : 0;
            var loss = Math.Exp(outcome.Evaluate(d, tau, 0, 0, 1).LogLikelihood);

            Assert.Equal(1, win + tie + loss, 1e-12);
            var (naiveWin, naiveTie, naiveLoss) = NaiveComparison.Probabilities(model, d, tau);
            Assert.Equal(naiveWin, win, 1e-12);
            Assert.Equal(naiveTie, tie, 1e-12);
            Assert.Equal(naiveLoss, loss, 1e-12);
        });
    }

    [Fact]
    public void Evaluate_ProbabilitiesNearTheEnds_KeepTheirDigits()
    {
        // log(1 + e⁻⁴⁰) = e⁻⁴⁰ − …, and at equal strengths P(tie) = tanh(τ/2) = τ/2 − … for Rao and Kupper.
        var surprise = -new BradleyTerryOutcome().Evaluate(40, 0, 1, 0, 0).LogLikelihood;
        var tie = Math.Exp(new RaoKupperOutcome().Evaluate(0, 1e-10, 0, 1, 0).LogLikelihood);

        Assert.Equal(1, surprise / Math.Exp(-40), 1e-12);
        Assert.Equal(1, tie / 5e-11, 1e-9);
    }

    private static OutcomeModel OutcomeOf(RatingModel model) => model switch
    {
        RatingModel.BradleyTerry => new BradleyTerryOutcome(),
        RatingModel.Davidson => new DavidsonOutcome(),
        _ => new RaoKupperOutcome(),
    };

    /// <summary>Bradley–Terry by Zermelo's iteration (1929), the slow method that cannot fail.</summary>
    private static double[] Zermelo(BattleTable table)
    {
        var points = WinRate.Points(table);
        var strengths = Enumerable.Repeat(1.0, points.Length).ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var shares = new double[points.Length];
            for (var row = 0; row < table.Count; row++)
            {
                var (i, j) = (table.First[row], table.Second[row]);
                var share = (table.Weight.IsEmpty ? 1 : table.Weight[row]) / (strengths[i] + strengths[j]);
                shares[i] += share;
                shares[j] += share;
            }

            strengths = [.. points.Zip(shares, (won, share) => won / share)];
        }

        var logs = strengths.Select(score => Math.Log(score)).ToArray();
        return [.. logs.Select(log => log - logs.Average())];
    }
}
