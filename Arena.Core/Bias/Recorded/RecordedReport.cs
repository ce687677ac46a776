namespace Arena.Core.Bias.Recorded;

/// <summary>What verdicts that were recorded elsewhere show of the bias of those who gave them. A part is empty where the files hold nothing for it.</summary>
/// <param name="Judges">Judges against gold.</param>
/// <param name="Strategies">Pairwise strategies against rating strategies of the same model.</param>
/// <param name="Sides">Preferences for the left or the right.</param>
/// <param name="SideDifferences">Preferences of each judge for the left, less those of humans, on the same pairs.</param>
/// <param name="Twins">The same model asked to be brief or long.</param>
/// <param name="LeftOut">What was not read, each with the reason.</param>
public sealed record RecordedReport(
    IReadOnlyList<GoldRecord> Judges,
    IReadOnlyList<StrategyComparison> Strategies,
    IReadOnlyList<SidePreference> Sides,
    IReadOnlyList<SideDifference> SideDifferences,
    IReadOnlyList<StyleTwin> Twins,
    IReadOnlyList<string> LeftOut);
