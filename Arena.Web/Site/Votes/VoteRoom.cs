using System.Collections.Concurrent;
using Arena.Core;
using Arena.Core.Storage;
using Arena.Core.Tournaments.Pairing;
using Arena.Web.Site.Data;

namespace Arena.Web.Site.Votes;

/// <summary>Voting on one tournament: what is shown to whom, and the votes on their way into the store. Safe for several threads.</summary>
internal sealed class VoteRoom(string tournament, SiteData data, TimeProvider time) : IDisposable
{
    /// <summary>Pairs and sides are drawn from it and from the voter's name, so that who has the store can draw them again.</summary>
    private const long Seed = 1;

    /// <summary>Of so many people at once it is known what they are shown.</summary>
    private const int MostOpen = 4096;

    /// <summary>Votes are read as they come; who responded to what, only so often.</summary>
    private static readonly TimeSpan Reload = TimeSpan.FromMinutes(1);

    /// <summary>Whoever is shown a pair is thought to vote on it within this time, and is shown the same until then.</summary>
    private static readonly TimeSpan Open = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _choosing = new(1), _writing = new(1);
    private readonly ConcurrentQueue<Waiting> _waiting = [];
    private readonly Dictionary<string, (ShownComparison Shown, DateTimeOffset Until)> _open = new(StringComparer.Ordinal);
    private VotingField _field = new([], [], []);
    private VotePairing _pairing = new([], Seed);
    private Dictionary<string, int> _contestants = [], _prompts = [];
    private DateTimeOffset _reloadAt = DateTimeOffset.MinValue;
    private int _last, _votes, _bothBad;

    /// <summary>What to show somebody now.</summary>
    public async Task<VoteView> NextAsync(string voter, CancellationToken cancellationToken)
    {
        await _choosing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var tries = 0; tries < 2; tries++)
            {
                await UpdateAsync(cancellationToken).ConfigureAwait(false);
                if (Choose(voter) is not { } shown)
                {
                    return View(null);
                }

                var (prompt, left, right) = (_field.Prompts[shown.Prompt], _field.Contestants[shown.Left], _field.Contestants[shown.Right]);
                if (await data.ReadAsync((store, token) => store.ReadVotePairAsync(tournament, prompt, left, right, token), cancellationToken).ConfigureAwait(false) is { } pair)
                {
                    return View(pair);
                }

                // The tournament is no longer what it was when it was last read.
                _open.Remove(voter);
                _reloadAt = DateTimeOffset.MinValue;
            }

            throw new PageException(503, "The tournament is being changed", "The page tries again by itself; nothing needs to be done.") { RetryAfter = 3 };
        }
        finally
        {
            _choosing.Release();
        }

        VoteView View(VotePair? pair) => new(pair, _pairing.VotesOf(voter), _votes, _bothBad);
    }

    /// <summary>Casts a vote. Votes that come while others are written are written together.</summary>
    public async Task<VoteReceipt> CastAsync(HumanVote vote)
    {
        var own = new Waiting(vote);
        _waiting.Enqueue(own);

        // Once here, a vote is cast, whether or not the voter stays to see it.
        await _writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var batch = new List<Waiting>();
            while (_waiting.TryDequeue(out var next))
            {
                batch.Add(next);
            }

            if (batch.Count > 0)
            {
                await WriteAsync(batch).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }

        return await own.Receipt.Task.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _choosing.Dispose();
        _writing.Dispose();
    }

    private async Task WriteAsync(List<Waiting> batch)
    {
        try
        {
            var receipts = await data.WriteAsync(
                (store, token) => store.CastVotesAsync(tournament, [.. batch.Select(waiting => waiting.Vote)], token),
                "Your vote was not counted").ConfigureAwait(false);
            foreach (var (waiting, receipt) in batch.Zip(receipts))
            {
                waiting.Receipt.SetResult(receipt);
            }
        }
        catch (Exception e)
        {
            // Each of those who wait is told.
            batch.ForEach(waiting => waiting.Receipt.TrySetException(e));
        }
    }

    private ShownComparison? Choose(string voter)
    {
        var now = time.GetUtcNow();
        if (_open.TryGetValue(voter, out var last) && last.Until > now && !_pairing.HasVoted(voter, last.Shown.Comparison))
        {
            return last.Shown;
        }

        _open.Remove(voter);
        if (_open.Count >= MostOpen)
        {
            foreach (var (other, _) in _open.OrderBy(open => open.Value.Until).Take(MostOpen / 4).ToArray())
            {
                _open.Remove(other);
            }
        }

        var next = _pairing.Next(voter, [.. _open.Values.Where(open => open.Until > now).Select(open => open.Shown.Comparison)]);
        if (next is { } shown)
        {
            _open[voter] = (shown, now + Open);
        }

        return next;
    }

    private async Task UpdateAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (time.GetUtcNow() >= _reloadAt)
            {
                Take(await data.ReadAsync((store, token) => store.ReadVotingFieldAsync(tournament, token), cancellationToken).ConfigureAwait(false));
                _reloadAt = time.GetUtcNow() + Reload;
            }

            _last = await data.ReadAsync((store, token) => store.VisitHumanVotesAsync(tournament, _last, Add, token), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Some votes may be taken in and others not.
            _reloadAt = DateTimeOffset.MinValue;
            throw;
        }
    }

    /// <summary>Begins anew with what the tournament is now; who is shown something goes on being shown it.</summary>
    private void Take(VotingField field)
    {
        var former = _field;
        (_field, _pairing) = (field, new VotePairing(field.Answered, Seed));
        (_contestants, _prompts) = (Numbers(field.Contestants), Numbers(field.Prompts));
        (_last, _votes, _bothBad) = (0, 0, 0);
        foreach (var (voter, (shown, until)) in _open.ToArray())
        {
            if (_prompts.TryGetValue(former.Prompts[shown.Prompt], out var prompt)
                && _contestants.TryGetValue(former.Contestants[shown.Left], out var left) && field.Answered[left][prompt]
                && _contestants.TryGetValue(former.Contestants[shown.Right], out var right) && field.Answered[right][prompt])
            {
                _open[voter] = (new ShownComparison(prompt, left, right), until);
            }
            else
            {
                _open.Remove(voter);
            }
        }
    }

    private void Add(Battle vote, bool isBothBad)
    {
        _votes++;
        _bothBad += isBothBad ? 1 : 0;
        if (_contestants.TryGetValue(vote.First, out var first) && _contestants.TryGetValue(vote.Second, out var second))
        {
            _pairing.Add(first, second, vote.Outcome, vote.Cluster is { } prompt && _prompts.TryGetValue(prompt, out var number) ? number : null, vote.Worker);
        }
    }

    private static Dictionary<string, int> Numbers(IReadOnlyList<string> names) => names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);

    /// <summary>A vote that is being written.</summary>
    private sealed record Waiting(HumanVote Vote)
    {
        public TaskCompletionSource<VoteReceipt> Receipt { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
