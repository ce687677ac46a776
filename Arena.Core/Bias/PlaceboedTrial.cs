namespace Arena.Core.Bias;

/// <summary>A trial that was read, and its placebo on the same item; null where that was not tried or not read.</summary>
internal sealed record PlaceboedTrial(FlipTrial Trial, FlipTrial? Placebo);
