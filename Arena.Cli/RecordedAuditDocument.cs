using Arena.Core;
using Arena.Core.Bias.Recorded;
using Arena.Core.Judging;
using Arena.Core.Reports;

namespace Arena.Cli;

/// <summary>What <c>audit --recorded --json</c> prints. A figure that the data do not define is null.</summary>
internal sealed record RecordedAuditDocument(
    IReadOnlyList<RecordedAuditDocument.AuditedJudge> Judges,
    IReadOnlyList<RecordedAuditDocument.Strategy> Strategies,
    IReadOnlyList<RecordedAuditDocument.SideVotes> Sides,
    IReadOnlyList<RecordedAuditDocument.SideDifference> SideDifferences,
    IReadOnlyList<RecordedAuditDocument.Twin> Twins,
    IReadOnlyList<string> LeftOut)
{
    public static RecordedAuditDocument From(RecordedReport report) => new(
        [
            .. report.Judges.Select(judge => new AuditedJudge(
                judge.Judge,
                judge.Protocol == Protocol.Pairwise ? "pairwise" : "pointwise",
                Figures.From(judge),
                [.. judge.Subsets.Select(subset => new Subset(subset.Subset!, Figures.From(subset)))],
                [])),
        ],
        [
            .. report.Strategies.Select(of => new Strategy(
                of.Pairwise, of.Pointwise, of.Items, of.PairwiseOnly, of.PointwiseOnly, of.ExactP, of.MidP, of.AdjustedP, EstimateDocument.From(of.Difference))),
        ],
        [.. report.Sides.Select(of => new SideVotes(of.Source, of.Votes, of.Pairs, AgreementDocument.Share.From(of.Left), AgreementDocument.Share.From(of.Ties)))],
        [.. report.SideDifferences.Select(of => new SideDifference(of.Judge, of.Pairs, of.Prompts, EstimateDocument.From(of.Difference)))],
        [
            .. report.Twins.Select(of => new Twin(
                of.Judge, of.Model, of.Twin, of.Prompts, of.ModelWins, of.TwinWins, EstimateDocument.From(of.Difference), of.Gains, of.Losses, of.P,
                Defined(of.ModelLength), Defined(of.TwinLength))),
        ],
        report.LeftOut);

    private static double? Defined(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    /// <summary>A judge against gold. Rows are those of distractors, of which recorded verdicts have none.</summary>
    internal sealed record AuditedJudge(string Judge, string Protocol, Figures All, IReadOnlyList<Subset> Subsets, IReadOnlyList<string> Rows);

    /// <summary>A part of the items.</summary>
    internal sealed record Subset(string Name, Figures Figures);

    /// <summary>How a judge fares on items.</summary>
    internal sealed record Figures(
        int Items, int Failed, AgreementDocument.Share Accuracy, AgreementDocument.Share Right, AgreementDocument.Share Ties, AgreementDocument.Share? Consistency, AgreementDocument.Share? FirstPicks, AgreementDocument.Share? Primacy, AgreementDocument.Share? Recency)
    {
        public static Figures From(GoldRecord of) => new(
            of.Items,
            of.Failed,
            AgreementDocument.Share.From(of.Accuracy),
            AgreementDocument.Share.From(of.Right),
            AgreementDocument.Share.From(of.Ties),
            Place(of.Position?.Consistency),
            Place(of.Position?.FirstPicks),
            Place(of.Position?.Primacy),
            Place(of.Position?.Recency));

        private static AgreementDocument.Share? Place(ClusteredShare? share) => share is null ? null : AgreementDocument.Share.From(share);
    }

    /// <summary>A pairwise strategy against a rating strategy.</summary>
    internal sealed record Strategy(
        string Pairwise, string Pointwise, int Items, int PairwiseOnly, int PointwiseOnly, double P, double MidP, double PHolm, EstimateDocument Difference);

    /// <summary>A preference for the left.</summary>
    internal sealed record SideVotes(string Source, int Votes, int Pairs, AgreementDocument.Share Left, AgreementDocument.Share Ties);

    /// <summary>A judge's preference for the left less that of humans.</summary>
    internal sealed record SideDifference(string Judge, int Pairs, int Prompts, EstimateDocument Difference);

    /// <summary>A model and its twin.</summary>
    internal sealed record Twin(
        string Judge,
        string Model,
        string Name,
        int Prompts,
        double ModelWins,
        double TwinWins,
        EstimateDocument Difference,
        int Gains,
        int Losses,
        double P,
        double? ModelLength,
        double? TwinLength);
}
