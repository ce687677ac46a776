namespace Arena.Core.Storage;

/// <summary>How often one judge failed for one reason under one protocol.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Protocol">How it was asked.</param>
/// <param name="Reason">The kind of failure, or the reason as it is stored where that names no kind.</param>
/// <param name="Count">How many judgments failed so.</param>
/// <param name="Example">One stored reason, whole.</param>
public sealed record FailureTally(string Judge, Protocol Protocol, string Reason, int Count, string Example);
