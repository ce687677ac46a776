namespace Arena.Core.World;

/// <summary>
/// Which half of the world a problem and its phrasings come from. A problem belongs to the one or the other for good, by the hash of
/// its content, so what a judge was trained on never returns in its examination.
/// </summary>
public enum Split
{
    /// <summary>What the bundled judges are trained on.</summary>
    Training = 0,

    /// <summary>Numbers, words and phrasings that no bundled judge has seen in training. Tournaments and examinations use these.</summary>
    HeldOut = 1,
}
