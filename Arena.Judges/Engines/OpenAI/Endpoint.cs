namespace Arena.Judges.Engines.OpenAI;

/// <summary>A server, and what is known of it. Its <see cref="EndpointPool"/> guards it.</summary>
/// <param name="address">Its base address without a slash at the end.</param>
internal sealed class Endpoint(string address)
{
    public string Address { get; } = address;

    /// <summary>Requests that it has now.</summary>
    public int Outstanding { get; set; }

    /// <summary>How many requests at once it is given: unlimited until it says that they are too many.</summary>
    public double Limit { get; set; } = double.PositiveInfinity;

    /// <summary>How often in a row it refused a request that it had alone.</summary>
    public int Refusals { get; set; }

    /// <summary>Mean seconds of late answers; NaN until the first.</summary>
    public double Seconds { get; set; } = double.NaN;

    /// <summary>When it may be asked again after it failed.</summary>
    public DateTimeOffset AvoidedUntil { get; set; } = DateTimeOffset.MinValue;

    /// <summary>When it may be asked again after it said that requests are too many.</summary>
    public DateTimeOffset PausedUntil { get; set; } = DateTimeOffset.MinValue;
}
