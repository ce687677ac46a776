namespace Arena.Web.Site.Layout;

/// <summary>The pages of a tournament, in the order in which the header lists them. A page that is not there yet is not listed.</summary>
internal static class Navigation
{
    /// <summary>What each is called, and the part of its address behind the tournament's.</summary>
    public static IReadOnlyList<(string Title, string Part)> Pages { get; } =
    [
        ("Leaderboard", ""),
        ("Head to head", "pairs"),
        ("Contestants", "contestants"),
        ("Prompts", "prompts"),
        ("Judgments", "judgments"),
        ("Judges", "judges"),
        ("Bias audit", "audit"),
        ("Surrogate", "surrogate"),
        ("Runs", "runs"),
        ("Vote", "vote"),
    ];
}
