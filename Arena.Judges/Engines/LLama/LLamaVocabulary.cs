using System.Text;
using Arena.Judges.Chat;
using LLama.Native;

namespace Arena.Judges.Engines.LLama;

/// <summary>A GGUF model's tokens, in the chat format that it is asked in.</summary>
internal sealed class LLamaVocabulary
{
    private readonly SafeLlamaModelHandle _model;
    private readonly ChatFormat _format;
    private readonly int? _beginning;
    private readonly HashSet<int> _stops;

    public LLamaVocabulary(SafeLlamaModelHandle model, ChatFormat format)
    {
        _model = model;
        _format = format;
        _beginning = model.Vocab is { ShouldAddBOS: true, BOS: { } token } ? (int)token : null;
        _stops = [.. format.Stops.Select(stop => Tokens(stop, isMarkup: true)).Where(tokens => tokens.Length == 1).Select(tokens => tokens[0])];
    }

    /// <summary>
    /// Tokens of the prompt that asks the model to answer. Special tokens are recognised in the chat format's own pieces alone.
    /// </summary>
    /// <param name="messages">The conversation.</param>
    public int[] Encode(IReadOnlyList<ChatMessage> messages)
    {
        var tokens = new List<int>();
        foreach (var piece in _format.Render(messages))
        {
            tokens.AddRange(Tokens(piece.Text, piece.IsMarkup));
        }

        // Formats that begin with the token write it themselves.
        if (_beginning is { } beginning && (tokens.Count == 0 || tokens[0] != beginning))
        {
            tokens.Insert(0, beginning);
        }

        return [.. tokens];
    }

    /// <summary>The token that is a candidate's whole text; null where it is not one token.</summary>
    /// <param name="candidate">The text.</param>
    public int? TokenOf(string candidate) => Tokens(candidate, isMarkup: false) is [var token] ? token : null;

    /// <summary>Whether a token ends an answer.</summary>
    /// <param name="token">The token.</param>
    public bool Ends(int token) => _stops.Contains(token) || ((LLamaToken)token).IsEndOfGeneration(_model.Vocab);

    /// <summary>The text of tokens; special ones have none.</summary>
    /// <param name="tokens">The tokens.</param>
    public string Decode(IEnumerable<int> tokens)
    {
        // A token can be a part of a letter, so that bytes are put together first.
        var bytes = new List<byte>();
        Span<byte> buffer = stackalloc byte[64];
        foreach (var token in tokens)
        {
            var length = (int)_model.TokenToSpan(token, buffer);
            var piece = length <= buffer.Length ? buffer : new byte[length];
            if (length > buffer.Length)
            {
                _model.TokenToSpan(token, piece);
            }

            bytes.AddRange(piece[..length]);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private int[] Tokens(string text, bool isMarkup) =>
    [
        .. LongRuns.Cut(text)
            .SelectMany(part => _model.Tokenize(part, addBos: false, special: isMarkup, Encoding.UTF8))
            .Select(token => (int)token),
    ];
}
