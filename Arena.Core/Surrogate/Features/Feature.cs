namespace Arena.Core.Surrogate.Features;

/// <summary>
/// One number about a response, computed from texts alone and always the same for the same texts. NaN means that there is nothing to measure: no
/// reference, no passages, no language, no other contestant, no words. It never means 0.
/// </summary>
/// <param name="Name">Family and name, such as <c>reference.rouge_l</c>.</param>
/// <param name="Family">The kind.</param>
/// <param name="Definition">What is measured, in a sentence; with the name it makes the registry's version.</param>
/// <param name="Least">The least value that it can have.</param>
/// <param name="Most">The greatest; may be infinite.</param>
/// <param name="Cost">What it costs.</param>
/// <param name="Source">Where the measure is from.</param>
/// <param name="Measure">Computes it.</param>
public sealed record Feature(
    string Name,
    FeatureFamily Family,
    string Definition,
    double Least,
    double Most,
    FeatureCost Cost,
    string Source,
    Func<FeatureInput, double> Measure);
