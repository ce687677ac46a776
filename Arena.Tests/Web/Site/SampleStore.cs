using Arena.Core;
using Arena.Core.Storage;

namespace Arena.Tests.Web.Site;

/// <summary>
/// A store with something for every page: 4 prompts in two categories, 3 contestants, 2 judges who judge in both orders and by scores, one failure of each, and human
/// votes. On prompt 1 the second judge is for whoever is shown first; on prompt 3 the first judge is for the weaker.
/// </summary>
internal static class SampleStore
{
    public const int Prompts = 4;

    public static async Task WriteAsync(string path, SampleNames names)
    {
        using var store = await ArenaStore.OpenAsync(path, TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);
        await store.ImportAsync(names.Tournament, Records(names), TestContext.Current.CancellationToken);
    }

    private static async IAsyncEnumerable<ImportRecord> Records(SampleNames names)
    {
        await Task.Yield();
        foreach (var prompt in Enumerable.Range(0, Prompts))
        {
            var id = names.Prompt + prompt;
            yield return new ImportRecord("sample.jsonl")
            {
                Prompts = [new Prompt(id, [names.Text + prompt]) { Category = prompt % 2 == 0 ? names.Category : "writing" }],
                Responses = [.. names.Contestants.Select((contestant, i) => new Response(id, contestant, [$"{names.Text} {prompt}{i}"]))],
                Judgments = [.. names.Judges.SelectMany((judge, i) => Judgments(names, judge, i == 1, id, prompt))],
                Votes = [.. Votes(names, id, prompt)],
            };
        }
    }

    private static IEnumerable<Judgment> Judgments(SampleNames names, string judge, bool isForTheFirst, string prompt, int number)
    {
        for (var i = 0; i < names.Contestants.Count; i++)
        {
            yield return new Judgment(judge, Protocol.Pointwise, prompt, names.Contestants[i], null) { Score = 6 - i - (0.25 * (number % 3)) };
            for (var j = i + 1; j < names.Contestants.Count; j++)
            {
                var isFlipped = isForTheFirst && number == 1;
                var isUpset = !isForTheFirst && number == 3;
                yield return Pair(i, j, isUpset ? 0.4 : 0.8);
                yield return number == 2 && i == 0 && j == 1
                    ? new Judgment(judge, Protocol.Pairwise, prompt, names.Contestants[j], names.Contestants[i]) { FailureReason = names.Failure, Text = names.Text }
                    : Pair(j, i, isFlipped ? 0.7 : isUpset ? 0.6 : 0.3);
            }
        }

        Judgment Pair(int first, int second, double probability) => new(judge, Protocol.Pairwise, prompt, names.Contestants[first], names.Contestants[second])
        {
            Verdict = probability > 0.5 ? Verdict.FirstWins : Verdict.SecondWins,
            FirstWinProbability = probability,
            Probabilities = [probability, 1 - probability],
            Mass = 0.98,
            Text = names.Text,
            Tokens = 321,
            Seconds = 0.5,
        };
    }

    private static IEnumerable<Battle> Votes(SampleNames names, string prompt, int number)
    {
        for (var i = 0; i < names.Contestants.Count; i++)
        {
            var other = (i + 1) % names.Contestants.Count;
            yield return new Battle(names.Contestants[i], names.Contestants[other], number == 0 ? 0 : 1, 1, prompt) { Worker = "w1", Category = names.Category };
        }
    }
}
