using System.Globalization;
using Arena.Core.Judging;

namespace Arena.Core.Storage;

/// <summary>What a human said of two responses that were shown side by side.</summary>
/// <param name="PromptId">The prompt.</param>
/// <param name="Left">The contestant whose response was shown left.</param>
/// <param name="Right">The contestant whose response was shown right.</param>
/// <param name="Texts">The texts that were shown: <see cref="VotePair.Texts"/>.</param>
/// <param name="Choice">What the voter said.</param>
/// <param name="Voter">The name by which the voter's votes are known as those of one.</param>
public sealed record HumanVote(string PromptId, string Left, string Right, string Texts, VoteChoice Choice, string Voter)
{
    /// <summary>
    /// What makes a vote one vote, as 32 hexadecimal digits: a voter's on two responses of these texts, in whichever order they were shown and whatever was said.
    /// </summary>
    public string Id
    {
        get
        {
            var (one, other) = string.CompareOrdinal(Left, Right) < 0 ? (Left, Right) : (Right, Left);

            // The texts are the prompt's, the left response's and the right one's; the order shown must not make another vote.
            string[] texts = Texts.Split('.');
            Array.Sort(texts, StringComparer.Ordinal);
            return new KeyHasher().Add("human vote").Add(Voter).Add(PromptId).Add(one).Add(other).Add(string.Join('.', texts)).Finish()
                .ToString("x32", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>What <see cref="Left"/> earned, as ratings see it: 1, 0, or ½ where neither is better.</summary>
    public double Outcome => Choice switch { VoteChoice.Left => 1, VoteChoice.Right => 0, _ => 0.5 };
}
