using Arena.Core;
using Arena.Core.Statistics;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Features;

namespace Arena.Tests.Surrogate;

/// <summary>A small arena with known truth: the better a contestant, the more of a prompt's right words it uses and the oftener it beats the baseline.</summary>
internal static class SmallArena
{
    public static readonly FeatureRegistry Registry = FeatureRegistry.All.Only(["structure.words", "structure.lists", "wording.*", "reference.*", "consensus.*"]);

    public static JudgedResponses Create(int contestants = 14, int prompts = 30, long seed = 1, Func<int, int, double, double>? outcomeOf = null)
    {
        var world = Draw(contestants, prompts, seed, outcomeOf);
        return JudgedResponses.Create(Registry, world.Prompts, world.Responses, world.Battles, "base");
    }

    public static (Prompt[] Prompts, Response[] Responses, Battle[] Battles) Draw(int contestants, int prompts, long seed, Func<int, int, double, double>? outcomeOf = null)
    {
        var random = new DeterministicRandom(seed);
        var asked = Enumerable.Range(0, prompts).Select(p => new Prompt($"p{p}", [$"What is thing{p}?"])).ToArray();
        var responses = new List<Response>();
        var battles = new List<Battle>();
        for (var p = 0; p < prompts; p++)
        {
            responses.Add(new Response($"p{p}", "base", [Text(random, p, 0.8)]));
            for (var c = 0; c < contestants; c++)
            {
                var skill = (c + 0.5) / contestants;
                responses.Add(new Response($"p{p}", $"c{c:00}", [Text(random, p, skill)]));
                var outcome = Math.Clamp((random.NextDouble() + (2 * skill) - 1) / 2, 0.01, 0.99);
                battles.Add(new Battle($"c{c:00}", "base", outcomeOf?.Invoke(c, p, outcome) ?? outcome, 1, $"p{p}"));
            }
        }

        return (asked, [.. responses], [.. battles]);
    }

    private static string Text(DeterministicRandom random, int prompt, double skill) => string.Join(
        ' ', Enumerable.Range(0, 15 + random.NextInt(25)).Select(_ => random.NextDouble() < skill ? $"right{random.NextInt(20)}of{prompt}" : $"wrong{random.NextInt(2000)}"));
}
