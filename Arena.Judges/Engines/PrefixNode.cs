namespace Arena.Judges.Engines;

/// <summary>A run of tokens that is computed once.</summary>
/// <param name="tokens">The tokens, one or more.</param>
/// <param name="parent">What precedes them; null at the beginning.</param>
/// <param name="requests">Numbers of the requests that end here.</param>
internal sealed class PrefixNode(int[] tokens, PrefixNode? parent, IReadOnlyList<int> requests)
{
    public int[] Tokens { get; } = tokens;

    public PrefixNode? Parent { get; } = parent;

    public IReadOnlyList<int> Requests { get; } = requests;

    public IReadOnlyList<PrefixNode> Children { get; set; } = [];

    /// <summary>Tokens that precede these.</summary>
    public int Past { get; } = parent is null ? 0 : parent.Past + parent.Tokens.Length;

    /// <summary>Tokens up to the end of these.</summary>
    public int End => Past + Tokens.Length;

    /// <summary>
    /// Keys and values of these tokens, in the model's number format, an array for each of its inputs, [heads, tokens, size]; null until computed
    /// and after the last child was.
    /// </summary>
    public byte[][]? Cache { get; set; }

    /// <summary>Numbers of the requests at or below this node.</summary>
    public IEnumerable<int> AllRequests() => Requests.Concat(Children.SelectMany(child => child.AllRequests()));
}
