using System.Text;
using Arena.Judges.Chat;
using Arena.Judges.Tokenization;

namespace Arena.Judges.Engines.Onnx;

/// <summary>A model's tokens, in the chat format that it is asked in.</summary>
internal sealed class OnnxVocabulary
{
    private readonly ByteLevelTokenizer _tokenizer;
    private readonly ChatFormat _format;
    private readonly HashSet<int> _ends;
    private readonly byte[][] _stops;

    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="format">The chat format.</param>
    /// <param name="ends">Tokens that end a text, besides those of the chat format.</param>
    public OnnxVocabulary(ByteLevelTokenizer tokenizer, ChatFormat format, IReadOnlyList<int> ends)
    {
        _tokenizer = tokenizer;
        _format = format;
        var stops = format.Stops.ToLookup(stop => tokenizer.Encode(stop, isMarkup: true).Length == 1);
        _ends = [.. ends, .. stops[true].Select(stop => tokenizer.Encode(stop, isMarkup: true)[0])];

        // A model without the format's token writes it out, as it reads it.
        _stops = [.. stops[false].Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>
    /// Tokens of the prompt that asks the model to answer, piece by piece. Special tokens are recognised in the chat format's own pieces alone.
    /// </summary>
    /// <param name="messages">The conversation.</param>
    public int[][] Encode(IReadOnlyList<ChatMessage> messages) =>
        [.. _format.Render(messages).Select(piece => _tokenizer.Encode(piece.Text, piece.IsMarkup)).Where(tokens => tokens.Length > 0)];

    /// <summary>The token that is a candidate's whole text; null where it is not one token.</summary>
    /// <param name="candidate">The text.</param>
    public int? TokenOf(string candidate) => _tokenizer.TokenOf(candidate);

    /// <summary>Whether a token ends an answer.</summary>
    /// <param name="token">The token.</param>
    public bool Ends(int token) => _ends.Contains(token);

    /// <summary>What a token stands for, which can be a part of a letter; special ones stand for nothing.</summary>
    /// <param name="token">The token.</param>
    public ReadOnlySpan<byte> BytesOf(int token) => _tokenizer.BytesOf(token);

    /// <summary>Where a text, or the first of its stops, ends.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">How much of it is known to hold no stop.</param>
    /// <returns>The place; -1 where there is no stop.</returns>
    public int StopIn(ReadOnlySpan<byte> text, int known)
    {
        var first = -1;
        foreach (var stop in _stops)
        {
            var from = Math.Max(0, known - stop.Length + 1);
            if (text[from..].IndexOf(stop) is >= 0 and var at && (first < 0 || from + at < first))
            {
                first = from + at;
            }
        }

        return first;
    }
}
