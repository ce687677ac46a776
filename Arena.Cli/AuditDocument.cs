using Arena.Core.Bias;
using Arena.Core.Judging;
using Arena.Core.Reports;

namespace Arena.Cli;

/// <summary>What <c>audit --json</c> prints. A figure that the data do not define is null.</summary>
internal sealed record AuditDocument(
    string Tournament,
    int Items,
    int Prompts,
    long Seed,
    double Band,
    double Level,
    IReadOnlyList<AuditDocument.JudgeFigures> Judges,
    IReadOnlyList<AuditDocument.AttackFigures> Attacks,
    IReadOnlyList<string> LeftOut)
{
    public static AuditDocument From(TournamentAudit audit) => new(
        audit.Tournament,
        audit.Items,
        audit.Prompts,
        audit.Seed,
        audit.Report.Options.Band,
        audit.Report.Options.Level,
        [.. audit.Report.Judges.Select(JudgeFigures.From)],
        [.. audit.Attacks.Select(AttackFigures.From)],
        audit.LeftOut);

    private static double? Defined(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    /// <summary>A judge.</summary>
    internal sealed record JudgeFigures(
        string Judge,
        IReadOnlyList<RowFigures> Rows,
        IReadOnlyList<PlaceboFigures> Placebos,
        IReadOnlyList<BaselineFigures> Baselines,
        IReadOnlyList<ComparisonFigures> Comparisons,
        PositionFigures? Position,
        AdviceText Advice,
        IReadOnlyList<string> Limits)
    {
        public static JudgeFigures From(JudgeAudit of) => new(
            of.Judge,
            [.. of.Rows.Select(RowFigures.From)],
            [.. of.Placebos.Select(PlaceboFigures.From)],
            [.. of.Baselines.Select(BaselineFigures.From)],
            [.. of.Comparisons.Select(ComparisonFigures.From)],
            of.Position is { } position ? PositionFigures.From(position) : null,
            new(of.Advice.Protocol is { } protocol ? AuditText.NameOf(protocol) : null, of.Advice.Reason),
            of.Limits);
    }

    /// <summary>A distractor under a protocol, by the default definition of a flip; the others are under <see cref="Definitions"/>.</summary>
    internal sealed record RowFigures
    {
        public required string Distractor { get; init; }

        public required string Protocol { get; init; }

        public required string? Placebo { get; init; }

        public required int Asked { get; init; }

        public required int Failed { get; init; }

        /// <summary>Pairs that could flip.</summary>
        public required long N { get; init; }

        public required long Flips { get; init; }

        public required double? FlipRate { get; init; }

        public required double? Lower { get; init; }

        public required double? Upper { get; init; }

        public required double? PlaceboRate { get; init; }

        public required double? Excess { get; init; }

        public required double? ExcessLower { get; init; }

        public required double? ExcessUpper { get; init; }

        public required double? P { get; init; }

        public required double? PHolm { get; init; }

        public required double? Q { get; init; }

        /// <summary>The smallest excess that would probably have been detected.</summary>
        public required double? Detectable { get; init; }

        public required string Verdict { get; init; }

        public required EstimateDocument Shift { get; init; }

        public required EstimateDocument AccuracyBefore { get; init; }

        public required EstimateDocument AccuracyAfter { get; init; }

        public required EstimateDocument AccuracyChange { get; init; }

        public required IReadOnlyList<DefinitionFigures> Definitions { get; init; }

        public required IReadOnlyList<Transition> Transitions { get; init; }

        public required IReadOnlyList<Transition> PlaceboTransitions { get; init; }

        public required IReadOnlyList<NotMadeTrials> NotMade { get; init; }

        public required IReadOnlyList<string> Notes { get; init; }

        public static RowFigures From(DistractorRow of) => new()
        {
            Distractor = of.Distractor,
            Protocol = AuditText.NameOf(of.Protocol),
            Placebo = of.Placebo,
            Asked = of.Asked,
            Failed = of.Failed,
            N = of.Strict.Flips.Of,
            Flips = of.Strict.Flips.Count,
            FlipRate = of.Strict.Flips.Value,
            Lower = Defined(of.Strict.Flips.Interval?.Lower),
            Upper = Defined(of.Strict.Flips.Interval?.Upper),
            PlaceboRate = of.Strict.PlaceboFlips.Value,
            Excess = Defined(of.Strict.Excess.Value),
            ExcessLower = Defined(of.Strict.Excess.Interval.Lower),
            ExcessUpper = Defined(of.Strict.Excess.Interval.Upper),
            P = of.P,
            PHolm = of.AdjustedP,
            Q = of.Q,
            Detectable = of.Detectable,
            Verdict = AuditText.NameOf(of.Verdict),
            Shift = EstimateDocument.From(of.Shift),
            AccuracyBefore = EstimateDocument.From(of.AccuracyBefore),
            AccuracyAfter = EstimateDocument.From(of.AccuracyAfter),
            AccuracyChange = EstimateDocument.From(of.AccuracyChange),
            Definitions = [.. of.Flips.Select(DefinitionFigures.From)],
            Transitions = Transition.From(of.Transitions),
            PlaceboTransitions = Transition.From(of.PlaceboTransitions),
            NotMade = [.. of.NotMade.Select(reason => new NotMadeTrials(reason.Key, reason.Value))],
            Notes = of.Notes,
        };
    }

    /// <summary>Flips by one definition.</summary>
    internal sealed record DefinitionFigures(
        string Definition, AgreementDocument.Share Flips, AgreementDocument.Share PlaceboFlips, int DistractorOnly, int PlaceboOnly, EstimateDocument Excess)
    {
        public static DefinitionFigures From(FlipCount of) => new(
            NameOf(of.Definition),
            AgreementDocument.Share.From(of.Flips),
            AgreementDocument.Share.From(of.PlaceboFlips),
            of.DistractorOnly,
            of.PlaceboOnly,
            EstimateDocument.From(of.Excess));

        private static string NameOf(FlipDefinition definition) => definition switch
        {
            FlipDefinition.Strict => "strict",
            FlipDefinition.Paper => "paper",
            FlipDefinition.PaperWide => "paper_wide",
            FlipDefinition.LossToTie => "loss_to_tie",
            FlipDefinition.TieToWin => "tie_to_win",
            _ => "win_to_loss",
        };
    }

    /// <summary>How many went from one outcome to another; what did not occur is not listed.</summary>
    internal sealed record Transition(string Before, string After, int Trials)
    {
        public static IReadOnlyList<Transition> From(TransitionTable table) =>
        [
            .. from before in Enum.GetValues<PairOutcome>()
               from after in Enum.GetValues<PairOutcome>()
               where table[before, after] > 0
               select new Transition(AuditText.NameOf(before), AuditText.NameOf(after), table[before, after]),
        ];
    }

    /// <summary>Trials that were not made for one reason.</summary>
    internal sealed record NotMadeTrials(string Reason, int Trials);

    /// <summary>A placebo under a protocol.</summary>
    internal sealed record PlaceboFigures(
        string Placebo, string Protocol, long N, long Flips, double? FlipRate, double? Lower, double? Upper, IReadOnlyList<Transition> Transitions)
    {
        public static PlaceboFigures From(PlaceboRow of) => new(
            of.Placebo,
            AuditText.NameOf(of.Protocol),
            of.Flips.Of,
            of.Flips.Count,
            of.Flips.Value,
            Defined(of.Flips.Interval?.Lower),
            Defined(of.Flips.Interval?.Upper),
            Transition.From(of.Transitions));
    }

    /// <summary>What a protocol makes of the pairs as they are.</summary>
    internal sealed record BaselineFigures(
        string Protocol,
        int Pairs,
        int Failed,
        double Margin,
        AgreementDocument.Share Ties,
        AgreementDocument.Share MatchedTies,
        EstimateDocument Strength,
        EstimateDocument Accuracy)
    {
        public static BaselineFigures From(ProtocolBaseline of) => new(
            AuditText.NameOf(of.Protocol),
            of.Pairs,
            of.Failed,
            of.Margin,
            AgreementDocument.Share.From(of.Ties),
            AgreementDocument.Share.From(of.MatchedTies),
            EstimateDocument.From(of.Strength),
            EstimateDocument.From(of.Accuracy));
    }

    /// <summary>Pairwise against pointwise; of all distractors together where <see cref="Distractor"/> is null.</summary>
    internal sealed record ComparisonFigures(
        string? Distractor,
        int Items,
        int Prompts,
        int Both,
        int PairwiseOnly,
        int PointwiseOnly,
        double? P,
        double? MidP,
        double? ClusteredP,
        EstimateDocument Difference,
        EstimateDocument ExcessDifference)
    {
        public static ComparisonFigures From(ProtocolComparison of) => new(
            of.Distractor,
            of.Items,
            of.Prompts,
            of.Both,
            of.PairwiseOnly,
            of.PointwiseOnly,
            Defined(of.ExactP),
            Defined(of.MidP),
            Defined(of.ClusteredP),
            EstimateDocument.From(of.Difference),
            EstimateDocument.From(of.ExcessDifference));
    }

    /// <summary>What the place of a response does.</summary>
    internal sealed record PositionFigures(
        AgreementDocument.Share Consistency, AgreementDocument.Share FirstPicks, AgreementDocument.Share Primacy, AgreementDocument.Share Recency)
    {
        public static PositionFigures From(PositionReading of) => new(Share(of.Consistency), Share(of.FirstPicks), Share(of.Primacy), Share(of.Recency));

        private static AgreementDocument.Share Share(ClusteredShare of) => AgreementDocument.Share.From(of);
    }

    /// <summary>Which protocol to take; null where the figures favour neither.</summary>
    internal sealed record AdviceText(string? Protocol, string Reason);

    /// <summary>An attack on a judge's leaderboards.</summary>
    internal sealed record AttackFigures(
        string Judge, int Contestants, int Prompts, IReadOnlyList<AttackedRank> Rows, IReadOnlyList<string> NotMade)
    {
        public static AttackFigures From(LeaderboardAttack of) => new(
            of.Judge,
            of.Contestants,
            of.Prompts,
            [
                .. of.Rows.Select(row => new AttackedRank(
                    row.Distractor, row.Contestant, AuditText.NameOf(row.Protocol), row.RankBefore, row.RankAfter, EstimateDocument.From(row.Climb), EstimateDocument.From(row.Gain))),
            ],
            of.NotMade);
    }

    /// <summary>A contestant's rank before and after.</summary>
    internal sealed record AttackedRank(
        string Distractor, string Contestant, string Protocol, int RankBefore, int RankAfter, EstimateDocument Climb, EstimateDocument Gain);
}
