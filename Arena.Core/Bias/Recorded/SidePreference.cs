using Arena.Core.Judging;

namespace Arena.Core.Bias.Recorded;

/// <summary>How often votes go to the response on the left.</summary>
/// <param name="Source">Who voted: <c>humans</c>, or a judge.</param>
/// <param name="Votes">The votes.</param>
/// <param name="Pairs">The pairs of contestants, by prompt, that they are on.</param>
/// <param name="Left">Votes for the left, of all that are no tie: ½ without a preference for a side, where sides were drawn at random.</param>
/// <param name="Ties">Ties, of all votes.</param>
public sealed record SidePreference(string Source, int Votes, int Pairs, ClusteredShare Left, ClusteredShare Ties);
