namespace Arena.Web.Site;

/// <summary>A page cannot be shown, and the visitor is told why and what to do: an address that leads nowhere, a store that cannot be read.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="title">What is the matter, in a few words.</param>
/// <param name="advice">What to do, in a sentence or two.</param>
public sealed class PageException(int status, string title, string advice) : Exception(title)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>What to do.</summary>
    public string Advice { get; } = advice;

    /// <summary>After how many seconds the browser is to try again; null for never.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>What was asked for is not there.</summary>
    /// <param name="title">What is the matter.</param>
    /// <param name="advice">What to do.</param>
    public static PageException NotFound(string title, string advice) => new(404, title, advice);

    /// <summary>What was asked for makes no sense.</summary>
    /// <param name="title">What is the matter.</param>
    /// <param name="advice">What to do.</param>
    public static PageException BadRequest(string title, string advice) => new(400, title, advice);
}
