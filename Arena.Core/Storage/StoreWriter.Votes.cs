namespace Arena.Core.Storage;

internal sealed partial class StoreWriter
{
    /// <summary>Adds a vote of somebody who was shown two texts.</summary>
    public VoteReceipt CastVote(HumanVote vote)
    {
        _shownTexts ??= Prepare($"SELECT {ArenaStore.VotingTexts}, p.category {ArenaStore.VotingRows}");
        _castVote ??= Prepare("""
            INSERT INTO votes (tournament_id, key, first_id, second_id, outcome, weight, cluster_id, category_id, worker_id, is_both_bad)
            VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING
            """);
        _shownTexts.Bind(_tournamentName, vote.PromptId, vote.Left, vote.Right);
        if (!_shownTexts.Read() || _shownTexts.Text(0) != vote.Texts)
        {
            return VoteReceipt.TextsChanged;
        }

        var category = _shownTexts.TextOrNull(1);
        var isNew = _castVote.Run(
            _tournament,
            Convert.FromHexString(vote.Id),
            FindContestant(vote.Left),
            FindContestant(vote.Right),
            vote.Outcome,
            FindLabel(vote.PromptId),
            FindLabel(category),
            FindLabel(vote.Voter),
            vote.Choice == VoteChoice.BothBad) > 0;
        Count(isNew, new ImportCounts(Battles: 1));
        if (isNew)
        {
            AddToMatrix(new AddedVote(0, category, FindContestant(vote.Left), FindContestant(vote.Right), string.CompareOrdinal(vote.Left, vote.Right) > 0, vote.Outcome, 1));
        }

        return isNew ? VoteReceipt.Counted : VoteReceipt.CountedBefore;
    }
}
