using Arena.Core.Learning;
using CsCheck;

namespace Arena.Tests.Learning;

public sealed class LimitedMemoryBfgsTests
{
    [Fact]
    public void Minimize_RandomQuadratic_FindsItsCentre()
    {
        var quadratics =
            from n in Gen.Int[1, 40]
            from centre in Gen.Double[-10, 10].Array[n]
            from curvature in Gen.Double[-2, 2].Select(power => Math.Pow(10, power)).Array[n]
            select (centre, curvature);
        quadratics.Sample(quadratic =>
        {
            var (centre, curvature) = quadratic;
            var minimum = LimitedMemoryBfgs.Minimize(
                (point, gradient) =>
                {
                    var value = 0.0;
                    for (var i = 0; i < point.Length; i++)
                    {
                        gradient[i] = curvature[i] * (point[i] - centre[i]);
                        value += 0.5 * gradient[i] * (point[i] - centre[i]);
                    }

                    return value;
                },
                new double[centre.Length],
                maxIterations: 5000);

            Assert.True(minimum.IsConverged, $"{minimum.Iterations} steps, gradient {minimum.GradientNorm}");
            Assert.True(minimum.GradientNorm <= 1e-9);
            for (var i = 0; i < centre.Length; i++)
            {
                Assert.Equal(centre[i], minimum.Point[i], 1.01e-9 / curvature[i]);
            }
        });
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e6)]
    public void Minimize_FlatLogCosh_ReachesTheToleranceBelowTheRoundingOfValues(double offset)
    {
        // The offset makes values equal in all digits long before the gradient is small: slopes must lead.
        var minimum = LimitedMemoryBfgs.Minimize(
            (point, gradient) =>
            {
                gradient[0] = Math.Tanh(point[0] - 3);
                gradient[1] = 0.01 * Math.Tanh(point[1] + 5);
                return offset + Math.Log(Math.Cosh(point[0] - 3)) + (0.01 * Math.Log(Math.Cosh(point[1] + 5)));
            },
            [0, 0]);

        Assert.True(minimum.IsConverged);
        Assert.Equal(3, minimum.Point[0], 1e-8);
        Assert.Equal(-5, minimum.Point[1], 1e-6);
        Assert.Equal(offset, minimum.Value, 1e-9);
    }

    [Fact]
    public void Minimize_Rosenbrock_FindsTheValley()
    {
        var minimum = LimitedMemoryBfgs.Minimize(
            (point, gradient) =>
            {
                var (x, y) = (point[0], point[1]);
                gradient[0] = (-2 * (1 - x)) - (400 * x * (y - (x * x)));
                gradient[1] = 200 * (y - (x * x));
                return ((1 - x) * (1 - x)) + (100 * (y - (x * x)) * (y - (x * x)));
            },
            [-1.2, 1]);

        Assert.True(minimum.IsConverged);
        Assert.Equal(1, minimum.Point[0], 1e-8);
        Assert.Equal(1, minimum.Point[1], 1e-8);
    }

    [Fact]
    public void Minimize_DomainWithAnEdge_StepsBack()
    {
        var minimum = LimitedMemoryBfgs.Minimize(
            (point, gradient) =>
            {
                gradient[0] = 1 - (1e-3 / point[0]);
                return point[0] - (1e-3 * Math.Log(point[0]));
            },
            [1]);

        Assert.True(minimum.IsConverged);
        Assert.Equal(1e-3, minimum.Point[0], 1e-9);
    }

    [Fact]
    public void Minimize_TooFewIterations_SaysSo()
    {
        SmoothFunction quartic = (point, gradient) =>
        {
            gradient[0] = 4 * Math.Pow(point[0] - 1, 3);
            return Math.Pow(point[0] - 1, 4);
        };

        var minimum = LimitedMemoryBfgs.Minimize(quartic, [100], maxIterations: 3);

        Assert.False(minimum.IsConverged);
        Assert.Equal(3, minimum.Iterations);
        Assert.Equal(Math.Abs(4 * Math.Pow(minimum.Point[0] - 1, 3)), minimum.GradientNorm, 1e-9);
    }

    [Fact]
    public void Minimize_GradientThatNeverVanishes_EndsNotConverged()
    {
        var minimum = LimitedMemoryBfgs.Minimize(
            (point, gradient) =>
            {
                gradient[0] = 1;
                return Math.Abs(point[0]);
            },
            [0.5]);

        Assert.False(minimum.IsConverged);
    }

    [Fact]
    public void Minimize_AtTheMinimum_TakesNoStep()
    {
        var minimum = LimitedMemoryBfgs.Minimize(
            (point, gradient) =>
            {
                gradient[0] = point[0];
                return 0.5 * point[0] * point[0];
            },
            [0]);

        Assert.True(minimum.IsConverged);
        Assert.Equal(0, minimum.Iterations);
    }

    [Fact]
    public void Minimize_StartOutsideTheDomain_Throws()
    {
        Assert.Throws<ArgumentException>(() => LimitedMemoryBfgs.Minimize((_, _) => double.NaN, [0]));
    }
}
