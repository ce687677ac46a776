namespace Arena.Core.Bias;

/// <summary>Says what a trial came to by a definition, and counts.</summary>
internal static class FlipCounting
{
    /// <summary>The definitions, in the order of their numbers.</summary>
    public static IReadOnlyList<FlipDefinition> Definitions { get; } = Enum.GetValues<FlipDefinition>();

    /// <summary>Whether a verdict came back before and after.</summary>
    public static bool IsRead(FlipTrial trial) => trial is { Before.IsFailed: false, After.IsFailed: false };

    /// <summary>Whether a trial could flip: what it was before is what the definition starts from.</summary>
    public static bool CouldFlip(FlipDefinition definition, FlipTrial trial, MatchedMargins margins) =>
        Outcome(definition, trial.Before, margins) == Ends(definition).Before;

    /// <summary>Whether a trial that could flip did.</summary>
    public static bool IsFlip(FlipDefinition definition, FlipTrial trial, MatchedMargins margins) =>
        Outcome(definition, trial.After!, margins) == Ends(definition).After;

    /// <summary>Counts the flips of trials that were read, and of the placebos on the same items.</summary>
    /// <param name="definition">What counts.</param>
    /// <param name="trials">The trials, each with its placebo where that was read too.</param>
    /// <param name="margins">The matched margins.</param>
    /// <param name="level">Confidence level of intervals.</param>
    public static FlipCount Count(
        FlipDefinition definition, IEnumerable<PlaceboedTrial> trials, MatchedMargins margins, double level)
    {
        var (all, paired) = Clusters(definition, trials, margins, level);
        return new(
            definition,
            all.Share(HasFlipped),
            paired.Share(HasPlaceboFlipped),
            paired.Count(item => HasFlipped(item) && !HasPlaceboFlipped(item)),
            paired.Count(item => HasPlaceboFlipped(item) && !HasFlipped(item)),
            paired.Difference(HasFlipped, HasPlaceboFlipped));

        bool HasFlipped(PlaceboedTrial item) => IsFlip(definition, item.Trial, margins);
        bool HasPlaceboFlipped(PlaceboedTrial item) => IsFlip(definition, item.Placebo!, margins);
    }

    /// <summary>What each prompt has more flips under the distractor than under the placebo, and how many items; prompts without either left out.</summary>
    public static (int[] Sums, int[] Counts) Differences(
        FlipDefinition definition, IEnumerable<PlaceboedTrial> trials, MatchedMargins margins, double level)
    {
        var (_, paired) = Clusters(definition, trials, margins, level);
        return (
            paired.Sums(item => (IsFlip(definition, item.Trial, margins) ? 1 : 0) - (IsFlip(definition, item.Placebo!, margins) ? 1 : 0)),
            paired.Sums(_ => 1));
    }

    private static (PromptClusters<PlaceboedTrial> All, PromptClusters<PlaceboedTrial> Paired) Clusters(
        FlipDefinition definition, IEnumerable<PlaceboedTrial> trials, MatchedMargins margins, double level)
    {
        var could = trials.Where(item => CouldFlip(definition, item.Trial, margins)).ToList();
        return (
            new(could, item => item.Trial.PromptId, level),
            new(could.Where(item => item.Placebo is not null), item => item.Trial.PromptId, level));
    }

    private static (PairOutcome Before, PairOutcome After) Ends(FlipDefinition definition) => definition switch
    {
        FlipDefinition.LossToTie => (PairOutcome.Loss, PairOutcome.Tie),
        FlipDefinition.TieToWin => (PairOutcome.Tie, PairOutcome.Win),
        FlipDefinition.WinToLoss => (PairOutcome.Win, PairOutcome.Loss),
        _ => (PairOutcome.Loss, PairOutcome.Win),
    };

    private static PairOutcome Outcome(FlipDefinition definition, PairReading reading, MatchedMargins margins) => definition switch
    {
        FlipDefinition.Paper => PaperOutcome(reading, 0.1),
        FlipDefinition.PaperWide => PaperOutcome(reading, 0.5),
        _ => reading.Outcome(margins.Of(reading.Protocol)),
    };

    private static PairOutcome PaperOutcome(PairReading reading, double margin) => reading.Protocol == Protocol.Pointwise
        ? reading.Outcome(margin)
        : reading.LogOdds switch { > 0 => PairOutcome.Win, < 0 => PairOutcome.Loss, _ => PairOutcome.Tie };
}
