using Arena.Core.Storage;

namespace Arena.Core.Bias;

/// <summary>Which of two responses humans prefer, by the majority of their votes.</summary>
internal sealed class HumanPreferences
{
    private readonly Dictionary<(string PromptId, string First, string Second), double> _balance = [];

    /// <summary>Reads the human votes of a tournament; none where there is no such tournament.</summary>
    public static async Task<HumanPreferences> ReadAsync(ArenaStore store, string tournament, CancellationToken cancellationToken)
    {
        var preferences = new HumanPreferences();
        if (!await store.HasTournamentAsync(tournament, cancellationToken).ConfigureAwait(false))
        {
            return preferences;
        }

        var votes = (await store.ReadBattlesAsync(tournament, BattleSource.Humans, cancellationToken).ConfigureAwait(false)).Battles;
        for (var i = 0; i < votes.Count; i++)
        {
            var vote = votes[i];
            if (vote.Cluster is { } prompt)
            {
                preferences.Add((prompt, vote.First, vote.Second), vote.Outcome - 0.5);
                preferences.Add((prompt, vote.Second, vote.First), 0.5 - vote.Outcome);
            }
        }

        return preferences;
    }

    /// <summary>Whether a contestant's response is the better one; null where nobody voted, or as many for one as for the other.</summary>
    public bool? IsBetter(string prompt, string contestant, string opponent) =>
        _balance.TryGetValue((prompt, contestant, opponent), out var balance) && balance != 0 ? balance > 0 : null;

    private void Add((string, string, string) pair, double balance) => _balance[pair] = _balance.GetValueOrDefault(pair) + balance;
}
