using System.Globalization;
using Arena.Core;

namespace Arena.Web.Site.Judgments;

/// <summary>Which judgments of a tournament are looked for. What is null or empty does not matter.</summary>
public sealed record JudgmentQuery
{
    /// <summary>Which kind.</summary>
    public JudgmentShow Show { get; init; }

    /// <summary>How judges were asked.</summary>
    public Protocol? Protocol { get; init; }

    /// <summary>The judge.</summary>
    public string? Judge { get; init; }

    /// <summary>One of those judged.</summary>
    public string? Contestant { get; init; }

    /// <summary>The other.</summary>
    public string? Opponent { get; init; }

    /// <summary>What came of it for <see cref="Contestant"/>: <c>won</c>, <c>tied</c> or <c>lost</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>The prompt.</summary>
    public string? Prompt { get; init; }

    /// <summary>The prompt's category.</summary>
    public string? Category { get; init; }

    /// <summary>Why judgments failed.</summary>
    public string? Reason { get; init; }

    /// <summary>Where to go on: a prompt's number, and how many comparisons of it to pass over.</summary>
    public (int Prompt, int Skip) From { get; init; }

    /// <summary>Reads <see cref="From"/> out of an address; the beginning where it is none.</summary>
    /// <param name="from">Two numbers with a dot between.</param>
    public static (int Prompt, int Skip) ReadFrom(string? from) =>
        from?.Split('.') is [var prompt, var skip]
            && int.TryParse(prompt, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(skip, NumberStyles.None, CultureInfo.InvariantCulture, out var passed)
                ? (number, passed)
                : (0, 0);

    /// <summary>The query as an address.</summary>
    /// <param name="path">The address before the question mark.</param>
    public string Link(string path) => SitePath.With(
        path,
        ("show", Show == JudgmentShow.All ? null : Show.ToString().ToLowerInvariant()),
        ("protocol", Protocol?.ToString().ToLowerInvariant()),
        ("judge", Judge),
        ("contestant", Contestant),
        ("opponent", Opponent),
        ("outcome", Outcome),
        ("prompt", Prompt),
        ("category", Category),
        ("reason", Reason),
        ("from", From == (0, 0) ? null : string.Create(CultureInfo.InvariantCulture, $"{From.Prompt}.{From.Skip}")));
}
