namespace Arena.Judges.Engines.Onnx;

/// <summary>Which nodes run together.</summary>
internal static class NodeBatches
{
    /// <summary>How much more may precede the tokens of a run than it has itself: keys and values are small beside activations and logits.</summary>
    public const int PastShare = 8;

    /// <summary>
    /// Nodes of about equal length, as many as the bound allows. Every node comes once; one that is over the bound by itself runs alone.
    /// </summary>
    /// <param name="nodes">Nodes that are ready to run.</param>
    /// <param name="bound">The most tokens of a run, with padding; it may have eight times as many before it.</param>
    /// <param name="allowsPadding">Whether nodes of unlike length, or with unlike pasts, may run together.</param>
    public static IEnumerable<PrefixNode[]> Split(IReadOnlyList<PrefixNode> nodes, int bound, bool allowsPadding)
    {
        var batch = new List<PrefixNode>();
        var past = 0;

        // By length, so that the next is the longest.
        foreach (var node in nodes.OrderBy(node => node.Tokens.Length).ThenBy(node => node.Past))
        {
            past = Math.Max(past, node.Past);
            var count = batch.Count + 1L;
            var isOver = count * node.Tokens.Length > bound || count * past > (long)PastShare * bound;
            var isUnlike = !allowsPadding && batch is [var head, ..] && (node.Past, node.Tokens.Length) != (head.Past, head.Tokens.Length);
            if (batch.Count > 0 && (isOver || isUnlike))
            {
                yield return [.. batch];
                batch.Clear();
                past = node.Past;
            }

            batch.Add(node);
        }

        if (batch.Count > 0)
        {
            yield return [.. batch];
        }
    }
}
