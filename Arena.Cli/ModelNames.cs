using Arena.Core.Ratings;

namespace Arena.Cli;

/// <summary>What models and intervals are called on the command line.</summary>
internal static class ModelNames
{
    private static readonly Dictionary<string, RatingModel> Models = new(StringComparer.Ordinal)
    {
        ["bt"] = RatingModel.BradleyTerry,
        ["davidson"] = RatingModel.Davidson,
        ["rao-kupper"] = RatingModel.RaoKupper,
        ["ranklist"] = RatingModel.RankList,
        ["elo"] = RatingModel.Elo,
    };

    private static readonly Dictionary<string, IntervalMethod> Methods = new(StringComparer.Ordinal)
    {
        ["sandwich"] = IntervalMethod.Sandwich,
        ["bootstrap"] = IntervalMethod.Bootstrap,
        ["none"] = IntervalMethod.None,
    };

    public static string[] OfModels { get; } = [.. Models.Keys];

    public static string[] OfIntervals { get; } = [.. Methods.Keys];

    public static RatingModel Model(string name) => Models[name];

    public static IntervalMethod Intervals(string name) => Methods[name];

    public static string Of(RatingModel model) => Models.First(pair => pair.Value == model).Key;

    public static string Of(IntervalMethod method) => Methods.First(pair => pair.Value == method).Key;
}
