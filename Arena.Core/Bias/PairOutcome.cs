namespace Arena.Core.Bias;

/// <summary>How the marked response of a pair came off.</summary>
public enum PairOutcome
{
    /// <summary>There is no verdict. It is never a tie.</summary>
    Failed = 0,

    /// <summary>The other response is preferred.</summary>
    Loss = 1,

    /// <summary>Neither is preferred.</summary>
    Tie = 2,

    /// <summary>The marked response is preferred.</summary>
    Win = 3,
}
