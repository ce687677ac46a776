namespace Arena.Core.Surrogate.Features;

/// <summary>What a set phrase does.</summary>
public enum PhraseKind
{
    /// <summary>Declines to answer.</summary>
    Refusal = 0,

    /// <summary>Weakens what is said.</summary>
    Hedge = 1,

    /// <summary>Speaks of itself as a machine.</summary>
    Machine = 2,

    /// <summary>Apologises.</summary>
    Apology = 3,

    /// <summary>Opens by agreeing or praising.</summary>
    Opening = 4,

    /// <summary>Offers more help.</summary>
    Offer = 5,

    /// <summary>Joins sentences: however, for example, in conclusion.</summary>
    Connective = 6,

    /// <summary>Addresses the reader.</summary>
    Address = 7,

    /// <summary>Speaks of the writer: I, my.</summary>
    Self = 8,
}
