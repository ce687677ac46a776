using Arena.Core.Storage;

namespace Arena.Web.Site.Votes;

/// <summary>What somebody who votes is shown.</summary>
/// <param name="Pair">What to vote on; null where there is nothing, or nothing more.</param>
/// <param name="Own">On how many pairs they have voted.</param>
/// <param name="All">How many votes of humans the tournament has.</param>
/// <param name="BothBad">How many of these say that both are bad.</param>
internal sealed record VoteView(VotePair? Pair, int Own, int All, int BothBad);
