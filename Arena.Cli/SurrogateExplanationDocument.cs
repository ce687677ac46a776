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
    SurrogateExplanationDocument.ComparisonFigures? Comparison)
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
        [.. of.Alone.Prepend(of.Full).Append(of.Additive).Select(fit => new FitFigures(fit.Name, fit.Features, Figure.From(fit.Auc), Figure.From(fit.LogLoss), Figure.From(fit.KendallTau)))],
        [.. of.Groups.Select(ImportanceFigures.From)],
        [.. of.Families.Select(ImportanceFigures.From)],
        [.. of.Features.Select(ImportanceFigures.From)],
        of.Mask is { } mask ? MaskFigures.From(mask) : null,
        [.. of.Curves.Select(CurveFigures.Create)],
        RashomonFigures.From(of.Rashomon),
        of.Constant,
        of.OfPromptsAlone,
        comparison is null ? null : ComparisonFigures.From(comparison));

    private static double? Defined(double value) => double.IsFinite(value) ? value : null;

    /// <summary>An estimate with its interval.</summary>
    internal sealed record Figure(double? Value, double? Lower, double? Upper)
    {
        public static Figure From(IntervalEstimate of) => new(Defined(of.Value), Defined(of.Interval.Lower), Defined(of.Interval.Upper));
    }

    /// <summary>How well a model foretells.</summary>
    internal sealed record FitFigures(string Name, int Features, Figure Auc, Figure LogLoss, Figure KendallTau);

    /// <summary>An importance.</summary>
    internal sealed record ImportanceFigures(string Name, IReadOnlyList<string> Members, Figure AucDrop, Figure LossRise)
    {
        public static ImportanceFigures From(FeatureImportance of) => new(of.Name, of.Members, Figure.From(of.AucDrop), Figure.From(of.LossRise));
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
        string Feature, IReadOnlyList<string> GoesWith, double From, double To, bool AreQuartiles, Figure WinAtFrom, Figure WinAtTo, Figure Effect, double? Peak, IReadOnlyList<PointFigures> Points)
    {
        public static CurveFigures Create(SplineCurve of) => new(
            of.Feature,
            of.GoesWith,
            of.From,
            of.To,
            of.AreQuartiles,
            Figure.From(of.WinAtFrom),
            Figure.From(of.WinAtTo),
            Figure.From(of.Effect),
            of.Peak,
            [.. of.Points.Select(point => new PointFigures(point.Value, Figure.From(point.LogOdds), Figure.From(point.WinProbability)))]);
    }

    /// <summary>A point of a curve.</summary>
    internal sealed record PointFigures(double Value, Figure LogOdds, Figure WinProbability);

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
        string First, string Second, int Models, double? Least, double? Most, double? LogOddsLeast, double? LogOddsMost, Figure OfSurrogate)
    {
        public static InteractionFigures From(InteractionRange of) => new(
            of.First, of.Second, of.Models, Defined(of.Least), Defined(of.Most), Defined(of.LogOddsLeast), Defined(of.LogOddsMost), Figure.From(of.OfSurrogate));
    }

    /// <summary>Two judges.</summary>
    internal sealed record ComparisonFigures(
        string First,
        string Second,
        int Responses,
        double? OutcomeCorrelation,
        IReadOnlyList<string> Sentences,
        IReadOnlyList<DifferenceFigures> Groups,
        IReadOnlyList<DifferenceFigures> Alone,
        IReadOnlyList<CurveDifferenceFigures> Curves)
    {
        public static ComparisonFigures From(SurrogateExplanationComparison of) => new(
            of.First,
            of.Second,
            of.Responses,
            Defined(of.OutcomeCorrelation),
            ExplanationText.Sentences(of),
            [.. of.Groups.Select(DifferenceFigures.From)],
            [.. of.Alone.Select(DifferenceFigures.From)],
            [.. of.Curves.Select(curve => new CurveDifferenceFigures(
                CurveFigures.Create(curve.First), CurveFigures.Create(curve.Second), Figure.From(curve.Effect), [.. curve.Points.Select(Figure.From)]))]);
    }

    /// <summary>A figure of two judges.</summary>
    internal sealed record DifferenceFigures(string Name, Figure First, Figure Second, Figure Difference)
    {
        public static DifferenceFigures From(JudgeDifference of) => new(of.Name, Figure.From(of.First), Figure.From(of.Second), Figure.From(of.Difference));
    }

    /// <summary>A curve of two judges; points are differences of log-odds.</summary>
    internal sealed record CurveDifferenceFigures(CurveFigures First, CurveFigures Second, Figure Effect, IReadOnlyList<Figure> Points);
}
