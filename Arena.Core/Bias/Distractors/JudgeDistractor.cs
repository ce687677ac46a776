using Arena.Core.Judging;

namespace Arena.Core.Bias.Distractors;

/// <summary>A distractor in how the judge is asked to answer.</summary>
public sealed class JudgeDistractor : Distractor
{
    /// <summary>Makes a distractor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="definition">What it does, in one sentence.</param>
    /// <param name="source">Where it was described first, or who made it.</param>
    /// <param name="variant">How the judge is asked in place of its own way.</param>
    public JudgeDistractor(string name, string definition, string source, JudgeVariant variant)
        : base(name, DistractorUnit.Judge, definition, source)
    {
        Variant = variant;
    }

    /// <summary>How the judge is asked in place of its own way.</summary>
    public JudgeVariant Variant { get; }
}
