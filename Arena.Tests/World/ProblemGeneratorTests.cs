using System.Globalization;
using System.Text.RegularExpressions;
using Arena.Core.World;
using CsCheck;

namespace Arena.Tests.World;

public sealed partial class ProblemGeneratorTests
{
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    public static TheoryData<Skill> Skills => [.. Enum.GetValues<Skill>()];

    [Theory]
    [MemberData(nameof(Skills))]
    public void Next_AnySeed_GivesTheAnswerThatAnIndependentSolverFinds(Skill skill) =>
        Gen.ULong.Select(Gen.Enum<Split>()).Sample(
            (seed, split) =>
            {
                var problem = new ProblemGenerator(new WorldRandom(seed), split).Next(skill);
                Assert.Equal(Solve(problem), problem.Answer);
            },
            iter: 300);

    [Fact]
    public void Next_SameSeed_GivesTheSameProblems()
    {
        static string[] Draw() => [.. Problems(7, Split.Training, 200).Select(problem => $"{problem.Question} {problem.Answer}")];

        Assert.Equal(Draw(), Draw());
    }

    [Fact]
    public void Next_TwoSplits_ShareNoTask()
    {
        // The same numbers and words under another phrasing are the same task.
        static HashSet<string> Tasks(Split split) =>
            [.. Problems(3, split, 6000).Select(problem => $"{problem.Skill} {string.Join(' ', Content().Matches(problem.Question))} {problem.Answer}")];

        var held = Tasks(Split.HeldOut);
        held.IntersectWith(Tasks(Split.Training));

        Assert.Empty(held);
    }

    [Fact]
    public void Next_Lures_AreNeverTheAnswer() =>
        Assert.All(Problems(11, Split.Training, 3000), problem => Assert.DoesNotContain(problem.Answer, problem.Lures));

    [Fact]
    public void Mistake_AnyProblem_IsAnotherAnswer() =>
        Gen.ULong.Sample(
            seed =>
            {
                var random = new WorldRandom(seed);
                var generator = new ProblemGenerator(random, Split.HeldOut);
                var mistakes = new Mistakes(random);
                foreach (var skill in Enum.GetValues<Skill>())
                {
                    var problem = generator.Next(skill);
                    var wrong = mistakes.Next(problem);
                    Assert.NotEqual(problem.Answer, wrong);
                    Assert.NotEmpty(wrong);
                    Assert.DoesNotMatch(@"\s\s|^\s|\s$", wrong);
                }
            },
            iter: 300);

    private static IEnumerable<Problem> Problems(ulong seed, Split split, int count)
    {
        var generator = new ProblemGenerator(new WorldRandom(seed), split);
        return Enumerable.Range(0, count).Select(i => generator.Next((Skill)(i % 9)));
    }

    /// <summary>Works the answer out from the question's own words.</summary>
    private static string Solve(Problem problem)
    {
        var question = problem.Question;
        int[] numbers = [.. Number().Matches(question).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))];
        string[] capitals = [.. Capitals().Matches(question).Select(match => match.Value)];
        string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
        switch (problem.Skill)
        {
            case Skill.Arithmetic:
                var sign = Sign().Match(question).Groups[1].Value;
                return Text(sign == "+" ? numbers[0] + numbers[1] : sign == "*" ? numbers[0] * numbers[1] : numbers[0] - numbers[1]);
            case Skill.Comparing:
                return Text(question.Contains("largest", StringComparison.Ordinal) ? numbers.Max() : numbers.Min());
            case Skill.Sorting:
                var digits = Text(numbers.Single());
                return string.Concat(question.Contains("up", StringComparison.Ordinal) ? digits.Order() : digits.OrderDescending());
            case Skill.Counting:
                var letter = capitals.First(word => word.Length == 1)[0];
                return Text(capitals.First(word => word.Length > 1).Count(c => c == letter));
            case Skill.Reversing:
                return string.Concat(Text(numbers.Single()).Reverse());
            case Skill.Units:
                var units = problem.Answer.Split(' ')[1];
                var from = Unit().Match(question).Groups[1].Value;
                var factor = (from, units) switch
                {
                    ("km", "m") or ("kg", "g") or ("l", "ml") => 1000,
                    ("m", "cm") => 100,
                    ("cm", "mm") => 10,
                    ("h", "min") or ("min", "s") => 60,
                    ("weeks", "days") => 7,
                    ("days", "h") => 24,
                    _ => throw new InvalidOperationException($"{from} to {units}"),
                };
                return $"{numbers[0] * factor} {units}";
            case Skill.Calendar:
                string[] months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12];
                var names = Days.Any(question.Contains) ? Days : months;
                var start = Array.FindIndex(names, name => question.Contains(name, StringComparison.Ordinal));
                var steps = question.Contains("after", StringComparison.Ordinal) ? numbers[0] : -numbers[0];
                return names[(((start + steps) % names.Length) + names.Length) % names.Length];
            case Skill.Sequences:
                return Text(numbers[3] + (numbers[1] - numbers[0]));
            case Skill.Lookup:
                (string Name, string Value)[] rows = [.. Row().Matches(question).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];
                var rest = Row().Replace(question, string.Empty);
                return Number().Match(rest) is { Success: true } value
                    ? rows.Single(row => row.Value == value.Value).Name
                    : rows.Single(row => rest.Contains(row.Name, StringComparison.Ordinal)).Value;
            default:
                throw new InvalidOperationException(problem.Skill.ToString());
        }
    }

    [GeneratedRegex(@"(?<![\d])-?\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@" ([+*-]) ")]
    private static partial Regex Sign();

    [GeneratedRegex(@"\b[A-Z]+\b")]
    private static partial Regex Capitals();

    [GeneratedRegex(@"\d+ ([a-z]+)")]
    private static partial Regex Unit();

    [GeneratedRegex(@"\b([A-Z][a-z]{2}) (\d+)(?=[,.])")]
    private static partial Regex Row();

    [GeneratedRegex(@"\d+|\b[A-Z]+\b|\b(?:after|before|up|down|largest|smallest)\b|\b[A-Z][a-z]+day\b|[+*]")]
    private static partial Regex Content();
}
