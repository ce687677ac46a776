using System.Runtime.InteropServices;

namespace Arena.Core.Ratings;

/// <summary>Gives equal names equal codes, counted from 0, without allocating for a name that it has met.</summary>
internal sealed class LabelInterner
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly List<string> _names = [];
    private int _last = -1;

    public LabelInterner() => _bySpan = _codes.GetAlternateLookup<ReadOnlySpan<char>>();

    public IReadOnlyList<string> Names => _names;

    public int Intern(ReadOnlySpan<char> name)
    {
        // Files are mostly sorted by something, so the name of the row above is worth one comparison.
        if (_last >= 0 && name.SequenceEqual(_names[_last]))
        {
            return _last;
        }

        ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(_bySpan, name, out var known);
        if (!known)
        {
            code = _names.Count;
            _names.Add(name.ToString());
        }

        return _last = code;
    }
}
