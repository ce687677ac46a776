using System.Runtime.InteropServices;

namespace Arena.Core.Ratings;

/// <summary>
/// Battles added up by pair of contestants: all that the estimates of Bradley–Terry, Davidson and Rao–Kupper depend on, in a size that
/// grows with the pairs and not with the battles. New battles are added, battles that have changed are taken away, and whatever the
/// order of that, the matrix and its fit are to the last bit those of the battles that are left.
/// </summary>
/// <remarks>
/// It has forgotten which battles share a prompt, who was shown first, and the styles. So it has no intervals, which are by prompt, and no
/// controls; <see cref="Rating.Fit(WinMatrix, RatingOptions, RatingFit?, CancellationToken)"/> says so where they are asked for. It belongs
/// to whoever updates it and is not safe for use from several threads at once.
/// </remarks>
public sealed class WinMatrix
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>By the codes of both, first the one whose name comes first in ordinal order. No tally is empty.</summary>
    private readonly Dictionary<(int First, int Second), PairTally> _tallies = [];

    /// <summary>Number of battles.</summary>
    public long Battles { get; private set; }

    /// <summary>The pairs that have battles, in the ordinal order of their names; the first is the one whose name comes first.</summary>
    public IReadOnlyList<(string First, string Second, PairTally Tally)> Pairs
    {
        get
        {
            var (contestants, pairs) = Ranked();
            return Array.ConvertAll(pairs, pair => (contestants[pair.First], contestants[pair.Second], pair.Tally));
        }
    }

    /// <summary>The matrix of some battles.</summary>
    /// <param name="battles">The battles.</param>
    /// <exception cref="ArgumentException">A weight is out of the range of <see cref="PairTally.Of"/>.</exception>
    public static WinMatrix From(BattleTable battles)
    {
        ArgumentNullException.ThrowIfNull(battles);
        var matrix = new WinMatrix();
        for (var row = 0; row < battles.Count; row++)
        {
            matrix.Add(
                battles.Contestants[battles.First[row]],
                battles.Contestants[battles.Second[row]],
                PairTally.Of(battles.Outcome[row], battles.Weight.IsEmpty ? 1 : battles.Weight[row]));
        }

        return matrix;
    }

    /// <summary>Adds a battle.</summary>
    /// <param name="battle">The battle; its prompt, category and judge are not looked at.</param>
    /// <exception cref="ArgumentException">The contestants are equal or have no name, or as said of <see cref="PairTally.Of"/>.</exception>
    public void Add(in Battle battle) => Add(battle.First, battle.Second, PairTally.Of(battle.Outcome, battle.Weight));

    /// <summary>Takes away a battle that was added, as when the second order of a pair changes what both came to.</summary>
    /// <param name="battle">The battle, with the outcome and weight with which it was added; from either side where they are equal.</param>
    /// <exception cref="ArgumentException">No such battle can be among those of the pair; nothing was changed. Or as for <see cref="Add(in Battle)"/>.</exception>
    public void Remove(in Battle battle) => Add(battle.First, battle.Second, default(PairTally) - PairTally.Of(battle.Outcome, battle.Weight));

    /// <summary>Adds the battles of another matrix.</summary>
    /// <param name="other">The other, which stays as it is.</param>
    public void Add(WinMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (first, second, tally) in other.Pairs)
        {
            Add(first, second, tally);
        }
    }

    /// <summary>Adds a pair's battles, or takes them away where their numbers are negative.</summary>
    /// <param name="first">A contestant.</param>
    /// <param name="second">Another.</param>
    /// <param name="tally">Their battles as the first sees them.</param>
    /// <exception cref="ArgumentException">
    /// The contestants are equal or have no name, or the pair has not got the battles that are taken away; nothing was changed.
    /// </exception>
    public void Add(string first, string second, PairTally tally)
    {
        ArgumentException.ThrowIfNullOrEmpty(first);
        ArgumentException.ThrowIfNullOrEmpty(second);
        var order = string.CompareOrdinal(first, second);
        if (order == 0)
        {
            throw new ArgumentException($"contestant \"{first}\" is set against itself");
        }

        var key = order < 0 ? Key(first, second) : Key(second, first);
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_tallies, key, out _);
        var sum = kept + (order < 0 ? tally : tally.Swapped);
        if (!sum.IsPossible)
        {
            if (kept == default)
            {
                _tallies.Remove(key);
            }

            throw new ArgumentException($"\"{first}\" and \"{second}\" have not got the battles that are taken away");
        }

        kept = sum;
        Battles += tally.Battles;
        if (sum == default)
        {
            _tallies.Remove(key);
        }
    }

    /// <summary>
    /// The contestants that have battles, in the ordinal order of their names, and the pairs by their ranks in it: equal battles give equal
    /// lists, whatever was added and taken away before.
    /// </summary>
    internal (string[] Contestants, (int First, int Second, PairTally Tally)[] Pairs) Ranked()
    {
        var occurs = new bool[_names.Count];
        foreach (var (first, second) in _tallies.Keys)
        {
            occurs[first] = occurs[second] = true;
        }

        int[] codes = [.. Enumerable.Range(0, occurs.Length).Where(code => occurs[code]).OrderBy(code => _names[code], StringComparer.Ordinal)];
        var ranks = new int[occurs.Length];
        for (var rank = 0; rank < codes.Length; rank++)
        {
            ranks[codes[rank]] = rank;
        }

        // Keys by rank are sorted alone and looked up again: tallies are too large to be moved about by a sort.
        var keys = new long[_tallies.Count];
        var next = 0;
        foreach (var (first, second) in _tallies.Keys)
        {
            keys[next++] = ((long)ranks[first] << 32) | (uint)ranks[second];
        }

        Array.Sort(keys);
        var pairs = new (int First, int Second, PairTally Tally)[keys.Length];
        for (var k = 0; k < pairs.Length; k++)
        {
            var (first, second) = ((int)(keys[k] >> 32), (int)keys[k]);
            pairs[k] = (first, second, _tallies[(codes[first], codes[second])]);
        }

        return (Array.ConvertAll(codes, code => _names[code]), pairs);
    }

    private (int First, int Second) Key(string first, string second) => (Code(first), Code(second));

    private int Code(string name)
    {
        ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(_codes, name, out var isKnown);
        if (!isKnown)
        {
            code = _names.Count;
            _names.Add(name);
        }

        return code;
    }
}
