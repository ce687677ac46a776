using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Arena.Core.Ratings;

/// <summary>
/// Gives equal names equal codes, counted from 0, without allocating for a name that it has met. A table of its own, because
/// reading a file is little else than this look-up and the framework's dictionary takes clearly longer for it.
/// </summary>
internal sealed class LabelInterner
{
    private readonly List<string> _names = [];
    private ulong[] _hashes = new ulong[64];

    /// <summary>All names one after the other, so that comparing one does not chase a reference; name k ends at <c>_ends[k]</c>.</summary>
    private char[] _text = new char[1024];
    private int[] _ends = new int[64];

    /// <summary>Code plus one by hash, with linear probing; 0 is free. Twice as long as <see cref="_hashes"/>.</summary>
    private int[] _slots = new int[128];

    public IReadOnlyList<string> Names => _names;

    public int Intern(ReadOnlySpan<char> name)
    {
        var hash = Hash(name);
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var code = _slots[slot] - 1;
            if (code < 0)
            {
                return Add(name, hash, slot);
            }

            if (_hashes[code] == hash)
            {
                var start = code == 0 ? 0 : _ends[code - 1];
                if (name.SequenceEqual(_text.AsSpan(start, _ends[code] - start)))
                {
                    return code;
                }
            }
        }
    }

    /// <summary>Multiply and fold, eight bytes at a time. Names come from the user's own files, so nobody floods this table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ReadOnlySpan<char> name)
    {
        const ulong Factor = 0x9FB21C651E98DF25;
        var bytes = MemoryMarshal.AsBytes(name);
        var hash = (ulong)bytes.Length * Factor;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(bytes)) * Factor;
            hash ^= hash >> 32;
        }

        for (; bytes.Length >= 2; bytes = bytes[2..])
        {
            hash = (hash ^ MemoryMarshal.Read<ushort>(bytes)) * Factor;
            hash ^= hash >> 32;
        }

        return hash;
    }

    private int Add(ReadOnlySpan<char> name, ulong hash, int slot)
    {
        var code = _names.Count;
        if (code == _hashes.Length)
        {
            Array.Resize(ref _hashes, code * 2);
            Array.Resize(ref _ends, code * 2);
            _slots = new int[_hashes.Length * 2];
            var mask = _slots.Length - 1;
            for (var old = 0; old < code; old++)
            {
                _slots[FreeSlot(_hashes[old], mask)] = old + 1;
            }

            slot = FreeSlot(hash, mask);
        }

        var used = code == 0 ? 0 : _ends[code - 1];
        if (used + name.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, used + name.Length));
        }

        name.CopyTo(_text.AsSpan(used));
        _ends[code] = used + name.Length;
        _names.Add(name.ToString());
        _hashes[code] = hash;
        _slots[slot] = code + 1;
        return code;
    }

    private int FreeSlot(ulong hash, int mask)
    {
        var slot = (int)hash & mask;
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
