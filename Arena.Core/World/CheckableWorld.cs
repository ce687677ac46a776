using System.Globalization;

namespace Arena.Core.World;

/// <summary>
/// A tournament whose truth is known: prompts with one right answer each, and the responses of simulated contestants. It shows what
/// a judge and a rating find of a truth that is known; it says nothing about any real model.
/// </summary>
/// <param name="Prompts">The prompts, with the right answer as reference and the skill as category.</param>
/// <param name="Contestants">Who answered.</param>
/// <param name="Responses">A response of every contestant to every prompt, prompt by prompt.</param>
/// <param name="IsCorrect">Whether the response at the same place is right.</param>
public sealed record CheckableWorld(
    IReadOnlyList<Prompt> Prompts,
    IReadOnlyList<SimulatedContestant> Contestants,
    IReadOnlyList<Response> Responses,
    IReadOnlyList<bool> IsCorrect)
{
    /// <summary>The contestants from the most to the least accurate: the true ranking.</summary>
    public IEnumerable<SimulatedContestant> TrueRanking => Contestants.OrderByDescending(contestant => contestant.Accuracy);

    /// <summary>Draws a world. The same arguments give the same world.</summary>
    /// <param name="seed">Seed of problems and answers.</param>
    /// <param name="promptCount">How many prompts, the skills in turn.</param>
    /// <param name="contestants">Who answers.</param>
    /// <param name="split">Which part of the world; the bundled judges have not seen the held-out part, which is the default.</param>
    public static CheckableWorld Create(
        ulong seed,
        int promptCount,
        IReadOnlyList<SimulatedContestant> contestants,
        Split split = Split.HeldOut)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(promptCount);
        ArgumentNullException.ThrowIfNull(contestants);
        var random = WorldRandom.For(seed, $"world {split}");
        var generator = new ProblemGenerator(random, split);
        var mistakes = new Mistakes(random);
        var phrases = new Phrasebook(random, split);
        var skills = Enum.GetValues<Skill>();
        var prompts = new List<Prompt>(promptCount);
        var responses = new List<Response>(promptCount * contestants.Count);
        var isCorrect = new List<bool>(responses.Capacity);
        for (var i = 0; i < promptCount; i++)
        {
            var problem = generator.Next(skills[i % skills.Length]);
            var id = string.Create(CultureInfo.InvariantCulture, $"w{i + 1:D4}");
            prompts.Add(new(id, [problem.Question])
            {
                Category = problem.Skill.ToString().ToLowerInvariant(),
                Language = "en",
                Reference = [problem.Answer],
            });
            foreach (var contestant in contestants)
            {
                var isRight = random.Chance(contestant.AccuracyBySkill[(int)problem.Skill]);
                var answer = isRight ? problem.Answer : mistakes.Next(problem);
                responses.Add(new(id, contestant.Name, [phrases.Say(answer, contestant.Style)]));
                isCorrect.Add(isRight);
            }
        }

        return new(prompts, contestants, responses, isCorrect);
    }
}
