using Arena.Core.Storage;
using Arena.Core.Tournaments;

namespace Arena.Core.Bias;

/// <summary>
/// The judgments of an audit in the store. Those of pairs as they are may be the tournament's own; all others are kept in a tournament of the audit's,
/// so that no leaderboard ever counts them.
/// </summary>
internal sealed class AuditStore(AuditPlan plan, ArenaStore store)
{
    private readonly TournamentKeys _ofTournament = new(plan.Tournament);
    private readonly TournamentKeys _ofAudit = new(plan.Texts);

    /// <summary>The judgments that are there and are of the texts as they are now, failed ones too.</summary>
    public async Task<Dictionary<AskingKey, Judgment>> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<AskingKey, Judgment>();
        foreach (var ofJudge in plan.Askings.GroupBy(asking => asking.Judge.Description.Fingerprint, StringComparer.Ordinal))
        {
            var needed = ofJudge.Select(asking => asking.Key).ToHashSet();
            string[] prompts = [.. ofJudge.Select(asking => asking.Prompt.Id).Distinct(StringComparer.Ordinal)];

            // The tournament's own come last: where both are there they count.
            foreach (var (name, keys) in new[] { (plan.Texts.Name, _ofAudit), (plan.Tournament.Name, _ofTournament) })
            {
                foreach (var (key, judgment) in await ReadAsync(store, name, keys, ofJudge.Key, prompts, cancellationToken).ConfigureAwait(false))
                {
                    if (needed.Contains(key) && !(judgment.IsFailed && found.ContainsKey(key)))
                    {
                        found[key] = judgment;
                    }
                }
            }
        }

        return found;
    }

    /// <summary>The judgments of one judge on some prompts that are of the texts as they are now, failed ones too; none where there is no such tournament.</summary>
    public static async Task<List<KeyValuePair<AskingKey, Judgment>>> ReadAsync(
        ArenaStore store, string tournament, TournamentKeys keys, string fingerprint, IReadOnlyCollection<string> prompts, CancellationToken cancellationToken)
    {
        var found = new List<KeyValuePair<AskingKey, Judgment>>();
        if (!await store.HasTournamentAsync(tournament, cancellationToken).ConfigureAwait(false))
        {
            return found;
        }

        var current = await store.ReadKeysAsync(tournament, fingerprint, cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var judgment in await store.ReadJudgmentsAsync(tournament, prompts, fingerprint, cancellationToken).ConfigureAwait(false))
        {
            if (keys.Of(fingerprint, judgment) is { } key && (judgment.IsFailed || current.Contains(key.Value)))
            {
                found.Add(new(AskingKey.Of(fingerprint, judgment), judgment));
            }
        }

        return found;
    }

    /// <summary>Brings the audit's tournament to the state of the plan; the keys of the judgments that are there.</summary>
    public Task<IReadOnlySet<UInt128>> SynchroniseAsync(CancellationToken cancellationToken)
    {
        var judges = plan.Askings.Select(asking => asking.Judge.Description.Fingerprint).ToHashSet(StringComparer.Ordinal);
        return store.SynchroniseAsync(
            plan.Texts.Name,
            plan.Texts.Prompts,
            plan.Texts.Responses,
            (fingerprint, judgment) => judges.Contains(fingerprint) ? _ofAudit.Of(fingerprint, judgment) : null,
            cancellationToken);
    }

    /// <summary>Judges and stores what is missing.</summary>
    public ShardRunner Runner(int concurrency, TimeProvider time) => new(plan.Texts, _ofAudit, store, concurrency, time);
}
