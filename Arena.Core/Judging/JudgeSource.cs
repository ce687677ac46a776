namespace Arena.Core.Judging;

/// <summary>Where a judge's verdicts come from.</summary>
public enum JudgeSource
{
    /// <summary>A language model is asked.</summary>
    Llm,

    /// <summary>Verdicts that a judge gave earlier are replayed from a file.</summary>
    Recorded,

    /// <summary>Other judges' verdicts are combined.</summary>
    Panel,

    /// <summary>A surrogate judge, trained on another judge's verdicts, looks at features of the responses.</summary>
    Surrogate,
}
