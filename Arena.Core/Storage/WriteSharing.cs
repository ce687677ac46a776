namespace Arena.Core.Storage;

/// <summary>Whether writers wait for each other.</summary>
internal enum WriteSharing
{
    /// <summary>A writer is alone: it may look whether something is there, and add it where it is not.</summary>
    Alone = 0,

    /// <summary>A writer adds judgments of what is there to a tournament that nobody else changes; many may do so at once.</summary>
    Judgments = 1,
}
