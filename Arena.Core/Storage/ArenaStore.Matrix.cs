using Arena.Core.Ratings;

namespace Arena.Core.Storage;

public sealed partial class ArenaStore
{
    /// <summary>
    /// The battles of a tournament added up by pair: those of <see cref="ReadBattlesAsync"/>, to the last bit, in a time that grows with the pairs and not with the battles. Every write
    /// keeps it up to date; for a tournament from before there were matrices it is built now, which reads all battles and needs the right to write.
    /// </summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="source">Whose battles.</param>
    /// <param name="judge">With <see cref="BattleSource.Judges"/>: only those of this judge, by the name that its battles carry; null for all judges.</param>
    /// <param name="category">Only those of this category; empty for those of none, null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<WinMatrix> ReadWinMatrixAsync(
        string tournament, BattleSource source, string? judge = null, string? category = null, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var matrix = await UseConnectionAsync(connection => ReadMatrix(connection, tournament, source, judge, category, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            if (matrix is not null)
            {
                return matrix;
            }

            await RebuildWinMatrixAsync(tournament, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds up all battles of a tournament anew, which gives the same matrix that writes have kept.</summary>
    /// <param name="tournament">Name of the tournament.</param>
    /// <param name="cancellationToken">Cancels, and nothing is changed.</param>
    /// <exception cref="BadInputException">There is no such tournament, or one of its battles has a weight that no matrix can hold; or as said of the type.</exception>
    public async Task RebuildWinMatrixAsync(string tournament, CancellationToken cancellationToken = default)
    {
        // A writer makes the tournament that it does not find.
        await UseConnectionAsync(connection => StoreNames.FindTournament(connection, tournament, Unknown), cancellationToken).ConfigureAwait(false);
        await WriteAsync(
            tournament,
            writer =>
            {
                writer.RebuildMatrix(Unknown, Refuse, cancellationToken);
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The matrix; null where none is kept yet.</summary>
    private WinMatrix? ReadMatrix(
        StoreConnection connection, string tournament, BattleSource source, string? judge, string? category, CancellationToken cancellationToken)
    {
        var id = StoreNames.FindTournament(connection, tournament, Unknown);
        using (var find = connection.Prepare("SELECT 1 FROM tournaments WHERE id = ?1 AND has_win_matrix"))
        {
            if (find.Number(id) is null)
            {
                return null;
            }
        }

        var contestants = StoreNames.ReadContestants(connection, id);
        var judges = StoreNames.ReadJudges(connection);
        var matrix = new WinMatrix();
        using var row = connection.Prepare($"""
            SELECT judge_id, category, first_id, second_id, {WinMatrixTable.Columns} FROM win_matrix
            WHERE tournament_id = ?1 AND {(source == BattleSource.Humans ? "judge_id = 0" : "judge_id > 0")} AND battles > 0
            """);
        row.Bind(id);
        for (var rows = 0; Next(row, rows, cancellationToken); rows++)
        {
            if ((judge is null || judges.GetValueOrDefault(row.Int(0)) == judge) && (category is null || row.Text(1) == category))
            {
                matrix.Add(contestants[row.Int(2)], contestants[row.Int(3)], WinMatrixTable.Read(row, 4));
            }
        }

        return matrix;
    }
}
