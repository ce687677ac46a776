using Arena.Core.Judging;

namespace Arena.Core.Tournaments;

/// <summary>The keys of a tournament's judgments by the texts that it has now. Safe for use from several threads.</summary>
internal sealed class TournamentKeys(Tournament tournament)
{
    private readonly Dictionary<string, string> _prompts = tournament.Prompts.ToDictionary(prompt => prompt.Id, ContentHash.Of, StringComparer.Ordinal);
    private readonly Dictionary<(string, string), string> _responses =
        tournament.Responses.ToDictionary(response => (response.PromptId, response.Contestant), ContentHash.Of);

    /// <summary>The key of a judgment; null where its prompt or a response is not there.</summary>
    public JudgmentKey? Of(string fingerprint, Judgment judgment) =>
        Of(fingerprint, judgment.PromptId, judgment.First, judgment.Second, judgment.Turn, judgment.Repeat);

    /// <summary>The key of one of the tournament's own comparisons.</summary>
    public JudgmentKey Of(IJudge judge, Prompt prompt, Comparison comparison) => Of(
        judge.Description.Fingerprint, prompt.Id, comparison.First.Contestant, comparison.Second?.Contestant, comparison.Turn, comparison.Repeat)!.Value;

    /// <summary>The shard's comparisons whose judgments are not there.</summary>
    public IReadOnlyList<Comparison> Missing(IJudge judge, JudgingShard shard, IReadOnlySet<UInt128> there) =>
        [.. shard.Comparisons.Where(comparison => !there.Contains(Of(judge, shard.Prompt, comparison).Value))];

    /// <summary>The key of a comparison; null where its prompt or a response is not there.</summary>
    private JudgmentKey? Of(string fingerprint, string prompt, string first, string? second, int turn, int repeat)
    {
        string? secondHash = null;
        return _prompts.TryGetValue(prompt, out var promptHash)
            && _responses.TryGetValue((prompt, first), out var firstHash)
            && (second is null || _responses.TryGetValue((prompt, second), out secondHash))
                ? JudgmentKey.OfContents(fingerprint, promptHash, (first, firstHash), second is null ? null : (second, secondHash!), turn, repeat)
                : null;
    }
}
