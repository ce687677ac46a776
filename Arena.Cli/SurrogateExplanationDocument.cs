using Arena.Core.Statistics;
using Arena.Core.Surrogate.Explanation;

namespace Arena.Cli;

/// <summary>What <c>surrogate explain --json</c> prints. A figure that the data do not define is null.</summary>
internal sealed record SurrogateExplanationDocument(
    string Judge,
    int Responses,
    int Contestants,
    int Prompts,
    int Permuted,
    int Folds,
    long Seed,
    double Level,
    IReadOnlyList<string> Sentences,
    IReadOnlyList<string> Limits,
    IReadOnlyList<SurrogateExplanationDocument.FitFigures> Fits,
    IReadOnlyList<SurrogateExplanationDocument.ImportanceFigures> Groups,
    IReadOnlyList<SurrogateExplanationDocument.ImportanceFigures> Families,
    IReadOnlyList<SurrogateExplanationDocument.ImportanceFigures> Features,
    SurrogateExplanationDocument.MaskFigures? Mask,
    IReadOnlyList<SurrogateExplanationDocument.CurveFigures> Curves,
    SurrogateExplanationDocument.RashomonFigures Rashomon,
    IReadOnlyList<string> Constant,
    IReadOnlyList<string> OfPromptsAlone,
    SurrogateExplanationDocument.TwoJudgesFigures? Comparison)
{
    public static SurrogateExplanationDocument From(string judge, SurrogateExplanation of, SurrogateExplanationComparison? comparison = null) => new(
        judge,
        of.Responses,
        of.Contestants,
        of.Prompts,
        of.Permuted,
        of.Folds,
        of.Seed,
        of.Options.Level,
        ExplanationText.Sentences(of),
        ExplanationText.Limits(of),
        [.. of.Alone.Prepend(of.Full).Append(of.Additive).Select(fit => new FitFigures(fit.Name, fit.Features, Bounded.From(fit.Auc), Bounded.From(fit.LogLoss), Bounded.From(fit.KendallTau)))],
        [.. of.Groups.Select(ImportanceFigures.From)],
        [.. of.Families.Select(ImportanceFigures.From)],
        [.. of.Features.Select(ImportanceFigures.From)],
        of.Mask is { } mask ? MaskFigures.From(mask) : null,
        [.. of.Curves.Select(CurveFigures.Create)],
        RashomonFigures.From(of.Rashomon),
        of.Constant,
        of.OfPromptsAlone,
        comparison is null ? null : TwoJudgesFigures.From(comparison));

    private static double? Defined(double value) => double.IsFinite(value) ? value : null;

    /// <summary>An estimate with its interval.</summary>
    internal sealed record Bounded(double? Value, double? Lower, double? Upper)
    {
        public static Bounded From(IntervalEstimate of) => new(Defined(of.Value), Defined(of.Interval.Lower), Defined(of.Interval.Upper));
    }

    /// <summary>How well a model foretells.</summary>
    internal sealed record FitFigures(string Name, int Features, Bounded Auc, Bounded LogLoss, Bounded KendallTau);

    /// <summary>An importance.</summary>
    internal sealed record ImportanceFigures(string Name, IReadOnlyList<string> Members, Bounded AucDrop, Bounded LossRise)
    {
        public static ImportanceFigures From(FeatureImportance of) => new(of.Name, of.Members, Bounded.From(of.AucDrop), Bounded.From(of.LossRise));
    }

    /// <summary>The learned mask.</summary>
    internal sealed record MaskFigures(double Price, int Runs, double? RankCorrelation, int Needed, int NeededAndDear, IReadOnlyList<GateFigures> Gates)
    {
        public static MaskFigures From(LearnedMask of) => new(
            of.Price, of.Runs, Defined(of.RankCorrelation), of.Needed, of.NeededAndDear, [.. of.Gates.Select(gate => new GateFigures(gate.Name, gate.Kept, gate.Least, gate.Most))]);
    }

    /// <summary>A gate.</summary>
    internal sealed record GateFigures(string Name, double Kept, double Least, double Most);

    /// <summary>A curve. Values are those of the feature, logarithms where it is one.</summary>
    internal sealed record CurveFigures(
        string Feature, IReadOnlyList<string> GoesWith, double From, double To, bool AreQuartiles, Bounded WinAtFrom, Bounded WinAtTo, Bounded Effect, double? Peak, IReadOnlyList<PointFigures> Points)
    {
        public static CurveFigures Create(SplineCurve of) => new(
            of.Feature,
            of.GoesWith,
            of.From,
            of.To,
            of.AreQuartiles,
            Bounded.From(of.WinAtFrom),
            Bounded.From(of.WinAtTo),
            Bounded.From(of.Effect),
            of.Peak,
            [.. of.Points.Select(point => new PointFigures(point.Value, Bounded.From(point.LogOdds), Bounded.From(point.WinProbability)))]);
    }

    /// <summary>A point of a curve.</summary>
    internal sealed record PointFigures(double Value, Bounded LogOdds, Bounded WinProbability);

    /// <summary>Models that are about as good.</summary>
    internal sealed record RashomonFigures(
        double Bound, IReadOnlyList<ModelFigures> Models, IReadOnlyList<RangeFigures> Importances, IReadOnlyList<InteractionFigures> Interactions)
    {
        public static RashomonFigures From(RashomonSet of) => new(
            of.Bound,
            [.. of.Models.Select(model => new ModelFigures(model.Name, model.Loss, model.IsIn))],
            [.. of.Importances.Select(range => new RangeFigures(range.Name, Defined(range.Least), Defined(range.Most)))],
            [.. of.Interactions.Select(InteractionFigures.From)]);
    }

    /// <summary>A model.</summary>
    internal sealed record ModelFigures(string Name, double Loss, bool IsIn);

    /// <summary>A range.</summary>
    internal sealed record RangeFigures(string Name, double? Least, double? Most);

    /// <summary>A pair.</summary>
    internal sealed record InteractionFigures(
        string First, string Second, int Models, double? Least, double? Most, double? LogOddsLeast, double? LogOddsMost, Bounded OfSurrogate)
    {
        public static InteractionFigures From(InteractionRange of) => new(
            of.First, of.Second, of.Models, Defined(of.Least), Defined(of.Most), Defined(of.LogOddsLeast), Defined(of.LogOddsMost), Bounded.From(of.OfSurrogate));
    }

    /// <summary>Two judges.</summary>
    internal sealed record TwoJudgesFigures(
        string First,
        string Second,
        int Responses,
        double? OutcomeCorrelation,
        IReadOnlyList<string> Sentences,
        IReadOnlyList<DifferenceFigures> Groups,
        IReadOnlyList<DifferenceFigures> Alone,
        IReadOnlyList<CurveDifferenceFigures> Curves)
    {
        public static TwoJudgesFigures From(SurrogateExplanationComparison of) => new(
            of.First,
            of.Second,
            of.Responses,
            Defined(of.OutcomeCorrelation),
            ExplanationText.Sentences(of),
            [.. of.Groups.Select(DifferenceFigures.From)],
            [.. of.Alone.Select(DifferenceFigures.From)],
            [.. of.Curves.Select(curve => new CurveDifferenceFigures(
                CurveFigures.Create(curve.First), CurveFigures.Create(curve.Second), Bounded.From(curve.Effect), [.. curve.Points.Select(Bounded.From)]))]);
    }

    /// <summary>A figure of two judges.</summary>
    internal sealed record DifferenceFigures(string Name, Bounded First, Bounded Second, Bounded Difference)
    {
        public static DifferenceFigures From(JudgeDifference of) => new(of.Name, Bounded.From(of.First), Bounded.From(of.Second), Bounded.From(of.Difference));
    }

    /// <summary>A curve of two judges; points are differences of log-odds.</summary>
    internal sealed record CurveDifferenceFigures(CurveFigures First, CurveFigures Second, Bounded Effect, IReadOnlyList<Bounded> Points);
}
