using Arena.Core.Statistics;

namespace Arena.Core.Bias.Recorded;

/// <summary>A model that answered the same prompts as it does and asked to be brief, or long: a natural experiment on the length of responses.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Model">The model, as it does.</param>
/// <param name="Twin">The model asked otherwise, such as <c>…_concise</c>.</param>
/// <param name="Prompts">Prompts on which the judge set both against the same baseline.</param>
/// <param name="ModelWins">Mean probability that the model beats the baseline, in [0, 1].</param>
/// <param name="TwinWins">The same of the twin.</param>
/// <param name="Difference">The twin's less the model's, paired by prompt.</param>
/// <param name="Gains">Prompts on which the model does not win and the twin does.</param>
/// <param name="Losses">Prompts on which the model wins and the twin does not.</param>
/// <param name="P">McNemar's exact two-sided p-value of gains against losses.</param>
/// <param name="ModelLength">Mean length of the model's responses, in characters.</param>
/// <param name="TwinLength">Mean length of the twin's.</param>
public sealed record StyleTwin(
    string Judge,
    string Model,
    string Twin,
    int Prompts,
    double ModelWins,
    double TwinWins,
    IntervalEstimate Difference,
    int Gains,
    int Losses,
    double P,
    double ModelLength,
    double TwinLength);
