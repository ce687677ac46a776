using Microsoft.ML.OnnxRuntime;

namespace Arena.Judges.Engines.Onnx;

/// <summary>
/// Sequences that grow side by side, one token each at a time. The keys and values that the graph gives go back into it as they are; padding
/// between a shorter sequence's beginning and its new tokens stays where it is, hidden by the mask.
/// </summary>
internal sealed class OnnxSequences : IDisposable
{
    private readonly OnnxDecoder _decoder;
    private readonly int _beginning;
    private IReadOnlyList<OrtValue> _past;
    private int[] _lengths;
    private int _added;

    /// <param name="decoder">What computes them.</param>
    /// <param name="past">Keys and values of their beginnings, padded at their ends; they become this object's own.</param>
    /// <param name="lengths">Tokens of the beginnings.</param>
    public OnnxSequences(OnnxDecoder decoder, IReadOnlyList<OrtValue> past, int[] lengths)
    {
        _decoder = decoder;
        _past = past;
        _lengths = lengths;
        _beginning = lengths.Max();
    }

    /// <summary>Goes on with some of the sequences only.</summary>
    /// <param name="rows">Their numbers, ascending; they are numbered anew.</param>
    public void Keep(IReadOnlyList<int> rows)
    {
        if (rows.Count < _lengths.Length)
        {
            Replace(_decoder.Select(_past, rows));
            _lengths = [.. rows.Select(row => _lengths[row])];
        }
    }

    /// <summary>Adds a token to every sequence.</summary>
    /// <param name="tokens">The tokens, in the order of the sequences.</param>
    /// <param name="tell">Takes a sequence's number and the logits behind its new token.</param>
    public void Add(IReadOnlyList<int> tokens, Action<int, ReadOnlySpan<float>> tell)
    {
        var batch = tokens.Count;
        var total = _beginning + _added + 1;
        var mask = new long[batch * total];
        for (var row = 0; row < batch; row++)
        {
            mask.AsSpan(row * total, _lengths[row]).Fill(1);
            mask.AsSpan((row * total) + _beginning, total - _beginning).Fill(1);
        }

        long[] positions = [.. _lengths.Select(length => (long)length + _added)];
        var outputs = _decoder.Run([.. tokens.Select(token => (long)token)], positions, mask, batch, _past, keepsCache: true);
        Replace([.. outputs.Skip(1)]);
        _added++;
        using var logits = outputs[0];
        for (var row = 0; row < batch; row++)
        {
            tell(row, _decoder.LogitsOf(logits, batch, row));
        }
    }

    public void Dispose() => Replace([]);

    private void Replace(IReadOnlyList<OrtValue> past)
    {
        foreach (var value in _past)
        {
            value.Dispose();
        }

        _past = past;
    }
}
