namespace Arena.Core.Bias;

/// <summary>The weakest contestants of a leaderboard, given each distractor in turn.</summary>
/// <param name="Judge">The judge whose leaderboards these are.</param>
/// <param name="Contestants">Contestants on the leaderboard.</param>
/// <param name="Prompts">Prompts that it rests on.</param>
/// <param name="Rows">A row for every distractor, attacker and protocol.</param>
/// <param name="NotMade">What could not be tried, a sentence each.</param>
public sealed record LeaderboardAttack(
    string Judge, int Contestants, int Prompts, IReadOnlyList<AttackRow> Rows, IReadOnlyList<string> NotMade);
