using Arena.Core.Ratings;

namespace Arena.Bench.Coverage;

/// <summary>What kind of tournament is simulated, and how it is rated.</summary>
internal sealed record CoverageSetting(string Name)
{
    public int Contestants { get; init; } = 12;

    /// <summary>Standard deviation of the true log-strengths, about. Where it is near 0 only chance sets contestants apart.</summary>
    public double Spread { get; init; } = 1;

    public int Prompts { get; init; } = 200;

    /// <summary>Battles per prompt in the mean; they are spread evenly from half of it to one and a half of it.</summary>
    public int BattlesPerPrompt { get; init; } = 20;

    /// <summary>Share ρ of a battle's latent variance that comes from how good the two contestants are at its prompt.</summary>
    public double Correlation { get; init; } = 0.5;

    /// <summary>Davidson's ν; 0 for battles without ties, which are rated by Bradley–Terry.</summary>
    public double Tie { get; init; }

    /// <summary>What being shown first adds to the log-odds; it is controlled for where it is not 0.</summary>
    public double Position { get; init; }

    /// <summary>Whether every battle is there a second time, in swapped order and with the same winner.</summary>
    public bool IsSwapped { get; init; }

    /// <summary>Whether the rating is not told the prompts, so that it takes every battle for independent evidence.</summary>
    public bool HidesPrompts { get; init; }

    /// <summary>Settings in which a thousand tournaments with a thousand replicates each take a minute or two.</summary>
    public static IReadOnlyList<CoverageSetting> Usual { get; } =
    [
        new("main"),
        new("main, both orders") { IsSwapped = true },
        new("ties and position") { Tie = 0.8, Position = 0.3 },
        new("nearly equal contestants") { Spread = 0.001 },
        new("independent battles") { Correlation = 0 },
        new("30 prompts") { Prompts = 30 },
        new("13 prompts") { Prompts = 13 },
        new("prompts ignored") { HidesPrompts = true },
        new("prompts ignored, both orders") { HidesPrompts = true, IsSwapped = true },
    ];

    /// <summary>Settings of the size of the votes that ship with Arena.</summary>
    public static IReadOnlyList<CoverageSetting> Large { get; } =
    [
        new("like the shipped votes") { Contestants = 60, Prompts = 13, BattlesPerPrompt = 687 },
        new("the same, nearly equal") { Contestants = 60, Prompts = 13, BattlesPerPrompt = 687, Spread = 0.001 },
    ];

    public RatingOptions Rating(IntervalMethod method, int replicates, long seed) => new()
    {
        Model = Tie > 0 ? RatingModel.Davidson : RatingModel.BradleyTerry,
        Controls = Position != 0 ? RatingControls.Position : RatingControls.None,
        Intervals = method,
        Replicates = replicates,
        Seed = seed,
    };
}
