namespace Arena.Core.Ratings;

/// <summary>A column of names, each kept once: row i carries <c>Names[Codes[i]]</c>, or nothing where the code is −1.</summary>
public sealed class LabelColumn
{
    private readonly int[] _codes;
    private readonly int _count;

    internal LabelColumn(IReadOnlyList<string> names, int[] codes, int count)
    {
        Names = names;
        _codes = codes;
        _count = count;
    }

    /// <summary>The distinct names, in the order of their first appearance.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Index into <see cref="Names"/> for every row; −1 where the row has none.</summary>
    public ReadOnlySpan<int> Codes => _codes.AsSpan(0, _count);
}
