using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class RaterAgreementTests
{
    private static readonly Gen<(int First, int Second)[]> Ratings = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3]).Array[1, 60];

    private static readonly MeasurementLevel[] Levels = Enum.GetValues<MeasurementLevel>();

    // en.wikipedia.org/wiki/Cohen's_kappa: the worked example, and two tables with the same agreement.
    [Theory]
    [InlineData(20, 5, 10, 15, 0.4)]
    [InlineData(45, 15, 25, 15, 0.1304)]
    [InlineData(25, 35, 5, 35, 0.2593)]
    public void CohenKappa_PublishedTables_AreReproduced(int a, int b, int c, int d, double expected) =>
        Assert.Equal(expected, RaterAgreement.CohenKappa(new double[,] { { a, b }, { c, d } }), 4);

    [Theory]
    [InlineData(1, 2, 0.852)]
    [InlineData(1, 3, 0.879)]
    [InlineData(2, 3, 0.862)]
    public void CohenKappa_PandaLmAnnotators_ArePublishedValues(int first, int second, double expected)
    {
        using var file = new GZipStream(File.OpenRead(Repository.Shared("pandalm", "testset-v1.json.gz")), CompressionMode.Decompress);
        using var pairs = JsonDocument.Parse(file);

        var kappa = RaterAgreement.CohenKappa(Annotator(first), Annotator(second));

        Assert.Equal(expected, kappa, 3);

        int[] Annotator(int number) =>
            [.. pairs.RootElement.EnumerateArray().Select(pair => pair.GetProperty($"annotator{number}").GetInt32())];
    }

    [Fact]
    public void FleissKappa_PublishedTable_IsReproduced()
    {
        // en.wikipedia.org/wiki/Fleiss'_kappa: 14 raters, 10 subjects, 5 categories.
        int[,] counts =
        {
            { 0, 0, 0, 0, 14 },
            { 0, 2, 6, 4, 2 },
            { 0, 0, 3, 5, 6 },
            { 0, 3, 9, 2, 0 },
            { 2, 2, 8, 1, 1 },
            { 7, 7, 0, 0, 0 },
            { 3, 2, 6, 3, 0 },
            { 2, 5, 3, 2, 2 },
            { 6, 5, 2, 1, 0 },
            { 0, 2, 2, 3, 7 },
        };

        Assert.Equal(0.210, RaterAgreement.FleissKappa(counts), 3);
    }

    [Fact]
    public void KrippendorffAlpha_PublishedCodings_IsReproduced()
    {
        // Krippendorff (2011), section C: four observers, twelve units, missing data: .743, .815 and .849.
        var rows = File.ReadAllLines(Repository.Shared("evalica", "codings.csv")).Select(line => line.Split(',')).ToArray();
        var ratings = new double[rows.Length, rows[0].Length];
        for (var rater = 0; rater < rows.Length; rater++)
        {
            for (var unit = 0; unit < rows[0].Length; unit++)
            {
                var cell = rows[rater][unit];
                ratings[rater, unit] = cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);
            }
        }

        Assert.Equal(0.7434210526, RaterAgreement.KrippendorffAlpha(ratings, MeasurementLevel.Nominal), 10);
        Assert.Equal(0.815, RaterAgreement.KrippendorffAlpha(ratings, MeasurementLevel.Ordinal), 3);
        Assert.Equal(0.849, RaterAgreement.KrippendorffAlpha(ratings, MeasurementLevel.Interval), 3);
    }

    [Fact]
    public void TwoRaters_AnyRatings_AreSymmetricAndKnowNoNames() => Ratings.Sample(ratings =>
    {
        int[] first = [.. ratings.Select(r => r.First)];
        int[] second = [.. ratings.Select(r => r.Second)];
        foreach (var statistic in (Statistic[])[RaterAgreement.PercentAgreement, RaterAgreement.CohenKappa])
        {
            var value = statistic(first, second);
            Assert.Equal(value, statistic(second, first), 12);
            Assert.Equal(value, statistic([.. first.Select(Rename)], [.. second.Select(Rename)]), 12);
            Assert.True(double.IsNaN(value) || Math.Abs(value) <= 1 + 1e-12);
        }

        static int Rename(int category) => 17 - (5 * category);
    });

    [Fact]
    public void CohenKappa_AnyRatings_EqualsThatOfTheirTable() => Ratings.Sample(ratings =>
    {
        var table = new double[4, 4];
        foreach (var (first, second) in ratings)
        {
            table[first, second]++;
        }

        Assert.Equal(
            RaterAgreement.CohenKappa(table),
            RaterAgreement.CohenKappa([.. ratings.Select(r => r.First)], [.. ratings.Select(r => r.Second)]),
            12);
    });

    [Fact]
    public void KrippendorffAlpha_CompleteRatings_FollowsFromFleissKappa() =>
        Gen.Int[0, 3].Array2D[Gen.Int[2, 5], Gen.Int[1, 20]].Sample(ratings =>
        {
            // Krippendorff's expected disagreement is Fleiss's without replacement: 1 − α = (1 − κ)(n − 1)/n for n ratings.
            var (raters, units) = (ratings.GetLength(0), ratings.GetLength(1));
            var counts = new int[units, 4];
            foreach (var (rater, unit) in Cells(raters, units))
            {
                counts[unit, ratings[rater, unit]]++;
            }

            var n = (double)raters * units;
            var expected = 1 - ((1 - RaterAgreement.FleissKappa(counts)) * (n - 1) / n);
            Assert.Equal(expected, RaterAgreement.KrippendorffAlpha(ToDoubles(ratings), MeasurementLevel.Nominal), 10);
        });

    [Fact]
    public void KrippendorffAlpha_AnyRatings_IgnoresOrderOfRatersAndUnitsRatedOnce() =>
        Gen.Int[0, 5].Array2D[Gen.Int[2, 5], Gen.Int[1, 20]].Sample(gaps =>
        {
            // 5 stands for a missing rating.
            var ratings = ToDoubles(gaps);
            var (raters, units) = (ratings.GetLength(0), ratings.GetLength(1));
            var changed = new double[raters, units + 1];
            foreach (var (rater, unit) in Cells(raters, units + 1))
            {
                changed[raters - 1 - rater, unit] = unit < units ? ratings[rater, unit] : rater == 0 ? 3 : double.NaN;
            }

            foreach (var level in Levels)
            {
                var alpha = RaterAgreement.KrippendorffAlpha(ratings, level);
                Assert.Equal(alpha, RaterAgreement.KrippendorffAlpha(changed, level), 10);
                Assert.False(alpha > 1 + 1e-12);
            }
        });

    [Fact]
    public void KrippendorffAlpha_ValuesStretched_ChangesTheIntervalLevelOnly()
    {
        double[,] ratings = { { 1, 2, 3, 4, 4 }, { 1, 3, 3, 4, 2 } };
        double[,] stretched = { { 1, 2, 3, 40, 40 }, { 1, 3, 3, 40, 2 } };

        Assert.Equal(Alpha(ratings, MeasurementLevel.Nominal), Alpha(stretched, MeasurementLevel.Nominal), 12);
        Assert.Equal(Alpha(ratings, MeasurementLevel.Ordinal), Alpha(stretched, MeasurementLevel.Ordinal), 12);
        Assert.NotEqual(Alpha(ratings, MeasurementLevel.Interval), Alpha(stretched, MeasurementLevel.Interval), 3);

        static double Alpha(double[,] values, MeasurementLevel level) => RaterAgreement.KrippendorffAlpha(values, level);
    }

    [Fact]
    public void Coefficients_PerfectAgreement_AreOne()
    {
        Assert.Equal(1, RaterAgreement.PercentAgreement([1, 2, 2], [1, 2, 2]));
        Assert.Equal(1, RaterAgreement.CohenKappa([1, 2, 2], [1, 2, 2]));
        Assert.Equal(1, RaterAgreement.FleissKappa(new[,] { { 3, 0 }, { 0, 3 } }));
        Assert.All(Levels, level => Assert.Equal(1, RaterAgreement.KrippendorffAlpha(new double[,] { { 1, 2 }, { 1, 2 } }, level)));
    }

    [Fact]
    public void Coefficients_NothingToCompare_AreNaN()
    {
        Assert.Equal(double.NaN, RaterAgreement.PercentAgreement([], []));
        Assert.Equal(double.NaN, RaterAgreement.CohenKappa([], []));
        Assert.Equal(double.NaN, RaterAgreement.CohenKappa([1, 1], [1, 1]));
        Assert.Equal(double.NaN, RaterAgreement.FleissKappa(new int[0, 3]));
        Assert.Equal(double.NaN, RaterAgreement.FleissKappa(new[,] { { 3, 0 }, { 3, 0 } }));
        foreach (var level in Levels)
        {
            Assert.Equal(double.NaN, RaterAgreement.KrippendorffAlpha(new[,] { { 1, 2 }, { double.NaN, double.NaN } }, level));
            Assert.Equal(double.NaN, RaterAgreement.KrippendorffAlpha(new double[,] { { 1, 1 }, { 1, 1 } }, level));
        }
    }

    [Fact]
    public void Coefficients_InvalidInput_Throw()
    {
        Assert.Throws<ArgumentException>(() => RaterAgreement.PercentAgreement([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => RaterAgreement.CohenKappa([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => RaterAgreement.CohenKappa(new double[2, 3]));
        Assert.Throws<ArgumentException>(() => RaterAgreement.CohenKappa(new double[,] { { 1, -1 }, { 1, 1 } }));
        Assert.Throws<ArgumentException>(() => RaterAgreement.FleissKappa(new[,] { { 2, 1 }, { 2, 0 } }));
        Assert.Throws<ArgumentException>(() => RaterAgreement.FleissKappa(new[,] { { 1, 0 } }));
        Assert.Throws<ArgumentException>(() => RaterAgreement.FleissKappa(new[,] { { 3, -1 } }));
        Assert.Throws<ArgumentException>(
            () => RaterAgreement.KrippendorffAlpha(new[,] { { 1, double.PositiveInfinity } }, MeasurementLevel.Nominal));
    }

    private delegate double Statistic(ReadOnlySpan<int> first, ReadOnlySpan<int> second);

    private static double[,] ToDoubles(int[,] ratings)
    {
        var doubles = new double[ratings.GetLength(0), ratings.GetLength(1)];
        foreach (var (rater, unit) in Cells(ratings.GetLength(0), ratings.GetLength(1)))
        {
            doubles[rater, unit] = ratings[rater, unit] == 5 ? double.NaN : ratings[rater, unit];
        }

        return doubles;
    }

    private static IEnumerable<(int Rater, int Unit)> Cells(int raters, int units) =>
        from rater in Enumerable.Range(0, raters) from unit in Enumerable.Range(0, units) select (rater, unit);
}
