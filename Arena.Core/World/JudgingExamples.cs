using System.Globalization;

namespace Arena.Core.World;

/// <summary>Writes judging examples: what the bundled judges are trained and examined on.</summary>
public static class JudgingExamples
{
    private static readonly Style[] Styles =
        [Style.Plain, Style.Plain, Style.Terse, Style.Terse, Style.ListLoving, Style.Hedging, Style.Citing, Style.Markdown, Style.Wordy, Style.Assertive, Style.Flattering];

    private static readonly Style[] QuietStyles = [Style.Plain, Style.Terse, Style.ListLoving, Style.Hedging, Style.Citing];

    private static readonly Style[] Distractors =
        [Style.Assertive, Style.Wordy, Style.Flattering, Style.Citing, Style.Markdown, Style.Emoji, Style.Injecting, Style.ListLoving];

    /// <summary>The examples of as many problems as asked for, skill by skill in turn. The same arguments give the same examples.</summary>
    /// <param name="seed">Seed of every random choice.</param>
    /// <param name="split">Which part of the world to draw from.</param>
    /// <param name="problems">How many problems; each gives about twenty examples.</param>
    /// <param name="referenceShare">The share of problems that are shown with their reference answer.</param>
    public static IEnumerable<JudgingExample> Generate(ulong seed, Split split, int problems, double referenceShare = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(problems);
        if (!(referenceShare is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(referenceShare), referenceShare, "a share lies between 0 and 1");
        }

        var random = WorldRandom.For(seed, $"examples {split}");
        var generator = new ProblemGenerator(random, split);
        var skills = Enum.GetValues<Skill>();
        for (var i = 0; i < problems; i++)
        {
            var problem = generator.Next(skills[i % skills.Length]);
            foreach (var example in Examine(i, problem, random.Chance(referenceShare), split, random))
            {
                yield return example;
            }
        }
    }

    /// <summary>
    /// Two right and two wrong responses, and the first right and the first wrong one once more with a distractor. Distractors sit
    /// on right and wrong responses alike, so that they tell nothing.
    /// </summary>
    private static IEnumerable<JudgingExample> Examine(int id, Problem problem, bool withReference, Split split, WorldRandom random)
    {
        var phrases = new Phrasebook(random, split);
        var mistakes = new Mistakes(random);
        var styles = split == Split.HeldOut ? QuietStyles : Styles;
        var wrongAnswer = mistakes.Next(problem);
        var right = Respond(problem.Answer, true);
        var wrong = Respond(wrongAnswer, false);
        var alsoRight = Respond(problem.Answer, true);
        var alsoWrong = random.Chance(0.08)
            ? new JudgedResponse(phrases.Refuse(), false, Style.Terse)
            : Respond(mistakes.Next(problem, problem.Skill == Skill.Calendar ? null : wrongAnswer), false);
        var distractor = random.Pick(Distractors);
        var dressedRight = Dress(right, distractor);
        var dressedWrong = Dress(wrong, distractor);

        var reference = withReference ? problem.Answer : null;
        JudgedResponse[] single = [right, wrong, alsoRight, alsoWrong, dressedRight, dressedWrong];
        random.Shuffle<JudgedResponse>(single);
        for (var k = 0; k < single.Length; k++)
        {
            yield return new(
                Name($"s{k}"),
                id,
                problem.Skill,
                Protocol.Pointwise,
                withReference,
                false,
                JudgePrompt.Pointwise(problem.Question, reference, single[k].Text),
                [single[k]],
                single[k].IsCorrect ? "7" : "1");
        }

        (string Kind, JudgedResponse First, JudgedResponse Second)[] pairs =
        [
            ("clean", right, wrong),
            ("wrong-dressed", right, dressedWrong),
            ("right-dressed", dressedRight, wrong),
            ("both-right", right, alsoRight),
            ("both-right-dressed", alsoRight, dressedRight),
            ("both-wrong", wrong, alsoWrong),
        ];
        foreach (var (kind, first, second) in pairs)
        {
            yield return Pair(kind, first, second, false);
            yield return Pair(kind, second, first, true);
        }

        string Name(string kind) => string.Create(CultureInfo.InvariantCulture, $"{id}-{kind}");

        JudgedResponse Respond(string answer, bool isCorrect)
        {
            var style = random.Pick(styles);
            return new(phrases.Say(answer, style), isCorrect, style);
        }

        JudgedResponse Dress(JudgedResponse response, Style style) =>
            response with { Text = phrases.Dress(response.Text, style), Distractor = style };

        JudgingExample Pair(string kind, JudgedResponse first, JudgedResponse second, bool isSwapped) => new(
            Name(kind),
            id,
            problem.Skill,
            Protocol.Pairwise,
            withReference,
            isSwapped,
            JudgePrompt.Pairwise(problem.Question, reference, first.Text, second.Text),
            [first, second],
            first.IsCorrect == second.IsCorrect ? "C" : first.IsCorrect ? "A" : "B");
    }
}
