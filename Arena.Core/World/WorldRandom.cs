namespace Arena.Core.World;

/// <summary>
/// SplitMix64: small, seeded, and the same on every machine. Its sequences must stay as they are: the bundled judges were trained and
/// examined on what they generate. Not safe for use from several threads at once.
/// </summary>
internal sealed class WorldRandom
{
    private ulong _state;

    public WorldRandom(ulong seed) => _state = seed;

    /// <summary>A generator whose numbers depend on nothing but the seed and the name of what it is for.</summary>
    public static WorldRandom For(ulong seed, string purpose) =>
        new(seed ^ ulong.Parse(ContentHash.Of(purpose).AsSpan(0, 16), System.Globalization.NumberStyles.HexNumber, null));

    public ulong NextBits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high], both included.</summary>
    public int Next(int low, int high) => low + (int)Math.BigMul(NextBits(), (ulong)(high - low + 1), out _);

    public bool Chance(double probability) => NextDouble() < probability;

    public T Pick<T>(ReadOnlySpan<T> items) => items[Next(0, items.Length - 1)];

    public T Pick<T>(T[] items) => Pick<T>(items.AsSpan());

    /// <summary>Puts the items in a random order, in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(0, i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
