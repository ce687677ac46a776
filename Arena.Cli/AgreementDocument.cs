using Arena.Core.Judging;

namespace Arena.Cli;

/// <summary>What <c>agreement --json</c> prints. A figure that the data do not define is null.</summary>
internal sealed record AgreementDocument(
    IReadOnlyList<AgreementDocument.Pair> Agreement,
    IReadOnlyList<AgreementDocument.Position> Positions,
    int WithoutPrompt)
{
    public static AgreementDocument From(AgreementReport report) => new(
        [
            .. report.Sources.Select(pair => new Pair(
                pair.First.ToString(),
                pair.Second.ToString(),
                pair.Comparisons,
                Share.From(pair.WithTies),
                Share.From(pair.WithoutTies),
                Defined(pair.Kappa),
                Defined(pair.Alpha))),
        ],
        [.. report.Positions.Select(p => new Position(p.Judge, Share.From(p.Consistency), Share.From(p.FirstPicks)))],
        report.WithoutPrompt);

    private static double? Defined(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    /// <summary>Two sources.</summary>
    internal sealed record Pair(
        string First, string Second, int Comparisons, Share WithTies, Share WithoutTies, double? Kappa, double? Alpha);

    /// <summary>A judge that was asked in both orders.</summary>
    internal sealed record Position(string Judge, Share Consistency, Share FirstPicks);

    /// <summary>A share of pairs of votes, with its interval over prompts.</summary>
    internal sealed record Share(double? Value, double? Lower, double? Upper, long Count, long Of, int Prompts)
    {
        public static Share From(ClusteredShare share) =>
            new(share.Value, Defined(share.Interval?.Lower), Defined(share.Interval?.Upper), share.Count, share.Of, share.Prompts);
    }
}
