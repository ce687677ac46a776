using Arena.Core.Statistics;

namespace Arena.Core.Tournaments.Pairing;

/// <summary>Random order.</summary>
internal static class Shuffling
{
    /// <summary>Puts items in uniformly random order (Fisher and Yates).</summary>
    public static void Shuffle<T>(Span<T> items, DeterministicRandom random)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = random.NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
