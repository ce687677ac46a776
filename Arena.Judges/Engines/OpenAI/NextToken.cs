using Arena.Core.Judging;
using OpenAI.Chat;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>Reads a verdict from a completion.</summary>
internal static class NextToken
{
    /// <summary>What servers write for the log-probability of a token of which they only know that it is very unlikely.</summary>
    private const double NotListed = -9999;

    /// <summary>
    /// The candidates' probabilities from the likeliest tokens that a server listed; null where it listed none. A candidate with a space
    /// before it is the same answer, for the server's chat template decides which of the two comes, so their probabilities add up.
    /// </summary>
    /// <remarks>
    /// A token that is not listed is no likelier than the least likely one that is, p, and all of them share 1 − Σ of those listed. A
    /// candidate with neither spelling listed thus has at most min(2p, 1 − Σ).
    /// </remarks>
    public static ScoringResult? FromProbabilities(ChatCompletion completion, IReadOnlyList<string> candidates)
    {
        if (completion.ContentTokenLogProbabilities is not [var first, ..])
        {
            return null;
        }

        var listed = first.TopLogProbabilities
            .Select(token => (token.Token, Log: (double)token.LogProbability))
            .Where(token => token.Log > NotListed)
            .Select(token => (token.Token, Probability: Math.Exp(token.Log)))
            .ToList();
        if (listed.Count == 0)
        {
            return null;
        }

        var sum = listed.Sum(token => token.Probability);
        if (sum > 1.01)
        {
            return new()
            {
                Failure = new(FailureKind.EngineError, $"the probabilities that the server listed add up to {sum:0.###}, so they are none"),
            };
        }

        double[] probabilities =
        [
            .. candidates.Select(candidate => listed
                .Where(token => token.Token == candidate || token.Token == " " + candidate)
                .Sum(token => token.Probability)),
        ];
        return new()
        {
            LogProbabilities = [.. probabilities.Select(probability => Math.Log(probability))],
            UnseenBound = probabilities.Contains(0) ? Math.Clamp(1 - sum, 0, Math.Min(1, 2 * listed.Min(token => token.Probability))) : 0,
        };
    }

    /// <summary>The verdict that is the whole text; a failure where the text is none of the candidates.</summary>
    public static ScoringResult FromText(string text, IReadOnlyList<string> candidates)
    {
        var answer = text.Trim();
        return candidates.Any(candidate => candidate.Trim() == answer)
            ? new()
            {
                Text = text,
                LogProbabilities = [.. candidates.Select(candidate => candidate.Trim() == answer ? 0 : double.NegativeInfinity)],
            }
            : new()
            {
                Text = text,
                Failure = new(FailureKind.Unparseable, $"the model wrote \"{answer}\", which is none of {string.Join(", ", candidates)}"),
            };
    }
}
