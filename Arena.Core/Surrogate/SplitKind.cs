namespace Arena.Core.Surrogate;

/// <summary>What a surrogate has not seen when it is measured.</summary>
public enum SplitKind
{
    /// <summary>Contestants: of a held-out one no response was seen. The default.</summary>
    Contestant = 0,

    /// <summary>Prompts: of a held-out one no response was seen, but other responses of the same contestants were.</summary>
    Prompt = 1,

    /// <summary>Both: neither the contestant nor the prompt was seen.</summary>
    Both = 2,

    /// <summary>Nothing is held out. Such a figure says how well a surrogate remembers.</summary>
    InSample = 3,
}
