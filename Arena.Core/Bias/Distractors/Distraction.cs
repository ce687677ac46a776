namespace Arena.Core.Bias.Distractors;

/// <summary>What a distractor made of a response.</summary>
/// <param name="Turns">The response under the distractor, a text per turn; null where it was not made.</param>
/// <param name="NotMade">Why it was not made, as one sentence; null where it was.</param>
public sealed record Distraction(IReadOnlyList<string>? Turns, string? NotMade)
{
    /// <summary>It was made.</summary>
    /// <param name="turns">The response under the distractor.</param>
    public static Distraction Made(IReadOnlyList<string> turns) => new(turns, null);

    /// <summary>It was not.</summary>
    /// <param name="reason">Why, as one sentence.</param>
    public static Distraction Not(string reason) => new(null, reason);
}
