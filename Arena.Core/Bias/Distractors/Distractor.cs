namespace Arena.Core.Bias.Distractors;

/// <summary>A change to what a judge is shown that should not change its verdict.</summary>
public abstract class Distractor
{
    private protected Distractor(string name, DistractorUnit unit, string definition, string source)
    {
        (Name, Unit, Definition, Source) = (name, unit, definition, source);
    }

    /// <summary>Its name: lower-case words joined by hyphens.</summary>
    public string Name { get; }

    /// <summary>What it changes.</summary>
    public DistractorUnit Unit { get; }

    /// <summary>What it does, in one sentence.</summary>
    public string Definition { get; }

    /// <summary>Where it was described first, or who made it.</summary>
    public string Source { get; }

    /// <summary>
    /// Whether the marked response is as good as before. Where it is not, it is worse (an answer cut off, no answer at all), and a flip is a mistake of
    /// the judge all the more.
    /// </summary>
    public bool KeepsQuality { get; init; } = true;

    /// <summary>
    /// The placebo that it is set against: what else changes when it is applied, without the distraction. Null where it is a placebo itself.
    /// </summary>
    public string? Placebo { get; init; }

    /// <summary>Whether it is a placebo.</summary>
    public bool IsPlacebo => Placebo is null;
}
