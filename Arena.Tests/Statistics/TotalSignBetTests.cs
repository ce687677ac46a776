using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class TotalSignBetTests
{
    /// <summary>Six values, few enough to go through all their orders.</summary>
    private static readonly Gen<double[]> Populations = Gen.Int[-4, 4].Select(k => k / 4.0).Array[6];

    [Fact]
    public void Positive_TotalNotPositive_IsReachedInFewEnoughOrders() => Gen.Select(Populations, Gen.Double[0.05, 0.6]).Sample(
        (values, error) =>
        {
            var population = values.Sum() > 0 ? Array.ConvertAll(values, value => -value) : values;
            var orders = Orders(population).ToArray();

            var wrong = orders.Count(order => Wealths(order).Any(wealth => wealth.Positive >= 1 / error));

            Assert.True(wrong <= error * orders.Length, $"{wrong} of {orders.Length} at {error}");
        },
        iter: 60);

    [Fact]
    public void Positive_TotalOfZero_IsAFairGameAtEveryStep() => Gen.Int[-4, 4].Array[3].Sample(
        halves =>
        {
            double[] population = [.. halves.Select(k => k / 4.0), .. halves.Select(k => -k / 4.0)];
            var wealths = Orders(population).Select(order => Wealths(order).ToArray()).ToArray();

            for (var step = 0; step < population.Length; step++)
            {
                Assert.Equal(1, wealths.Average(wealth => wealth[step].Positive), 9);
                Assert.Equal(1, wealths.Average(wealth => wealth[step].Negative), 9);
            }
        },
        iter: 20);

    [Fact]
    public void Add_SignsTurned_ExchangesTheTwoWealths() => Populations.Sample(values =>
    {
        var turned = Wealths(Array.ConvertAll(values, value => -value)).Select(wealth => (wealth.Negative, wealth.Positive));

        Assert.Equal(Wealths(values), turned);
    });

    [Fact]
    public void Positive_NothingLeftCouldTurnIt_IsInfinite()
    {
        var bet = new TotalSignBet(10);
        for (var k = 0; k < 5; k++)
        {
            bet.Add(1);
            Assert.True(double.IsFinite(bet.Positive));
        }

        // Six against four at the most.
        bet.Add(1);
        Assert.Equal(double.PositiveInfinity, bet.Positive);
        Assert.True(bet.Negative < 1);
    }

    [Fact]
    public void Positive_ClearMajority_IsProvedBySixtyOfAThousand()
    {
        var bet = new TotalSignBet(1000);
        for (var k = 0; k < 60; k++)
        {
            bet.Add(k % 5 == 0 ? -1 : 1);
        }

        Assert.InRange(bet.Positive, 1000, double.MaxValue);
    }

    [Fact]
    public void Add_MoreThanThePopulation_Throws()
    {
        var bet = new TotalSignBet(1);
        bet.Add(0.5);

        Assert.Throws<InvalidOperationException>(() => bet.Add(0.5));
    }

    private static IEnumerable<(double Positive, double Negative)> Wealths(double[] order)
    {
        var bet = new TotalSignBet(order.Length);
        foreach (var value in order)
        {
            bet.Add(value);
            yield return (bet.Positive, bet.Negative);
        }
    }

    private static IEnumerable<double[]> Orders(double[] values) => values.Length == 0
        ? [[]]
        : values.SelectMany((value, k) => Orders([.. values[..k], .. values[(k + 1)..]]).Select(rest => (double[])[value, .. rest]));
}
