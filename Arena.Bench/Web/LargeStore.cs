using System.Globalization;
using Arena.Core;
using Arena.Core.Statistics;
using Arena.Core.Storage;

namespace Arena.Bench.Web;

/// <summary>
/// A store as large as a site must bear: judgments in both orders by one judge, spread evenly over prompts in eight categories; eight contestants answer each prompt.
/// Strengths are standard normal, and so is each contestant's luck on a prompt.
/// </summary>
internal static class LargeStore
{
    public const string Tournament = "large";

    private const int Answering = 8, Categories = 8, Pairs = Answering * (Answering - 1) / 2;

    public static async Task WriteAsync(string path, int judgments, int contestants, int prompts, long seed, CancellationToken cancellationToken)
    {
        using var store = await ArenaStore.OpenAsync(path, TimeProvider.System, create: true, cancellationToken);
        await store.ImportAsync(Tournament, Records(judgments, contestants, prompts, new DeterministicRandom(seed)), cancellationToken);
    }

    private static async IAsyncEnumerable<ImportRecord> Records(int judgments, int contestants, int prompts, DeterministicRandom random)
    {
        var strengths = new double[contestants];
        foreach (ref var strength in strengths.AsSpan())
        {
            strength = random.NextGaussian();
        }

        var each = Math.Min(Pairs, (judgments / 2 / prompts) + 1);
        var left = judgments / 2;
        var all = Enumerable.Range(0, contestants).ToArray();
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            for (var i = 0; i < Answering; i++)
            {
                var other = i + random.NextInt(contestants - i);
                (all[i], all[other]) = (all[other], all[i]);
            }

            var id = string.Create(CultureInfo.InvariantCulture, $"p{prompt:00000}");
            var earned = all.Take(Answering).Select(contestant => strengths[contestant] + random.NextGaussian()).ToArray();
            var names = all.Take(Answering).Select(contestant => string.Create(CultureInfo.InvariantCulture, $"model-{contestant:000}")).ToArray();
            var given = new List<Judgment>();
            var count = Math.Min(left, Math.Min(each, (left + prompts - prompt - 1) / (prompts - prompt)));
            left -= count;
            foreach (var (i, j) in (from i in Enumerable.Range(0, Answering) from j in Enumerable.Range(i + 1, Answering - i - 1) select (i, j)).Take(count))
            {
                // A judge who likes what is shown first a little, so that there are flips to look for.
                given.Add(Judge(id, names[i], names[j], earned[i] - earned[j] + 0.3));
                given.Add(Judge(id, names[j], names[i], earned[j] - earned[i] + 0.3));
            }

            yield return new ImportRecord("large")
            {
                Prompts = [new Prompt(id, [$"Question {id}: " + Words(random, 20)]) { Category = string.Create(CultureInfo.InvariantCulture, $"category {prompt % Categories}") }],
                Responses = [.. names.Select(name => new Response(id, name, [$"{name} on {id}. " + Words(random, 80)]))],
                Judgments = given,
            };
        }

        await Task.CompletedTask;
    }

    private static Judgment Judge(string prompt, string first, string second, double advantage)
    {
        var p = Math.Round(1 / (1 + Math.Exp(-advantage)), 6);
        return new Judgment("instant", Protocol.Pairwise, prompt, first, second)
        {
            Verdict = p > 0.5 ? Verdict.FirstWins : Verdict.SecondWins,
            FirstWinProbability = p,
            Probabilities = [p, 1 - p],
            Mass = 0.99,
            Tokens = 300,
        };
    }

    private static string Words(DeterministicRandom random, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => string.Create(CultureInfo.InvariantCulture, $"word{random.NextInt(2000)}")));
}
