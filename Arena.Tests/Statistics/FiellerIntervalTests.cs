using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class FiellerIntervalTests
{
    private static readonly Gen<(double N, double D, double Vn, double Vnd, double Vd)> Cases =
        from n in Gen.Double[-3, 3]
        from d in Gen.Double[-3, 3].Where(d => Math.Abs(d) > 1e-6)
        from sn in Gen.Double[0.01, 1]
        from sd in Gen.Double[0.01, 1]
        from r in Gen.Double[-0.99, 0.99]
        select (n, d, sn * sn, r * sn * sd, sd * sd);

    [Fact]
    public void Of_DenominatorKnownForSure_IsThePlainInterval()
    {
        var interval = FiellerInterval.Of(3, 2, 0.25, 0, 0, 2, 0.95);

        Assert.Equal((3 - 1) / 2.0, interval.Lower, 1e-12);
        Assert.Equal((3 + 1) / 2.0, interval.Upper, 1e-12);
    }

    [Fact]
    public void Of_DenominatorNotSignificant_HasNoEnd()
    {
        var interval = FiellerInterval.Of(1, 1, 0.1, 0, 0.3, 2, 0.95);

        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (interval.Lower, interval.Upper));
    }

    [Fact]
    public void Of_AnyCase_HoldsTheEstimateAndEndsWhereTheTestJustRejects() => Cases.Sample(c =>
    {
        const double Critical = 2;
        var interval = FiellerInterval.Of(c.N, c.D, c.Vn, c.Vnd, c.Vd, Critical, 0.95);

        Assert.True(interval.Contains(c.N / c.D));
        if (double.IsFinite(interval.Width))
        {
            Assert.All([interval.Lower, interval.Upper], rho => Assert.Equal(1, Statistic(rho) / Critical, 1e-6));
        }

        double Statistic(double rho) =>
            Math.Abs(c.N - (rho * c.D)) / Math.Sqrt(c.Vn - (2 * rho * c.Vnd) + (rho * rho * c.Vd));
    });
}
