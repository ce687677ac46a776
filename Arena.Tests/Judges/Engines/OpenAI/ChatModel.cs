using Arena.Judges.Chat;

namespace Arena.Tests.Judges.Engines.OpenAI;

/// <summary>What a model makes of a conversation and of the tokens that it has written so far.</summary>
internal delegate NextTokens ChatModel(IReadOnlyList<ChatMessage> messages, IReadOnlyList<string> written);

/// <summary>The next token's distribution.</summary>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="Likeliest">All tokens with their log-probabilities, likeliest first; null is the end of the answer.</param>
internal sealed record NextTokens(int PromptTokens, IReadOnlyList<(string? Token, double LogProbability)> Likeliest)
{
    /// <summary>A model that always gives the same distribution, and ends after one token.</summary>
    public static ChatModel Fixed(params (string? Token, double Probability)[] tokens) => (messages, written) => new(
        messages.Sum(message => message.Text.Length),
        written.Count > 0
            ? [(null, 0)]
            : [.. tokens.Select(token => (token.Token, Math.Log(token.Probability))).OrderByDescending(token => token.Item2)]);

    /// <summary>A model that writes these tokens, whatever it is asked.</summary>
    public static ChatModel Writing(params string[] tokens) => (messages, written) =>
        new(messages.Sum(message => message.Text.Length), [(written.Count < tokens.Length ? tokens[written.Count] : null, 0)]);

    /// <summary>A bundled judge as a chat model.</summary>
    public static ChatModel Of(BundledJudge judge) => (messages, written) =>
    {
        int[] prompt = judge.Encode(ChatFormat.ChatMl.Render(messages));
        var logs = judge.Score([.. prompt, .. written.Select(judge.TokenOf)])[^1];
        return new(prompt.Length, [.. logs.Select((log, token) => (judge.TextOf(token), log)).OrderByDescending(token => token.log)]);
    };
}
