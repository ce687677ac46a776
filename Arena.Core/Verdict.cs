namespace Arena.Core;

/// <summary>What a judge said of a pair, in the order in which the two responses were shown.</summary>
public enum Verdict
{
    /// <summary>No verdict came back. The reason stands beside it; it is never a tie and never a score.</summary>
    Failed = 0,

    /// <summary>The response shown first is better.</summary>
    FirstWins = 1,

    /// <summary>The response shown second is better.</summary>
    SecondWins = 2,

    /// <summary>Neither is better.</summary>
    Tie = 3,
}
