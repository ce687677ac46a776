using Arena.Core.Surrogate.Features;

namespace Arena.Core.Surrogate.Models;

/// <summary>What a surrogate judge makes of responses.</summary>
/// <param name="Inputs">What it looked at.</param>
/// <param name="LogOdds">
/// Calibrated score of every response, by prompt and contestant: log-odds of winning against an opponent of score 0, which is what a baseline's responses have.
/// </param>
/// <param name="Odd">Contestants whose responses look unlike all that it learned from, with the share of their features that does.</param>
public sealed record SurrogateScores(
    ScorerInputs Inputs, IReadOnlyDictionary<(string Prompt, string Contestant), double> LogOdds, IReadOnlyDictionary<string, double> Odd)
{
    /// <summary>Fewer known contestants than this say nothing of whom a response is like.</summary>
    private const int FewestKnown = 3;

    /// <summary>
    /// Scores responses. Where responses of three or more of the contestants that the surrogate learned from are among them, it looks at whom the others are like;
    /// elsewhere at each response alone.
    /// </summary>
    /// <param name="model">The surrogate judge.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="responses">All responses; those of one contestant are scored together.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static SurrogateScores Of(SurrogateModel model, IReadOnlyList<Prompt> prompts, IReadOnlyList<Response> responses, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(responses);
        if (responses.Count == 0)
        {
            return new(ScorerInputs.Response, new Dictionary<(string, string), double>(), new Dictionary<string, double>());
        }

        var data = JudgedResponses.Unjudged(FeatureRegistry.All, prompts, responses, model.Origin.Baseline, cancellationToken);
        var known = model.Origin.Contestants.ToDictionary(contestant => contestant.Name, contestant => contestant.Strength, StringComparer.Ordinal);
        var canLiken = data.Contestants.Count(known.ContainsKey) >= FewestKnown;
        var part = (canLiken ? model.Parts.FirstOrDefault(part => part.Inputs == ScorerInputs.Likeness) : null) ?? model.Plain;
        int[] all = [.. Enumerable.Range(0, data.Rows)];
        var builder = new RowBuilder(data, [], part.Inputs, [.. data.Contestants.Select(name => known.GetValueOrDefault(name, double.NaN))]);
        var logOdds = part.LogOdds(builder.Rows(all));
        var plain = new RowBuilder(data, [], ScorerInputs.Response).Rows(all);
        var scores = all.ToDictionary(row => (data.Prompts[data.PromptOf[row]], data.Contestants[data.ContestantOf[row]]), row => logOdds[row]);
        foreach (var response in responses.Where(response => response.Contestant == model.Origin.Baseline))
        {
            scores[(response.PromptId, response.Contestant)] = 0;
        }

        return new(
            part.Inputs,
            scores,
            SurrogateModel.OddnessOf(model.Plain.Responses.Standardization, plain)
                .Where(item => item.Value > model.Origin.Oddness)
                .ToDictionary(item => data.Contestants[item.Key], item => item.Value, StringComparer.Ordinal));
    }
}
