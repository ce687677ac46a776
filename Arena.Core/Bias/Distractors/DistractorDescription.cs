namespace Arena.Core.Bias.Distractors;

/// <summary>What a distractor is, without what it does it by.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">What it changes.</param>
/// <param name="Definition">What it does, in one sentence.</param>
/// <param name="Source">Where it was described first, or who made it.</param>
/// <param name="KeepsQuality">Whether the marked response is as good as before; else it is worse.</param>
/// <param name="Placebo">The placebo that it is set against; null where it is one.</param>
public sealed record DistractorDescription(string Name, DistractorUnit Unit, string Definition, string Source, bool KeepsQuality, string? Placebo)
{
    /// <summary>Describes a distractor.</summary>
    /// <param name="distractor">The distractor.</param>
    public static DistractorDescription Of(Distractor distractor)
    {
        ArgumentNullException.ThrowIfNull(distractor);
        return new(distractor.Name, distractor.Unit, distractor.Definition, distractor.Source, distractor.KeepsQuality, distractor.Placebo);
    }
}
