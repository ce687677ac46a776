using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Core.Storage;

namespace Arena.Web.Site.Leaderboards;

/// <summary>Which leaderboard of a tournament: every choice made, so that equal queries are equal leaderboards.</summary>
/// <param name="Protocol">One of <see cref="LeaderboardSource.Protocols"/>.</param>
/// <param name="Judge">The judge or panel whose verdicts count; null for all pooled, and for human votes.</param>
/// <param name="Model">The rating model.</param>
/// <param name="Category">The category whose battles count; null for all.</param>
/// <param name="ControlsStyle">Whether the style of responses is held constant.</param>
public sealed record LeaderboardQuery(string Protocol, string? Judge, RatingModel Model, string? Category, bool ControlsStyle)
{
    /// <summary>Battles that a bootstrap draws altogether.</summary>
    private const int MostDrawn = 20_000_000;

    /// <summary>The word in an address for holding style constant.</summary>
    public const string Style = "style";

    /// <summary>Reads the choices out of an address; what is left out has the same default as on the command line.</summary>
    /// <param name="sources">What there is to choose from.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="judge">The judge.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="category">The category.</param>
    /// <param name="control">What is held constant.</param>
    /// <exception cref="PageException">A choice is not there, or two do not go together.</exception>
    public static LeaderboardQuery Of(VerdictSources sources, string? protocol, string? judge, string? model, string? category, string? control)
    {
        ArgumentNullException.ThrowIfNull(sources);
        (protocol, judge, model, category, control) = (Given(protocol), Given(judge), Given(model), Given(category), Given(control));
        var available = Protocols(sources);
        if (available.Count == 0)
        {
            throw PageException.NotFound("There are no verdicts yet", "This tournament holds neither judgments nor votes. `arena run` judges it, `arena import` brings votes.");
        }

        protocol ??= available[0];
        if (!available.Contains(protocol))
        {
            throw PageException.NotFound("There are no such verdicts", $"This tournament has verdicts for {string.Join(", ", available)}, none for “{protocol}”.");
        }

        if (judge is not null && !Judges(sources, protocol).Contains(judge))
        {
            throw PageException.NotFound("There is no such judge", $"No verdicts here are by “{judge}”. The leaderboard without it lists the judges to choose from.");
        }

        if (category is not null && !sources.Categories.Contains(category))
        {
            throw PageException.NotFound("There is no such category", $"Nothing here is in the category “{category}”. The leaderboard without it lists the categories to choose from.");
        }

        if (model is not null && !ModelNames.OfModels.Contains(model))
        {
            throw PageException.BadRequest("There is no such model", $"The models are {string.Join(", ", ModelNames.OfModels)}, not “{model}”.");
        }

        if (control is not (null or Style))
        {
            throw PageException.BadRequest("That cannot be held constant", $"What can be held constant is “{Style}”, not “{control}”.");
        }

        var query = new LeaderboardQuery(protocol, judge, model is null ? DefaultModel(protocol) : ModelNames.Model(model), category, control == Style);
        return query is { ControlsStyle: true, Model: RatingModel.Elo or RatingModel.RankList }
            ? throw PageException.BadRequest("These two do not go together", $"{ModelNames.Of(query.Model)} cannot hold style constant: choose bt, davidson or rao-kupper with it.")
            : query;
    }

    /// <summary>The protocols that there are verdicts for.</summary>
    /// <param name="sources">What there is.</param>
    public static IReadOnlyList<string> Protocols(VerdictSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return
        [
            .. LeaderboardSource.Protocols.Where(protocol => protocol == LeaderboardSource.Human ? sources.HasHumanVotes : Judges(sources, protocol).Count > 0),
        ];
    }

    /// <summary>The judges to choose from; none for human votes.</summary>
    /// <param name="sources">What there is.</param>
    /// <param name="protocol">The protocol.</param>
    public static IReadOnlyList<string> Judges(VerdictSources sources, string protocol)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return protocol switch
        {
            LeaderboardSource.Pairwise => sources.Pairwise,
            LeaderboardSource.Pointwise => sources.Pointwise,
            _ => [],
        };
    }

    /// <summary>The choices as an address, without those that are the default.</summary>
    /// <param name="path">The address before the question mark.</param>
    /// <param name="more">Further names and values.</param>
    public string Link(string path, params ReadOnlySpan<(string Name, string? Value)> more) => SitePath.With(
        path,
        [
            ("protocol", Protocol),
            ("judge", Judge),
            ("model", Model == DefaultModel(Protocol) ? null : ModelNames.Of(Model)),
            ("category", Category),
            ("control", ControlsStyle ? Style : null),
            .. more,
        ]);

    /// <summary>How to rate.</summary>
    /// <param name="battles">How many battles there are: of very many, a bootstrap draws less often, so that nobody waits for minutes. The page says how often.</param>
    public RatingOptions OptionsFor(int battles) => new()
    {
        Model = Model,
        Replicates = Math.Clamp(MostDrawn / Math.Max(1, battles), 100, new RatingOptions().Replicates),
        Intervals = ModelNames.DefaultIntervals(Model),
        Controls = ControlsStyle ? RatingControls.Style : RatingControls.None,
    };

    /// <summary>The model where none is chosen, as on the command line.</summary>
    /// <param name="protocol">The protocol.</param>
    public static RatingModel DefaultModel(string protocol) => protocol == LeaderboardSource.Pointwise ? RatingModel.RankList : RatingModel.BradleyTerry;

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
