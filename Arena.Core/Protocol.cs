namespace Arena.Core;

/// <summary>How a judge is asked.</summary>
public enum Protocol
{
    /// <summary>Two responses are shown; the answer is first, second or tie.</summary>
    Pairwise = 0,

    /// <summary>One response is shown; the answer is a score, 1 to 7 by default.</summary>
    Pointwise = 1,
}
