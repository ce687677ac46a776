namespace Arena.Core.World;

/// <summary>How a response is dressed. No style makes an answer better or worse.</summary>
public enum Style
{
    /// <summary>One plain sentence.</summary>
    Plain = 0,

    /// <summary>The answer alone.</summary>
    Terse = 1,

    /// <summary>Much said around the answer.</summary>
    Wordy = 2,

    /// <summary>Points, one below the other.</summary>
    ListLoving = 3,

    /// <summary>Sure of itself beyond all need.</summary>
    Assertive = 4,

    /// <summary>Unsure in its words, not in its answer.</summary>
    Hedging = 5,

    /// <summary>Praise for the one who asks.</summary>
    Flattering = 6,

    /// <summary>Sources that were never read.</summary>
    Citing = 7,

    /// <summary>Headings and bold type.</summary>
    Markdown = 8,

    /// <summary>Pictographs.</summary>
    Emoji = 9,

    /// <summary>Orders to whoever judges.</summary>
    Injecting = 10,
}
