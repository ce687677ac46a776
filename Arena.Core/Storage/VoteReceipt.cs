namespace Arena.Core.Storage;

/// <summary>What became of a vote that was cast.</summary>
public enum VoteReceipt
{
    /// <summary>It counts.</summary>
    Counted = 0,

    /// <summary>This voter has voted on these two texts before; the first vote stands.</summary>
    CountedBefore = 1,

    /// <summary>The prompt or a response has another text by now, or is gone; nothing was stored.</summary>
    TextsChanged = 2,
}
