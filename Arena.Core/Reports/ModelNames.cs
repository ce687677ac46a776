using Arena.Core.Ratings;

namespace Arena.Core.Reports;

/// <summary>What models and intervals are called on the command line, in links and in JSON.</summary>
public static class ModelNames
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

    /// <summary>The names of the models.</summary>
    public static string[] OfModels { get; } = [.. Models.Keys];

    /// <summary>The names of the methods.</summary>
    public static string[] OfIntervals { get; } = [.. Methods.Keys];

    /// <summary>The model of a name.</summary>
    /// <param name="name">One of <see cref="OfModels"/>.</param>
    public static RatingModel Model(string name) => Models[name];

    /// <summary>The method of a name.</summary>
    /// <param name="name">One of <see cref="OfIntervals"/>.</param>
    public static IntervalMethod Intervals(string name) => Methods[name];

    /// <summary>What a model is called.</summary>
    /// <param name="model">The model.</param>
    public static string Of(RatingModel model) => Models.First(pair => pair.Value == model).Key;

    /// <summary>The best method that a model has.</summary>
    /// <param name="model">The model.</param>
    public static IntervalMethod DefaultIntervals(RatingModel model) => model switch
    {
        RatingModel.RankList => IntervalMethod.Bootstrap,
        RatingModel.Elo => IntervalMethod.None,
        _ => IntervalMethod.Sandwich,
    };

    /// <summary>What a method is called.</summary>
    /// <param name="method">The method.</param>
    public static string Of(IntervalMethod method) => Methods.First(pair => pair.Value == method).Key;
}
