using System.Runtime.InteropServices;
using Arena.Core.Learning;

namespace Arena.Core.Ratings;

/// <summary>Ranked lists, each different one once and numbered from 0.</summary>
internal sealed class RankedListStore : IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>, IEqualityComparer<int[]>
{
    /// <summary>
    /// All that a loss can see of a list: its n items in gold order, where its m groups start (m + 1 numbers), and what they are
    /// compared with (m numbers). The last number is always m, as no group is below the last; so m and n can be read off.
    /// </summary>
    private readonly List<int[]> _lists = [];
    private readonly Dictionary<int[], int> _numbers;
    private int[] _buffer = [];

    public RankedListStore() => _numbers = new Dictionary<int[], int>(this);

    public int Count => _lists.Count;

    /// <summary>Items of the longest list.</summary>
    public int Longest { get; private set; }

    public ReadOnlySpan<int> Items(int list)
    {
        var numbers = _lists[list];
        return numbers.AsSpan(0, ItemCount(numbers));
    }

    public RankedList Groups(int list)
    {
        var numbers = _lists[list];
        return new RankedList(numbers.AsSpan(ItemCount(numbers), numbers[^1] + 1), numbers.AsSpan(numbers.Length - numbers[^1]));
    }

    /// <summary>The number of the list with these items, in gold order, and labels; it is added where it is new.</summary>
    public int Add(ReadOnlySpan<int> items, ReadOnlySpan<double> labels, double margin)
    {
        var n = items.Length;
        if (_buffer.Length < (3 * n) + 1)
        {
            _buffer = new int[2 * ((3 * n) + 1)];
        }

        items.CopyTo(_buffer);
        var groups = RankedList.Group(labels, margin, _buffer.AsSpan(n, n + 1), _buffer.AsSpan((2 * n) + 1, n));
        groups.Nearest.CopyTo(_buffer.AsSpan(n + groups.Count + 1));
        var key = _buffer.AsSpan(0, n + (2 * groups.Count) + 1);
        if (_numbers.GetAlternateLookup<ReadOnlySpan<int>>().TryGetValue(key, out var known))
        {
            return known;
        }

        var list = key.ToArray();
        _numbers.Add(list, _lists.Count);
        _lists.Add(list);
        Longest = Math.Max(Longest, n);
        return _lists.Count - 1;
    }

    public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<int> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(alternate));
        return hash.ToHashCode();
    }

    public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();

    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(int[] obj) => GetHashCode(obj.AsSpan());

    private static int ItemCount(int[] numbers) => numbers.Length - (2 * numbers[^1]) - 1;
}
