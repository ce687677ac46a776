namespace Arena.Core.Tournaments.Pairing;

/// <summary>
/// Two contestants to be compared on one prompt, in no order: the runner judges both. The two are kept with the lower number first, so
/// that equal comparisons are equal values.
/// </summary>
public readonly record struct PlannedComparison
{
    /// <summary>Plans a comparison; the two contestants may come in either order.</summary>
    /// <param name="prompt">Number of the prompt, from 0.</param>
    /// <param name="contestant">Number of a contestant, from 0.</param>
    /// <param name="opponent">Number of another contestant, from 0.</param>
    /// <exception cref="ArgumentException">A contestant is compared with itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public PlannedComparison(int prompt, int contestant, int opponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prompt);
        ArgumentOutOfRangeException.ThrowIfNegative(contestant);
        ArgumentOutOfRangeException.ThrowIfNegative(opponent);
        if (contestant == opponent)
        {
            throw new ArgumentException("a contestant cannot be compared with itself", nameof(opponent));
        }

        (Prompt, First, Second) = (prompt, Math.Min(contestant, opponent), Math.Max(contestant, opponent));
    }

    /// <summary>Number of the prompt, from 0.</summary>
    public int Prompt { get; }

    /// <summary>The contestant with the lower number.</summary>
    public int First { get; }

    /// <summary>The contestant with the higher number.</summary>
    public int Second { get; }
}
