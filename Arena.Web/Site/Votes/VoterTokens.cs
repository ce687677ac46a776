namespace Arena.Web.Site.Votes;

/// <summary>What people must know to vote, where that is asked for: one token for all, or tokens that name who votes.</summary>
public sealed class VoterTokens
{
    /// <summary>Fewer characters keep nobody out.</summary>
    public const int ShortestToken = 12;

    private readonly (string? Name, string Token)[] _tokens;

    private VoterTokens((string? Name, string Token)[] tokens) => _tokens = tokens;

    /// <summary>Reads tokens as they are set: <c>TOKEN</c>, or <c>NAME:TOKEN;NAME:TOKEN</c>, where votes with a token are those of the one it names.</summary>
    /// <param name="setting">The setting.</param>
    /// <exception cref="ArgumentException">It is none; the message says what is wrong, without the token.</exception>
    public static VoterTokens Parse(string setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        (string? Name, string Token)[] tokens =
        [
            .. setting.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':', 2, StringSplitOptions.TrimEntries) switch
            {
                [var name, var token] => ((string?)name, token),
                [var token, ..] => (null, token),
                [] => (null, ""),
            }),
        ];
        if (tokens.Length == 0)
        {
            throw new ArgumentException("holds no token");
        }

        if (Array.Exists(tokens, token => token.Token.Length < ShortestToken))
        {
            throw new ArgumentException($"holds a token that is too short to keep anybody out: make each {ShortestToken} characters or more");
        }

        if (Array.Exists(tokens, token => token.Name is ""))
        {
            throw new ArgumentException("holds a token without a name in front of its colon");
        }

        return tokens.DistinctBy(token => token.Token).Count() < tokens.Length
            ? throw new ArgumentException("holds one token twice: give everybody another")
            : new VoterTokens(tokens);
    }

    /// <summary>Whether a token is one of these, and whom it names: null for nobody.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="name">Whom it names.</param>
    internal bool IsKnown(string typed, out string? name)
    {
        (name, var isKnown) = (null, false);

        // All are compared, so that the time tells nothing.
        foreach (var (whose, token) in _tokens)
        {
            if (Safety.Gate.IsSame(typed, token))
            {
                (name, isKnown) = (whose, true);
            }
        }

        return isKnown;
    }
}
