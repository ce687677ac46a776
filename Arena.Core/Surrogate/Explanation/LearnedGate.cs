namespace Arena.Core.Surrogate.Explanation;

/// <summary>What a learned mask makes of a group of features.</summary>
/// <param name="Name">The group's representative.</param>
/// <param name="Kept">Share of rows in which the group is kept as it is, mean of the runs: 1 where it is needed, 0 where it may as well be permuted.</param>
/// <param name="Least">The least of the runs.</param>
/// <param name="Most">The greatest of the runs.</param>
public sealed record LearnedGate(string Name, double Kept, double Least, double Most);
