using Arena.Core.Statistics;

namespace Arena.Core.Tournaments;

/// <summary>All pairs at once; with a budget, that many of them drawn evenly.</summary>
internal sealed class FixedPairing(List<PlannedPair> pairs, int? budget, long seed) : IPairing
{
    private bool _isAsked;

    public bool IsAdaptive => false;

    public PairingStep Next(IReadOnlyList<JudgedPair> judged)
    {
        if (_isAsked)
        {
            return new([], budget < pairs.Count ? $"the budget of {budget} pairs is spent; there are {pairs.Count}" : null);
        }

        _isAsked = true;
        if (budget is not { } most || most >= pairs.Count)
        {
            return new(pairs);
        }

        // The first places of a shuffle; a larger budget of the same seed holds the smaller one.
        var random = new DeterministicRandom(seed, stream: 1);
        var drawn = pairs.ToArray();
        for (var i = 0; i < most; i++)
        {
            var other = i + random.NextInt(drawn.Length - i);
            (drawn[i], drawn[other]) = (drawn[other], drawn[i]);
        }

        return new(drawn[..most]);
    }
}
