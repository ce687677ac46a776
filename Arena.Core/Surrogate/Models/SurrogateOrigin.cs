namespace Arena.Core.Surrogate.Models;

/// <summary>What a surrogate judge was trained on.</summary>
/// <param name="Tournament">The tournament, or the file of its battles.</param>
/// <param name="Judge">Whose verdicts, in words.</param>
/// <param name="Baseline">The contestant that all others were compared with; null where they were compared with each other.</param>
/// <param name="Contestants">Whom it has seen.</param>
/// <param name="Prompts">Number of prompts.</param>
/// <param name="Responses">Number of responses.</param>
/// <param name="Battles">Number of judged pairs.</param>
/// <param name="Seed">Seed of the folds.</param>
/// <param name="Oddness">
/// The largest, over the contestants, of the median share of a response's features beyond three standard deviations; who has more looks unlike all of them.
/// </param>
/// <param name="TrainedAt">When.</param>
public sealed record SurrogateOrigin(
    string Tournament,
    string Judge,
    string? Baseline,
    IReadOnlyList<KnownContestant> Contestants,
    int Prompts,
    int Responses,
    int Battles,
    long Seed,
    double Oddness,
    DateTimeOffset TrainedAt);
