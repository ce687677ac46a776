namespace Arena.Core.Tournaments.Pairing;

/// <summary>Why a strategy plans nothing more.</summary>
public enum PairingStop
{
    /// <summary>The goal is settled with the stated confidence.</summary>
    Settled,

    /// <summary>The budget is spent.</summary>
    BudgetSpent,

    /// <summary>Every comparison that can be made was made.</summary>
    NothingLeft,
}
