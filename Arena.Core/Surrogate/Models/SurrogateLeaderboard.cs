using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Models;

/// <summary>Contestants in the order that a surrogate judge foretells.</summary>
/// <param name="Part">What the surrogate looked at, and how well that did on contestants that it had not seen.</param>
/// <param name="Contestants">The contestants, the strongest first.</param>
public sealed record SurrogateLeaderboard(SurrogatePart Part, IReadOnlyList<ForetoldContestant> Contestants)
{
    private const double Level = 0.95;

    /// <summary>
    /// Bradley–Terry strengths of predicted battles of all with all, or with the baseline where the surrogate learned from such. Intervals are ± t times the error that
    /// the surrogate made on contestants held out: how far off it may be, and not how it would vary with the prompts, which is less.
    /// </summary>
    /// <param name="model">The surrogate judge.</param>
    /// <param name="scores">What it makes of the responses.</param>
    public static SurrogateLeaderboard Of(SurrogateModel model, SurrogateScores scores)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(scores);
        var part = model.Parts.First(candidate => candidate.Inputs == scores.Inputs);
        string[] names = [.. scores.LogOdds.Keys.Select(key => key.Contestant).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var index = names.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        var byPrompt = scores.LogOdds.GroupBy(item => item.Key.Prompt, StringComparer.Ordinal)
            .Select(group => group.Select(item => (Contestant: index[item.Key.Contestant], item.Value)).OrderBy(item => item.Contestant).ToArray()).ToArray();
        var baseline = model.Origin.Baseline is { } name ? index.GetValueOrDefault(name, -1) : -1;

        // Summed up by pairs, so that a fit does not grow with the prompts.
        var earned = new Dictionary<(int, int), (double Sum, int Count)>();
        foreach (var prompt in byPrompt)
        {
            for (var i = 0; i < prompt.Length; i++)
            {
                for (var j = i + 1; j < prompt.Length; j++)
                {
                    if (baseline < 0 || prompt[i].Contestant == baseline || prompt[j].Contestant == baseline)
                    {
                        var (sum, count) = earned.GetValueOrDefault((prompt[i].Contestant, prompt[j].Contestant));
                        earned[(prompt[i].Contestant, prompt[j].Contestant)] = (sum + Logistic.Probability(prompt[i].Value - prompt[j].Value), count + 1);
                    }
                }
            }
        }

        var strengths = FieldStrengths.Of(names.Length, earned.Select(item => (item.Key.Item1, item.Key.Item2, item.Value.Sum / item.Value.Count, (double)item.Value.Count)));
        var zero = baseline >= 0 ? strengths[baseline] : strengths.Where(double.IsFinite).DefaultIfEmpty(0).Average();
        var margin = part.HeldOut.StrengthError * MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, Math.Max(1, part.HeldOut.Contestants - 1), (1 + Level) / 2);
        var known = model.Origin.Contestants.ToDictionary(contestant => contestant.Name, contestant => contestant.Strength, StringComparer.Ordinal);
        return new(
            part,
            [
                .. names.Select((contestant, c) => new ForetoldContestant(
                        contestant,
                        strengths[c] - zero,
                        c == baseline ? 0 : margin,
                        scores.LogOdds.Count(item => item.Key.Contestant == contestant),
                        known.TryGetValue(contestant, out var strength) ? strength : null,
                        scores.Odd.TryGetValue(contestant, out var share) ? share : null))
                    .OrderByDescending(contestant => contestant.Strength),
            ]);
    }
}
