using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class MultipleTestingTests
{
    // Benjamini & Hochberg (1995), §3.2: fifteen end points of a trial of rt-PA and APSAC.
    private static readonly double[] Published =
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];

    private static readonly Gen<double[]> PValues = Gen.Double[0, 1].Array[0, 30];

    [Fact]
    public void Procedures_PublishedExample_RejectFourAndThree()
    {
        var holm = MultipleTesting.Holm(Published);
        var falseDiscovery = MultipleTesting.BenjaminiHochberg(Published);

        Assert.Equal(3, holm.Count(p => p <= 0.05));
        Assert.Equal(4, falseDiscovery.Count(p => p <= 0.05));
        Assert.Equal([0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1], holm[..10], new Within(1e-12));
        Assert.Equal(
            [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0638571428571, 0.0638571428571, 0.0645, 0.0765, 0.486],
            falseDiscovery[..10],
            new Within(1e-12));
    }

    [Fact]
    public void Procedures_AnyPValues_AreOrdered() => PValues.Sample(pValues =>
    {
        var holm = MultipleTesting.Holm(pValues);
        var falseDiscovery = MultipleTesting.BenjaminiHochberg(pValues);
        for (var i = 0; i < pValues.Length; i++)
        {
            Assert.InRange(falseDiscovery[i], pValues[i], 1);
            Assert.InRange(holm[i], falseDiscovery[i], 1);
            Assert.True(holm[i] <= Math.Min(1, pValues.Length * pValues[i]));
        }
    });

    [Fact]
    public void Procedures_Shuffled_AdjustEachTheSame() => Gen.Select(PValues, Gen.Int).Sample((pValues, seed) =>
    {
        int[] order = [.. Enumerable.Range(0, pValues.Length)];
        new Random(seed).Shuffle(order);
        double[] shuffled = [.. order.Select(i => pValues[i])];
        foreach (var procedure in (Procedure[])[MultipleTesting.Holm, MultipleTesting.BenjaminiHochberg])
        {
            var adjusted = procedure(pValues);
            Assert.Equal(order.Select(i => adjusted[i]), procedure(shuffled));
        }
    });

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Procedures_NoProbability_Throw(double p)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MultipleTesting.Holm([0.5, p]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultipleTesting.BenjaminiHochberg([0.5, p]));
    }

    private delegate double[] Procedure(ReadOnlySpan<double> pValues);

    private sealed class Within(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double value) => 0;
    }
}
