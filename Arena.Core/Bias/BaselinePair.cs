namespace Arena.Core.Bias;

/// <summary>A pair as a judge read it without any distractor, whether or not a trial was made of it.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="PromptId">The prompt; pairs of one prompt are not independent.</param>
/// <param name="First">The contestant whose response the reading calls marked.</param>
/// <param name="Second">The other contestant.</param>
/// <param name="Reading">What the judge made of it by one protocol.</param>
public sealed record BaselinePair(string Judge, string PromptId, string First, string Second, PairReading Reading)
{
    /// <summary>The turn that was judged, from 1; 0 for the whole conversation.</summary>
    public int Turn { get; init; }

    /// <summary>Whether <see cref="First"/> is the better one by gold or by humans; null where that is not known, or neither is.</summary>
    public bool? IsFirstBetter { get; init; }

    /// <summary>The pair, whichever of the two is called the first, and whatever the protocol.</summary>
    internal (string PromptId, int Turn, string, string) Item => string.CompareOrdinal(First, Second) <= 0
        ? (PromptId, Turn, First, Second)
        : (PromptId, Turn, Second, First);
}
