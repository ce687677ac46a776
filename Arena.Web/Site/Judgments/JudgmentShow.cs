namespace Arena.Web.Site.Judgments;

/// <summary>Which judgments are listed.</summary>
public enum JudgmentShow
{
    /// <summary>All.</summary>
    All = 0,

    /// <summary>Pairs whose two orders came out differently.</summary>
    Flips = 1,

    /// <summary>Pairs that judges decide for different winners.</summary>
    Disagreements = 2,

    /// <summary>Judgments that failed.</summary>
    Failures = 3,
}
