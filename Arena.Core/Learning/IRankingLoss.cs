namespace Arena.Core.Learning;

/// <summary>
/// How badly scores order one list of items whose true order is known: small where items with greater labels have greater
/// scores. Every loss here is convex in the scores, does not change when a constant is added to all of them, and does not
/// depend on the order in which the items are listed. Immutable and safe to use from several threads.
/// </summary>
public interface IRankingLoss
{
    /// <summary>Computes the loss of a list and its gradient.</summary>
    /// <param name="scores">A finite score for every item, in units of log-odds.</param>
    /// <param name="labels">A finite relevance label for every item; greater is better, equal labels are ties.</param>
    /// <param name="gradient">Receives the derivative of the loss by every score; what it held is overwritten.</param>
    /// <returns>The loss, 0 or more; 0 for a list that compares nothing.</returns>
    /// <exception cref="ArgumentException">The three spans differ in length, or a score or label is not finite.</exception>
    public double Evaluate(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, Span<double> gradient);
}
