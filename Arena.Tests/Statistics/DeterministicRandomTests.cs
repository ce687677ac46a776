using Arena.Core.Statistics;
using CsCheck;

namespace Arena.Tests.Statistics;

public sealed class DeterministicRandomTests
{
    [Fact]
    public void NextUInt64_StateOneTwoThreeFour_GivesTheAuthorsSequence()
    {
        // The test vector of rand_xoshiro, made with the authors' C code (prng.di.unimi.it/xoshiro256starstar.c).
        var random = new DeterministicRandom(1, 2, 3, 4);
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625,
            8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];

        Assert.Equal(expected, expected.Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void NextSplitMix_SeedOfThePublishedExample_GivesItsSequence()
    {
        // rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64.
        var state = 1234567UL;
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];

        Assert.Equal(expected, expected.Select(_ => DeterministicRandom.NextSplitMix(ref state)));
    }

    [Fact]
    public void NextUInt64_SeedAndStream_NeverChange()
    {
        // Computed apart from this code. Results are stored with their seed: a change here makes them irreproducible.
        var random = new DeterministicRandom(42, 7);
        Assert.Equal([0xee9217c637c2b6af, 0xe2b139b518618b34, 0x020686287ef1828c], new ulong[3].Select(_ => random.NextUInt64()));

        random = new DeterministicRandom(-1);
        Assert.Equal([0xe504f059cc47625e, 0x01137ed384e9145e], new ulong[2].Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void NextUInt64_NeighbouringSeedsAndStreams_AreUnrelated()
    {
        ulong[] numbers =
        [
            .. from seed in Enumerable.Range(-50, 100)
               from stream in Enumerable.Range(0, 100)
               select new DeterministicRandom(seed, stream).NextUInt64(),
        ];

        Assert.Equal(numbers.Length, numbers.Distinct().Count());

        // Each bit of each exclusive-or of neighbours is a coin toss: 64 · 9,999 tosses, standard deviation 400.
        var differing = numbers.Zip(numbers[1..], (a, b) => System.Numerics.BitOperations.PopCount(a ^ b)).Sum();
        Assert.InRange(differing, 319_968 - 2000, 319_968 + 2000);
    }

    [Fact]
    public void NextDouble_ManyDraws_AreUniform()
    {
        var random = new DeterministicRandom(1);
        var tenths = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            tenths[(int)(random.NextDouble() * 10)]++;
        }

        // Five standard deviations of a binomial count.
        Assert.All(tenths, count => Assert.InRange(count, 10_000 - 475, 10_000 + 475));
    }

    [Fact]
    public void NextInt_BoundThatDoesNotDivideTheRange_IsUnbiased()
    {
        // With this bound, without rejection, results would be 0, 1 and 2 modulo 3 with probabilities 3/8, 3/8 and 2/8.
        const int Bound = 3 << 29;
        var random = new DeterministicRandom(2);
        var classes = new int[3];
        for (var i = 0; i < 90_000; i++)
        {
            classes[random.NextInt(Bound) % 3]++;
        }

        Assert.All(classes, count => Assert.InRange(count, 30_000 - 710, 30_000 + 710));
    }

    [Fact]
    public void NextInt_AnyBound_StaysBelowIt() => Gen.Select(Gen.Long, Gen.Int[1, int.MaxValue]).Sample((seed, bound) =>
        Assert.InRange(new DeterministicRandom(seed).NextInt(bound), 0, bound - 1));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void NextInt_BoundBelowOne_Throws(int bound) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeterministicRandom(0).NextInt(bound));

    [Fact]
    public void NextGaussian_ManyDraws_HaveTheMomentsOfTheStandardNormal()
    {
        var random = new DeterministicRandom(3);
        const int Draws = 200_000;
        var moments = new double[4];
        for (var i = 0; i < Draws; i++)
        {
            var z = random.NextGaussian();
            for (var k = 0; k < 4; k++)
            {
                moments[k] += Math.Pow(z, k + 1) / Draws;
            }
        }

        // Five standard errors: those of the moments are √1, √2, √15 and √96 over √n.
        Assert.Equal(0, moments[0], 5 * Math.Sqrt(1.0 / Draws));
        Assert.Equal(1, moments[1], 5 * Math.Sqrt(2.0 / Draws));
        Assert.Equal(0, moments[2], 5 * Math.Sqrt(15.0 / Draws));
        Assert.Equal(3, moments[3], 5 * Math.Sqrt(96.0 / Draws));
    }

    [Fact]
    public void FillResampleCounts_AnySize_AddsUpToIt() => Gen.Select(Gen.Long, Gen.Int[0, 300]).Sample((seed, size) =>
    {
        var counts = new int[size];
        Array.Fill(counts, 99);

        new DeterministicRandom(seed).FillResampleCounts(counts);

        Assert.Equal(size, counts.Sum());
        Assert.All(counts, count => Assert.InRange(count, 0, size));
    });

    [Fact]
    public void FillResampleCounts_ManyReplicates_AreMultinomial()
    {
        const int Cells = 7;
        const int Replicates = 40_000;
        var sums = new double[Cells];
        var squares = new double[Cells];
        var products = 0.0;
        var counts = new int[Cells];
        for (var r = 0; r < Replicates; r++)
        {
            new DeterministicRandom(4, r).FillResampleCounts(counts);
            for (var i = 0; i < Cells; i++)
            {
                sums[i] += counts[i];
                squares[i] += (counts[i] - 1) * (counts[i] - 1);
            }

            products += (counts[0] - 1) * (counts[Cells - 1] - 1);
        }

        // Means 1, variances 1 − 1/7, covariances −1/7; tolerances of at least five standard errors.
        Assert.All(sums, sum => Assert.Equal(1, sum / Replicates, 0.025));
        Assert.All(squares, square => Assert.Equal(6.0 / 7, square / Replicates, 0.04));
        Assert.Equal(-1.0 / 7, products / Replicates, 0.025);
    }
}
