namespace Arena.Core.Bias;

/// <summary>What a row of the audit comes to.</summary>
public enum AuditVerdict
{
    /// <summary>More flips than under the placebo, by Holm's correction within the family.</summary>
    Detected,

    /// <summary>Not detected, and the whole interval of the excess lies within the band that was stated beforehand.</summary>
    Equivalent,

    /// <summary>Neither: the data do not say.</summary>
    Underpowered,
}
