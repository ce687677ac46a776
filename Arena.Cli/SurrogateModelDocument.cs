using Arena.Core.Surrogate.Models;

namespace Arena.Cli;

/// <summary>What <c>arena surrogate train --json</c> prints.</summary>
internal sealed record SurrogateModelDocument(
    string File,
    string Registry,
    string Tournament,
    string Judge,
    string? Baseline,
    int Contestants,
    int Prompts,
    int Responses,
    int Battles,
    long Seed,
    IReadOnlyList<SurrogateModelDocument.Part> Parts)
{
    public static SurrogateModelDocument From(string file, SurrogateModel model) => new(
        file,
        model.Registry,
        model.Origin.Tournament,
        model.Origin.Judge,
        model.Origin.Baseline,
        model.Origin.Contestants.Count,
        model.Origin.Prompts,
        model.Origin.Responses,
        model.Origin.Battles,
        model.Origin.Seed,
        [.. model.Parts.Select(part => new Part(SurrogateTables.Sees(part.Inputs), part.Responses.Weights.Count, part.HeldOut))]);

    internal sealed record Part(string Sees, int Features, PartMetrics HeldOut);
}
