namespace Arena.Web.Site.Data;

/// <summary>What was computed, and when.</summary>
/// <param name="Value">The result.</param>
/// <param name="At">When it was computed, UTC.</param>
public sealed record Kept<T>(T Value, DateTimeOffset At);
