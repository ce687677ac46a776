namespace Arena.Bench.Coverage;

/// <summary>What kind of judge is calibrated by which votes.</summary>
internal sealed record CalibrationSetting(string Name, SimulatedJudge Judge)
{
    /// <summary>Human votes as the usual study simulates them, with ties.</summary>
    public CoverageSetting Tournament { get; init; } = new("votes") { Tie = 0.8 };

    /// <summary>Share of the prompts on which humans voted.</summary>
    public double VotedPrompts { get; init; } = 1;

    /// <summary>Share of the comparisons on these prompts on which humans voted.</summary>
    public double VotedComparisons { get; init; } = 0.15;

    public static IReadOnlyList<CalibrationSetting> All { get; } =
    [
        new("votes on 15 % of comparisons", SimulatedJudge.ErrsAlike),
        new("votes on all of 20 % of prompts", SimulatedJudge.ErrsAlike) { VotedPrompts = 0.2, VotedComparisons = 1 },
        new("soft judge", SimulatedJudge.Soft),
        new("judge with favourites", SimulatedJudge.HasFavourites),
        new("30 prompts, votes on 30 %", SimulatedJudge.ErrsAlike) { Tournament = new("votes") { Tie = 0.8, Prompts = 30, BattlesPerPrompt = 40 }, VotedComparisons = 0.3 },
    ];
}
