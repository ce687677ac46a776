namespace Arena.Core.Bias.Distractors;

/// <summary>A distractor that is put on a response.</summary>
public sealed class ResponseDistractor : Distractor
{
    private readonly Func<Prompt, Response, long, Distraction> _apply;

    /// <summary>Makes a distractor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="definition">What it does, in one sentence.</param>
    /// <param name="source">Where it was described first, or who made it.</param>
    /// <param name="apply">The response under it, from prompt, response and seed; the same arguments give the same.</param>
    public ResponseDistractor(string name, string definition, string source, Func<Prompt, Response, long, Distraction> apply)
        : base(name, DistractorUnit.Response, definition, source)
    {
        _apply = apply;
    }

    /// <summary>Puts it on a response. The same arguments give the same.</summary>
    /// <param name="prompt">What was asked.</param>
    /// <param name="response">The response.</param>
    /// <param name="seed">Seed of what is drawn.</param>
    public Distraction Apply(Prompt prompt, Response response, long seed) => _apply(prompt, response, seed);
}
