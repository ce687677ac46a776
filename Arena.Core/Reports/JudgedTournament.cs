using Arena.Core.Ratings;
using Arena.Core.Storage;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Features;

namespace Arena.Core.Reports;

/// <summary>What a surrogate judge can learn from in a stored tournament.</summary>
/// <param name="Data">The responses with what they earned.</param>
/// <param name="Judge">Whose verdicts these are, in words.</param>
/// <param name="Warnings">What must be known, in sentences: judges that were pooled, battles that were left out.</param>
public sealed record JudgedTournament(JudgedResponses Data, string Judge, IReadOnlyList<string> Warnings)
{
    /// <summary>Reads what was judged, and computes the features of all responses.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="protocol">Whose verdicts; null for the first of <see cref="LeaderboardSource.Protocols"/> that there are.</param>
    /// <param name="judge">The judge; null for all, pooled.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">There are no such verdicts, or the responses that were judged are not there.</exception>
    public static async Task<JudgedTournament> ReadAsync(
        ArenaStore store, string tournament, string? protocol = null, string? judge = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var known = new SortedSet<string>(StringComparer.Ordinal);
        LeaderboardSource? source = null;
        foreach (var one in protocol is null ? LeaderboardSource.Protocols : [protocol])
        {
            source ??= await LeaderboardSource.ReadAsync(store, tournament, one, judge, known, cancellationToken).ConfigureAwait(false);
        }

        if (source is null)
        {
            throw new BadInputException(store.Name, judge is null
                ? $"tournament \"{tournament}\" holds no such verdicts to learn from."
                : $"tournament \"{tournament}\" has no verdicts of a judge \"{judge}\"{(known.Count == 0 ? "" : $"; there are judges {LeaderboardSource.InWords(known)}")}.");
        }

        var prompts = await store.ReadPromptsAsync(tournament, cancellationToken).ConfigureAwait(false);
        var responses = await store.ReadResponsesAsync(tournament, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var (fought, leftOut) = Fought(source.Battles, responses.Select(response => (response.PromptId, response.Contestant)), tournament);
        try
        {
            var data = JudgedResponses.Create(FeatureRegistry.All, prompts, responses, fought, JudgedResponses.BaselineOf(fought), cancellationToken);
            return new(data, source.Judges is [var only] ? only : source.Description, [.. source.Warnings, .. leftOut]);
        }
        catch (ArgumentException e) when (e.GetType() == typeof(ArgumentException))
        {
            throw new BadInputException(tournament, e.Message, inner: e);
        }
    }

    /// <summary>The battles of which the responses are known, and what is to be said of the others.</summary>
    /// <param name="battles">All battles.</param>
    /// <param name="responses">The responses that are known.</param>
    /// <param name="source">What to name where there are none.</param>
    /// <exception cref="BadInputException">There are none.</exception>
    public static (List<Battle> Fought, IReadOnlyList<string> LeftOut) Fought(BattleTable battles, IEnumerable<(string Prompt, string Contestant)> responses, string source)
    {
        ArgumentNullException.ThrowIfNull(battles);
        var known = responses.ToHashSet();
        var all = Enumerable.Range(0, battles.Count).Select(row => battles[row]).ToList();
        var baseline = JudgedResponses.BaselineOf(all);
        var fought = all.FindAll(battle => battle.Cluster is { } prompt && IsKnown(prompt, battle.First) && IsKnown(prompt, battle.Second));
        if (fought.Count == 0)
        {
            throw new BadInputException(source, battles.Count == 0
                ? "there are no battles to learn from."
                : "the responses that were judged are not there, and a surrogate judge learns from their features; import the responses too.");
        }

        return (fought, fought.Count == all.Count ? [] : [$"{Figures.Count(all.Count - fought.Count, "battle")} left out: they name no prompt, or a response of theirs is not there."]);

        // Of a baseline the response is looked at where it is there, and needed nowhere.
        bool IsKnown(string prompt, string contestant) => contestant == baseline || known.Contains((prompt, contestant));
    }
}
