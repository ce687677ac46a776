using Arena.Core.Statistics;

namespace Arena.Core.Bias;

/// <summary>What a distractor on all its responses does to a contestant's place on the leaderboard.</summary>
/// <param name="Distractor">The distractor.</param>
/// <param name="Contestant">The contestant that carries it, among the weakest.</param>
/// <param name="Protocol">Pairwise: the leaderboard is Bradley–Terry; pointwise: RankList.</param>
/// <param name="RankBefore">Its rank as it is, from 1.</param>
/// <param name="RankAfter">Its rank with the distractor on all its responses, all others as they are.</param>
/// <param name="Climb">Ranks climbed, RankBefore − RankAfter; interval by a bootstrap over prompts.</param>
/// <param name="Gain">Points of rating gained; interval by the same bootstrap.</param>
public sealed record AttackRow(
    string Distractor, string Contestant, Protocol Protocol, int RankBefore, int RankAfter, IntervalEstimate Climb, IntervalEstimate Gain);
