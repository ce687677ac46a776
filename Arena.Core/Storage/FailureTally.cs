using Arena.Core.Judging;

namespace Arena.Core.Storage;

/// <summary>How often one judge failed for one reason under one protocol.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Protocol">How it was asked.</param>
/// <param name="Reason">The kind of failure, or the reason as it is stored where that names no kind.</param>
/// <param name="Count">How many judgments failed so.</param>
/// <param name="Example">One stored reason, whole.</param>
public sealed record FailureTally(string Judge, Protocol Protocol, string Reason, int Count, string Example)
{
    private static readonly HashSet<string> Kinds = [.. Enum.GetValues<FailureKind>().Select(JudgingFailure.NameOf)];

    /// <summary>What failures of a reason are counted as: our own judges put the kind in front; what readers of published files say is a sentence of its own.</summary>
    /// <param name="reason">The reason as it is stored.</param>
    public static string KindOf(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var end = reason.IndexOf(':', StringComparison.Ordinal);
        return end > 0 && Kinds.Contains(reason[..end]) ? reason[..end] : reason;
    }
}
