namespace Arena.Web.Site.Surrogates;

/// <summary>How far the surrogate of a tournament is.</summary>
/// <param name="Result">The last result; null where there is none.</param>
/// <param name="Step">What is being done, in words; null where nothing is.</param>
/// <param name="Share">How much of the step is done, in [0, 1].</param>
/// <param name="Problem">Why the last computation came to nothing, in a sentence; null where it did not.</param>
internal sealed record SurrogateState(SurrogateResult? Result, string? Step, double Share, string? Problem)
{
    public static SurrogateState None { get; } = new(null, null, 0, null);
}
