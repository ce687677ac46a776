using System.Globalization;

namespace Arena.Core.Judging;

/// <summary>
/// Replays verdicts that a judge gave earlier. A verdict whose order is not known stands for both orders, and says so; what was never judged
/// is a failed judgment.
/// </summary>
public sealed class RecordedJudge : IJudge
{
    private readonly Dictionary<(string Prompt, string First, string? Second, int Turn, int Repeat), Judgment> _judgments = [];

    /// <summary>Makes a judge of judgments.</summary>
    /// <param name="name">Its name for people.</param>
    /// <param name="protocol">Which of the judgments to replay.</param>
    /// <param name="judgments">All of one recorded judge; of two judgments of the same comparison the first counts that did not fail.</param>
    public RecordedJudge(string name, Protocol protocol, IEnumerable<Judgment> judgments)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(judgments);
        var contents = new List<string?> { "recorded judge", $"{protocol}" };
        foreach (var judgment in judgments.Where(judgment => judgment.Protocol == protocol))
        {
            contents.AddRange([judgment.PromptId, judgment.First, judgment.Second, Text(judgment)]);
            Keep(judgment);
            if (!judgment.IsOrderKnown && judgment.Second is not null)
            {
                Keep(Exchange(judgment));
            }
        }

        // What was recorded is all that makes this judge: with another recording it is another.
        Description = new(name, ContentHash.Of(contents), protocol);
    }

    /// <inheritdoc/>
    public JudgeDescription Description { get; }

    /// <summary>How many judgments there are; one whose order is not known counts for both orders.</summary>
    public int Count => _judgments.Count;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Judgment>> JudgeAsync(JudgingShard shard, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shard);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<Judgment>>([.. shard.Comparisons.Select(comparison => Find(shard.Prompt.Id, comparison))]);
    }

    private static string Text(Judgment judgment) => string.Create(
        CultureInfo.InvariantCulture,
        $"{judgment.Turn} {judgment.Repeat} {judgment.IsOrderKnown} {judgment.Verdict} {judgment.FirstWinProbability:R} {judgment.Score:R} {judgment.FailureReason}");

    private static Judgment Exchange(Judgment judgment) => judgment with
    {
        First = judgment.Second!,
        Second = judgment.First,
        Verdict = VerdictDistribution.Exchange(judgment.Verdict),
        FirstWinProbability = 1 - judgment.FirstWinProbability,
        Probabilities = judgment.Probabilities is [var first, var second, var tie] ? [second, first, tie] : judgment.Probabilities,
    };

    private void Keep(Judgment judgment)
    {
        var key = (judgment.PromptId, judgment.First, judgment.Second, judgment.Turn, judgment.Repeat);
        if (!_judgments.TryGetValue(key, out var known) || (known.IsFailed && !judgment.IsFailed))
        {
            _judgments[key] = judgment;
        }
    }

    private Judgment Find(string prompt, Comparison comparison)
    {
        var key = (prompt, comparison.First.Contestant, comparison.Second?.Contestant, comparison.Turn, comparison.Repeat);
        return _judgments.TryGetValue(key, out var judgment)
            ? judgment with { Judge = Description.Name }
            : new Judgment(Description.Name, Description.Protocol, prompt, key.Item2, key.Item3)
            {
                Turn = comparison.Turn,
                Repeat = comparison.Repeat,
                FailureReason = new JudgingFailure(FailureKind.NotRecorded, "the recording holds no such comparison").ToString(),
            };
    }
}
