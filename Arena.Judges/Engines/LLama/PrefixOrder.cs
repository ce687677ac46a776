namespace Arena.Judges.Engines.LLama;

/// <summary>
/// Prompts sorted by their tokens: the prefix tree of them all, depth first, without building it. Those with an equal beginning are
/// neighbours, and what a prompt adds to the tree is all that it does not share with the one before it.
/// </summary>
internal sealed class PrefixOrder
{
    private readonly List<Entry> _entries = [];

    /// <summary>Sorts prompts.</summary>
    /// <param name="prompts">Each request's number and tokens, at least one.</param>
    /// <param name="shares">False to leave the order as it is and share nothing.</param>
    public PrefixOrder(IEnumerable<(int Request, int[] Tokens)> prompts, bool shares)
    {
        var sorted = prompts.ToList();
        if (shares)
        {
            sorted.Sort((a, b) => a.Tokens.AsSpan().SequenceCompareTo(b.Tokens) is var order and not 0 ? order : a.Request.CompareTo(b.Request));
        }

        foreach (var (request, tokens) in sorted)
        {
            var shared = shares && _entries is [.., var previous] ? tokens.AsSpan().CommonPrefixLength(previous.Tokens) : 0;
            if (shared == tokens.Length)
            {
                _entries[^1].Requests.Add(request);
            }
            else
            {
                _entries.Add(new(tokens, shared, [request]));
            }
        }
    }

    /// <summary>The number of different prompts.</summary>
    public int Count => _entries.Count;

    /// <summary>A prompt in the order.</summary>
    /// <param name="index">Its place.</param>
    public Entry this[int index] => _entries[index];

    /// <summary>
    /// Where a run of the model that begins with a prompt should end: it takes further prompts as long as they only fill up the last of
    /// the batches that the first prompt needs, so a run computes less than one batch more than the first prompt alone.
    /// </summary>
    /// <param name="first">The first prompt's place.</param>
    /// <param name="kept">Tokens of the first prompt that are computed already.</param>
    /// <param name="batchSize">Tokens of a batch.</param>
    /// <param name="maxPrompts">The most prompts of a run.</param>
    /// <returns>The place after the last prompt.</returns>
    public int EndOfRun(int first, int kept, int batchSize, int maxPrompts)
    {
        var room = (batchSize - ((_entries[first].Tokens.Length - kept) % batchSize)) % batchSize;
        var end = first + 1;
        while (end < Count && end - first < maxPrompts && _entries[end].Added <= room)
        {
            room -= _entries[end].Added;
            end++;
        }

        return end;
    }

    /// <summary>A prompt, with all requests that have it.</summary>
    /// <param name="Tokens">Its tokens.</param>
    /// <param name="Shared">How many of them are the previous prompt's as well.</param>
    /// <param name="Requests">The requests' numbers, ascending.</param>
    internal sealed record Entry(int[] Tokens, int Shared, List<int> Requests)
    {
        /// <summary>Tokens that it adds to the tree.</summary>
        public int Added => Tokens.Length - Shared;
    }
}
