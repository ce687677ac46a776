using System.Numerics;

namespace Arena.Core.Statistics;

/// <summary>
/// Pseudo-random numbers that are the same on every runtime and machine, because the algorithm is written out here: xoshiro256**
/// (Blackman &amp; Vigna 2021), its state filled by SplitMix64 (Steele, Lea &amp; Flood 2014). A seed has 2⁶⁴ streams; giving every
/// replicate or item of work its own stream makes a result independent of the number of threads. Seeds are stored with results,
/// so the sequences must never change. Not for secrets; not safe for use from several threads at once.
/// </summary>
public sealed class DeterministicRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double? _spareGaussian;

    /// <summary>Starts a stream of a seed.</summary>
    /// <param name="seed">The seed; any value.</param>
    /// <param name="stream">Which of the seed's streams; any value, such as the number of a replicate.</param>
    public DeterministicRandom(long seed, long stream = 0)
    {
        // Both are mixed, so that neighbouring seeds and streams start at unrelated places.
        var state = Mix(Mix((ulong)seed + GoldenGamma) ^ (ulong)stream);
        _s0 = NextSplitMix(ref state);
        _s1 = NextSplitMix(ref state);
        _s2 = NextSplitMix(ref state);
        _s3 = NextSplitMix(ref state);
    }

    /// <summary>Starts from a given state, for the check against the authors' published sequence.</summary>
    internal DeterministicRandom(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        _s0 = s0;
        _s1 = s1;
        _s2 = s2;
        _s3 = s3;
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number uniform in [0, 1): a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An integer uniform in [0, bound), without bias (Lemire 2019).</summary>
    /// <param name="bound">The bound, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is less than 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var rejected = RejectedBelow((uint)bound);
        ulong product;
        do
        {
            product = (NextUInt64() >> 32) * (uint)bound;
        }
        while ((uint)product < rejected);

        return (int)(product >> 32);
    }

    /// <summary>Puts items in uniformly random order, in place (Fisher and Yates).</summary>
    /// <param name="items">The items.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>
    /// A standard normal number, by Marsaglia's polar method. The logarithm is the platform's, so the last bit may differ between
    /// platforms.
    /// </summary>
    public double NextGaussian()
    {
        if (_spareGaussian is { } spare)
        {
            _spareGaussian = null;
            return spare;
        }

        double x;
        double y;
        double squared;
        do
        {
            x = (2 * NextDouble()) - 1;
            y = (2 * NextDouble()) - 1;
            squared = (x * x) + (y * y);
        }
        while (squared is >= 1 or 0);

        var scale = Math.Sqrt(-2 * Math.Log(squared) / squared);
        _spareGaussian = y * scale;
        return x * scale;
    }

    /// <summary>
    /// Draws as many items as there are, with replacement, and counts how often each was drawn: the weights of one bootstrap
    /// replicate. The counts are multinomial and add up to the number of items.
    /// </summary>
    /// <param name="counts">One cell per item; its content is replaced.</param>
    public void FillResampleCounts(Span<int> counts)
    {
        counts.Clear();
        var bound = (uint)counts.Length;
        var rejected = bound == 0 ? 0 : RejectedBelow(bound);

        // Two draws from the two halves of one number: this loop is what a bootstrap spends its own time on.
        for (var left = counts.Length; left > 0;)
        {
            var bits = NextUInt64();
            var product = (bits >> 32) * bound;
            if ((uint)product >= rejected)
            {
                counts[(int)(product >> 32)]++;
                left--;
            }

            product = (bits & uint.MaxValue) * bound;
            if (left > 0 && (uint)product >= rejected)
            {
                counts[(int)(product >> 32)]++;
                left--;
            }
        }
    }

    /// <summary>The next number of a SplitMix64 sequence.</summary>
    internal static ulong NextSplitMix(ref ulong state) => Mix(state += GoldenGamma);

    /// <summary>2³² mod bound: so many of the 2³² low halves must be rejected for all results to be equally likely.</summary>
    private static uint RejectedBelow(uint bound) => unchecked(0u - bound) % bound;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
