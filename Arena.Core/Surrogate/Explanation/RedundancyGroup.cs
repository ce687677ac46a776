namespace Arena.Core.Surrogate.Explanation;

/// <summary>Features that say nearly the same, so that only all together can be said to matter or not.</summary>
/// <param name="Representative">The member that the others correlate with most; it stands for the group.</param>
/// <param name="Members">All members, the representative first, then by their correlation with it.</param>
/// <param name="Correlation">Mean |Spearman| of its pairs; 1 of a single feature.</param>
public sealed record RedundancyGroup(string Representative, IReadOnlyList<string> Members, double Correlation);
