namespace Arena.Core.Storage;

/// <summary>Where a judge's judgments come from, which decides what their keys are made of.</summary>
public enum JudgeKind
{
    /// <summary>Read from a published file: keyed by names, because the texts that were judged are often not there.</summary>
    Recorded = 0,

    /// <summary>Asked by the arena: keyed by the judge's fingerprint and the texts, so that a changed text is judged anew.</summary>
    Asked = 1,
}
