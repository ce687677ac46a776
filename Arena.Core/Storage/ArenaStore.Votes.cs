using Arena.Core.Judging;
using Arena.Core.Ratings;

namespace Arena.Core.Storage;

public sealed partial class ArenaStore
{
    /// <summary>
    /// All single votes of a tournament: those of humans, and every pairwise judgment and recorded verdict of a judge by itself, both
    /// orders apart. For agreement; for ratings, see <see cref="ReadBattlesAsync"/>. Failed judgments are left out.
    /// </summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<BattleTable> ReadVotesAsync(string tournament, CancellationToken cancellationToken = default) =>
        UseConnectionAsync(
            connection =>
            {
                var names = StoreNames.Read(connection, tournament, Unknown);
                var votes = new BattleTableBuilder();
                AddVotes(connection, names, BattleSource.Humans, styleNames: null, votes, cancellationToken);
                AddVotes(connection, names, BattleSource.Judges, styleNames: null, votes, cancellationToken);
                using var row = connection.Prepare("""
                    SELECT prompt_id, judge_id, first_id, second_id, verdict FROM judgments
                    WHERE prompt_id BETWEEN ?1 AND ?2 AND second_id IS NOT NULL AND failure_reason IS NULL AND NOT is_superseded
                    ORDER BY prompt_id, key
                    """);
                row.Bind(names.FirstPrompt, names.LastPrompt);
                var rows = 0;
                while (Next(row, rows++, cancellationToken))
                {
                    if (names.Prompts.TryGetValue(row.Int(0), out var prompt))
                    {
                        votes.Add(new Battle(
                            names.Contestants[row.Int(2)],
                            names.Contestants[row.Int(3)],

                            // What was said counts here, not how surely: a tie that leans a little is a tie.
                            BattleMerge.OutcomeOf((Verdict)row.Int(4), null),
                            Cluster: prompt.Name)
                        {
                            Category = prompt.Category,
                            Judge = names.Judges[row.Int(1)],
                        });
                    }
                }

                return votes.Build();
            },
            cancellationToken);
}
