using Arena.Core.Ratings;

namespace Arena.Core.Surrogate.Features;

/// <summary>Computes the features of responses, all responses to a prompt together.</summary>
public static class FeatureExtractor
{
    /// <summary>Computes features.</summary>
    /// <param name="registry">Which features.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="responses">Their responses; the matrix has a row for each, in this order.</param>
    /// <param name="reference">
    /// A contestant whose response is the reference answer of prompts that have none of their own; its own rows miss all that a reference is needed for.
    /// </param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">A response answers a prompt that is not among the prompts.</exception>
    public static FeatureMatrix Extract(
        FeatureRegistry registry,
        IEnumerable<Prompt> prompts,
        IReadOnlyList<Response> responses,
        string? reference = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(responses);
        var promptOf = prompts.ToDictionary(prompt => prompt.Id, StringComparer.Ordinal);
        if (responses.FirstOrDefault(response => !promptOf.ContainsKey(response.PromptId)) is { } stray)
        {
            throw new ArgumentException($"{stray.Contestant} answers prompt {stray.PromptId}, which is not among the prompts");
        }

        var columns = registry.Features.Count;
        var values = new double[checked(responses.Count * columns)];
        var languages = registry.Features.Any(feature => feature.Family == FeatureFamily.Language) ? new Lazy<LanguageModel>() : null;
        var groups = responses.Select((response, row) => (response, row)).GroupBy(item => item.response.PromptId, StringComparer.Ordinal);
        Parallel.ForEach(groups, new ParallelOptions { CancellationToken = cancellationToken }, group =>
        {
            var prompt = promptOf[group.Key];
            var rows = group.Select(item => (item.response, item.row, Text: new TextProfile(PromptView.Join(item.response.Turns)))).ToArray();
            var borrowed = prompt.Reference.Count > 0 ? null : rows.FirstOrDefault(item => item.response.Contestant == reference).Text?.Text;
            var view = new PromptView(prompt, borrowed, [.. rows.Select(item => item.Text)]);
            foreach (var (response, row, text) in rows)
            {
                var isReference = borrowed is not null && response.Contestant == reference;
                var input = new FeatureInput(text, ResponseStyle.Of(response), view, isReference, prompt.Language is null ? null : languages?.Value);
                var cells = values.AsSpan(row * columns, columns);
                for (var column = 0; column < columns; column++)
                {
                    cells[column] = registry.Features[column].Measure(input);
                }
            }
        });
        return new FeatureMatrix(
            [.. registry.Features.Select(feature => feature.Name)],
            [.. responses.Select(response => response.PromptId)],
            [.. responses.Select(response => response.Contestant)],
            values);
    }
}
