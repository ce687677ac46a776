using Arena.Core.Statistics;
using Arena.Core.Surrogate;

namespace Arena.Cli;

/// <summary>What <c>arena surrogate evaluate --json</c> prints: the default scorer's figures on what was held out, then all rows.</summary>
internal sealed record SurrogateEvaluationDocument(
    string Tournament,
    string Judge,
    string? Baseline,
    string Split,
    int Folds,
    int ContestantsHeldOut,
    int Prompts,
    int Responses,
    int Battles,
    string Registry,
    double? Tau,
    double? TauLower,
    double? TauUpper,
    double? Spearman,
    double? StrengthR2,
    double? PairwiseAccuracy,
    double? Auc,
    double? Brier,
    double? CalibrationError,
    IReadOnlyList<SurrogateEvaluationDocument.Row> Scorers,
    IReadOnlyList<PredictedContestant> Contestants,
    IReadOnlyList<CalibrationBin> Calibration)
{
    public static SurrogateEvaluationDocument From(SurrogateReport report)
    {
        var m = report.Default.Metrics;
        return new(
            report.Tournament,
            report.Judge,
            report.Baseline,
            report.Split.ToString().ToLowerInvariant(),
            report.Folds,
            report.Contestants.Count,
            report.Prompts,
            report.Responses,
            report.Battles,
            report.Registry,
            Finite(m.KendallTau.Estimate),
            Finite(m.KendallTau.Interval.Lower),
            Finite(m.KendallTau.Interval.Upper),
            Finite(m.Spearman.Estimate),
            Finite(m.StrengthR2.Estimate),
            Finite(m.PairwiseAccuracy.Estimate),
            Finite(m.Auc.Estimate),
            Finite(m.Brier.Estimate),
            Finite(m.CalibrationError.Estimate),
            [.. report.Rows.Select(Row.From)],
            report.Contestants,
            report.Calibration);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    internal sealed record Figure(double? Value, double? Lower, double? Upper)
    {
        public static Figure From(BootstrapResult result) => new(Finite(result.Estimate), Finite(result.Interval.Lower), Finite(result.Interval.Upper));
    }

    internal sealed record Row(
        string Scorer,
        string Sees,
        bool InSample,
        Figure Tau,
        Figure? TauLessDefault,
        Figure Spearman,
        Figure StrengthR2,
        Figure PairwiseAccuracy,
        Figure Auc,
        Figure Brier,
        Figure CalibrationError,
        double TrainingSeconds)
    {
        public static Row From(SurrogateRow row) => new(
            row.Scorer,
            SurrogateTables.Sees(row.Inputs),
            row.IsInSample,
            Figure.From(row.Metrics.KendallTau),
            row.Metrics.TauDifference is { } difference ? Figure.From(difference) : null,
            Figure.From(row.Metrics.Spearman),
            Figure.From(row.Metrics.StrengthR2),
            Figure.From(row.Metrics.PairwiseAccuracy),
            Figure.From(row.Metrics.Auc),
            Figure.From(row.Metrics.Brier),
            Figure.From(row.Metrics.CalibrationError),
            row.TrainingSeconds);
    }
}
