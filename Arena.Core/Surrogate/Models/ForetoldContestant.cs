using System.Globalization;

namespace Arena.Core.Surrogate.Models;

/// <summary>How strong a surrogate judge takes a contestant to be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Strength">Log-strength relative to the baseline's, or to the mean.</param>
/// <param name="Margin">Half the width of its 95 % interval; 0 of the baseline.</param>
/// <param name="Responses">Number of its responses.</param>
/// <param name="Known">Its strength by the judge where the surrogate has learned from it, so that it is remembered rather than foretold; else null.</param>
/// <param name="Oddness">Share of its features far from all that the surrogate has learned from, where it is more than any contestant's there; else null.</param>
public sealed record ForetoldContestant(string Name, double Strength, double Margin, int Responses, double? Known, double? Oddness)
{
    /// <summary>What must be known of its place; empty where there is nothing.</summary>
    public string Note => string.Join("; ", new[]
    {
        Known is { } known ? string.Create(CultureInfo.InvariantCulture, $"learned from, the judge's is {known:0.000}").Replace('-', '−') : null,
        Oddness is { } share ? string.Create(CultureInfo.InvariantCulture, $"unlike anything learned from ({share:0 %} of its features are far off): do not rely on its place") : null,
    }.OfType<string>());
}
