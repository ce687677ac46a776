namespace Arena.Core.Bias.Distractors;

/// <summary>A distractor in what the judge is told beside the responses.</summary>
public sealed class PromptDistractor : Distractor
{
    private readonly Func<Prompt, MarkedPlace, Prompt> _apply;

    /// <summary>Makes a distractor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="definition">What it does, in one sentence.</param>
    /// <param name="source">Where it was described first, or who made it.</param>
    /// <param name="apply">The prompt under it; the same arguments give the same.</param>
    public PromptDistractor(string name, string definition, string source, Func<Prompt, MarkedPlace, Prompt> apply)
        : base(name, DistractorUnit.Prompt, definition, source)
    {
        _apply = apply;
    }

    /// <summary>Puts it on a prompt, in favour of the marked response. The prompt keeps its id.</summary>
    /// <param name="prompt">What was asked.</param>
    /// <param name="place">Where the judge sees the marked response.</param>
    public Prompt Apply(Prompt prompt, MarkedPlace place) => _apply(prompt, place);
}
