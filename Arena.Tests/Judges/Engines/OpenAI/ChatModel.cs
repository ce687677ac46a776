using Arena.Judges.Chat;
using Arena.Judges.Engines;

namespace Arena.Tests.Judges.Engines.OpenAI;

/// <summary>What a model makes of a conversation and of the tokens that it has written so far.</summary>
internal delegate Task<NextTokens> ChatModel(IReadOnlyList<ChatMessage> messages, IReadOnlyList<string> written);

/// <summary>The next token's distribution.</summary>
/// <param name="Prompt">Tokens of the prompt.</param>
/// <param name="Likeliest">All tokens with their log-probabilities, likeliest first; null is the end of the answer.</param>
internal sealed record NextTokens(IReadOnlyList<int> Prompt, IReadOnlyList<(string? Token, double LogProbability)> Likeliest)
{
    /// <summary>A model that always gives the same distribution, and ends after one token. Every letter of a prompt is a token.</summary>
    public static ChatModel Fixed(params (string? Token, double Probability)[] tokens) => (messages, written) => Task.FromResult(new NextTokens(
        Letters(messages),
        written.Count > 0
            ? [(null, 0)]
            : [.. tokens.Select(token => (token.Token, Math.Log(token.Probability))).OrderByDescending(token => token.Item2)]));

    /// <summary>A model that writes these tokens, whatever it is asked.</summary>
    public static ChatModel Writing(params string[] tokens) => (_, written) => Task.FromResult(Sure(written.Count < tokens.Length ? tokens[written.Count] : null));

    /// <summary>A model that repeats what it is told.</summary>
    public static ChatModel Repeating() => (messages, written) => Task.FromResult(Sure(written.Count == 0 ? messages[0].Text : null));

    /// <summary>A bundled judge as a chat model that writes.</summary>
    public static ChatModel Of(BundledJudge judge) => (messages, written) =>
    {
        var prompt = judge.Encode(ChatFormat.ChatMl.Render(messages));
        var logs = judge.Score([.. prompt, .. written.Select(judge.TokenOf)])[^1];
        return Task.FromResult(new NextTokens(prompt, Sorted(logs.Select((log, token) => (judge.TextOf(token), log)))));
    };

    /// <summary>A bundled judge behind an engine as a chat model of one token: all texts that are one token are the engine's candidates.</summary>
    public static ChatModel Of(IScoringEngine engine, BundledJudge judge)
    {
        string[] texts = [.. judge.Texts.Where(text => judge.Encode([new PromptPiece(text, IsMarkup: false)]).Length == 1).Distinct()];
        return async (messages, written) =>
        {
            Assert.Empty(written);
            var result = Assert.Single(await engine.ScoreAsync([new(messages, texts)]));
            var prompt = judge.Encode(ChatFormat.ChatMl.Render(messages));

            // What is too long for the engine has no distribution; the server refuses it.
            return new(prompt, result.Failure is null ? Sorted(texts.Zip(result.LogProbabilities, (text, log) => ((string?)text, log))) : [(null, 0)]);
        };
    }

    private static NextTokens Sure(string? token) => new([1, 2, 3, 4, 5, 6], [(token, 0)]);

    private static int[] Letters(IReadOnlyList<ChatMessage> messages) => [.. messages.SelectMany(message => message.Text).Select(letter => (int)letter)];

    private static (string? Token, double LogProbability)[] Sorted(IEnumerable<(string? Token, double LogProbability)> tokens) =>
        [.. tokens.OrderByDescending(token => token.LogProbability)];
}
