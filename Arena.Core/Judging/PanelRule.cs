namespace Arena.Core.Judging;

/// <summary>How a panel makes one verdict of its members'.</summary>
public enum PanelRule
{
    /// <summary>
    /// The members' probabilities are averaged, and the likeliest verdict wins; scores are averaged. A member that gave only a verdict counts
    /// as sure of it.
    /// </summary>
    Mean,

    /// <summary>
    /// Every member has one vote, and what more than half of the votes are for wins; else it is a tie. Of scores the median, of an even
    /// number the mean of the middle two.
    /// </summary>
    Majority,
}
