namespace Arena.Core.Surrogate;

/// <summary>What a scorer may look at; each sees what those before it see, and more.</summary>
public enum ScorerInputs
{
    /// <summary>The prompt, its reference, and the response itself.</summary>
    Response = 0,

    /// <summary>Also how the response compares with other contestants' to the same prompt.</summary>
    Field = 1,

    /// <summary>Also how strong those training contestants are whose responses it is like.</summary>
    Likeness = 2,

    /// <summary>
    /// Also what they earned on the same prompt, where all were compared with one baseline and the prompt was judged; elsewhere it is
    /// <see cref="Likeness"/>.
    /// </summary>
    Verdicts = 3,
}
