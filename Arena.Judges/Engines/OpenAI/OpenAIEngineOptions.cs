using Arena.Core;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>Which model to ask, where and how. Holds no secret: a key is named here and read elsewhere.</summary>
/// <param name="Endpoints">
/// Base addresses of servers that serve the same model, at least one; such as <c>http://127.0.0.1:8000/v1</c>. Each request goes to the one
/// with the fewest requests outstanding.
/// </param>
/// <param name="Model">The servers' name for the model.</param>
public sealed record OpenAIEngineOptions(IReadOnlyList<Uri> Endpoints, string Model)
{
    /// <summary>Name of the environment variable or user secret that holds the key; null where the servers ask for none.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>The most requests at the servers at once, at least 1.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>The longest time until an answer is there in full, for one attempt; above zero.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How often a request is sent again after 429, 5xx, a time-out or a lost connection; 0 or more. The pauses double from one second
    /// on, with jitter, unless the server tells how long to wait.
    /// </summary>
    public int Retries { get; init; } = 5;

    /// <summary>
    /// How many of the likeliest tokens to ask for, 1 to 20. A server that refuses so many is asked for 5, and one that refuses these too has
    /// its verdicts read from text.
    /// </summary>
    public int TopLogProbabilities { get; init; } = 20;

    /// <summary>What verdicts are read from.</summary>
    public VerdictReading Reading { get; init; }

    /// <summary>Options for servers as a file names them; what is no address is refused when the engine is opened.</summary>
    /// <param name="addresses">Base addresses.</param>
    /// <param name="model">The servers' name for the model.</param>
    public static OpenAIEngineOptions For(IEnumerable<string> addresses, string model) => new(
        [.. addresses.Select(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : new Uri("no-address", UriKind.Relative))], model);

    /// <summary>The endpoints as a message names them.</summary>
    internal string Where => string.Join(", ", Endpoints);

    /// <summary>Refuses what cannot work.</summary>
    /// <exception cref="BadInputException">A setting is out of its range.</exception>
    internal void Validate()
    {
        if (Endpoints.Count == 0)
        {
            throw new BadInputException($"judge {Model}", "there is no endpoint: give at least one, such as http://127.0.0.1:8000/v1");
        }

        foreach (var endpoint in Endpoints)
        {
            // The address goes into messages, so a key in it would, too; it is not repeated here.
            Refuse(
                !endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https"),
                "an endpoint is no http or https address: give one such as http://127.0.0.1:8000/v1");
            Refuse(
                endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0,
                "an endpoint holds a user, query or fragment: give the plain address, and keep keys in an environment variable");
        }

        Refuse(string.IsNullOrWhiteSpace(Model), "the model's name is empty: give the name by which the server knows it");
        Refuse(Concurrency < 1, $"concurrency is {Concurrency}: give at least 1");
        Refuse(Timeout <= TimeSpan.Zero, $"the time-out is {Timeout}: give more than zero");
        Refuse(Retries < 0, $"retries are {Retries}: give 0 or more");
        Refuse(TopLogProbabilities is < 1 or > 20, $"the likeliest tokens to ask for are {TopLogProbabilities}: give 1 to 20");
    }

    private void Refuse(bool isBad, string reason)
    {
        if (isBad)
        {
            throw new BadInputException($"judge {Model}", reason);
        }
    }
}
