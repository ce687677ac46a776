using System.Globalization;

namespace Arena.Core.World;

/// <summary>Draws problems of every skill. The same seed gives the same problems.</summary>
internal sealed class ProblemGenerator(WorldRandom random, Split split)
{
    private const int HeldOutShare = 6;

    /// <summary>The letters of all words. Few, so that a small judge meets each often enough to tell them apart.</summary>
    private const string Letters = "ABDEKLNORT";

    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ];

    private static readonly string[] Names =
        ["Ann", "Bob", "Cid", "Dee", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim", "Leo", "Mia", "Ned", "Oli", "Pam", "Roy", "Sue", "Tom", "Una"];

    private static readonly (string From, string To, int Factor)[] Conversions =
    [
        ("km", "m", 1000), ("m", "cm", 100), ("cm", "mm", 10), ("kg", "g", 1000), ("l", "ml", 1000),
        ("h", "min", 60), ("min", "s", 60), ("weeks", "days", 7), ("days", "h", 24),
    ];

    /// <summary>A problem of the skill that belongs to the generator's split.</summary>
    public Problem Next(Skill skill)
    {
        while (true)
        {
            var (key, problem) = Draw(skill);
            if (SplitOf(key) == split)
            {
                return problem;
            }
        }
    }

    /// <summary>One key in six is held out. The key is what is asked, without the phrasing.</summary>
    private static Split SplitOf(string key) =>
        int.Parse(ContentHash.Of(key).AsSpan(0, 6), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % HeldOutShare == 0
            ? Split.HeldOut
            : Split.Training;

    private (string Key, Problem Problem) Draw(Skill skill) => skill switch
    {
        Skill.Arithmetic => Arithmetic(),
        Skill.Comparing => Comparing(),
        Skill.Sorting => Sorting(),
        Skill.Counting => Counting(),
        Skill.Reversing => Reversing(),
        Skill.Units => Units(),
        Skill.Calendar => Calendar(),
        Skill.Sequences => Sequences(),
        Skill.Lookup => Lookup(),
        _ => throw new ArgumentOutOfRangeException(nameof(skill), skill, "no such skill"),
    };

    private (string Key, Problem Problem) Arithmetic()
    {
        int a, b;
        string sign;
        int result;
        switch (random.Next(0, 2))
        {
            case 0:
                (a, b, sign) = (random.Next(11, 499), random.Next(11, 499), "+");
                result = a + b;
                break;
            case 1:
                (a, b, sign) = (random.Next(60, 999), random.Next(11, 59), "-");
                result = a - b;
                break;
            default:
                (a, b, sign) = (random.Next(3, 29), random.Next(3, 12), "*");
                result = a * b;
                break;
        }

        var task = $"{a} {sign} {b}";
        return (task, new(Skill.Arithmetic, Ask($"What is {task}?", $"Work out {task}.", $"{task} = ?", $"Compute {task}.", $"How much is {task}?"), Text(result), []));
    }

    private (string Key, Problem Problem) Comparing()
    {
        var items = DistinctNumbers(random.Next(2, 3), 12, 998);
        var largest = random.Chance(0.5);
        var answer = largest ? items.Max() : items.Min();
        var word = largest ? "largest" : "smallest";
        var list = string.Join(", ", items);
        return (
            $"{word} {list}",
            new(
                Skill.Comparing,
                Ask($"Which is {word}: {list}?", $"Find the {word} of {list}.", $"{list}: which is {word}?", $"Pick the {word}: {list}.", $"Name the {word} number: {list}."),
                Text(answer),
                [.. items.Where(item => item != answer).Select(Text)]));
    }

    private (string Key, Problem Problem) Sorting()
    {
        var digits = "123456789".ToCharArray();
        random.Shuffle<char>(digits);
        var number = new string(digits, 0, random.Next(3, 5));
        var rising = random.Chance(0.5);
        var way = rising ? "up" : "down";
        var sorted = string.Concat(rising ? number.Order() : number.OrderDescending());
        return (
            $"{way} {number}",
            new(
                Skill.Sorting,
                Ask($"Sort the digits of {number} {way}.", $"Sort {way}: {number}", $"Put the digits of {number} in order, {way}.", $"{number}: sort its digits {way}.", $"Arrange the digits of {number}, going {way}."),
                sorted,
                number == sorted ? [] : [number]));
    }

    private (string Key, Problem Problem) Counting()
    {
        var letter = random.Pick<char>(Letters);
        var count = random.Next(1, 5);
        var letters = new char[random.Next(count + 1, 7)];
        letters.AsSpan(0, count).Fill(letter);
        for (var i = count; i < letters.Length; i++)
        {
            do
            {
                letters[i] = random.Pick<char>(Letters);
            }
            while (letters[i] == letter);
        }

        random.Shuffle<char>(letters);
        var word = new string(letters);
        return (
            $"count {letter} {word}",
            new(
                Skill.Counting,
                Ask($"How many {letter} are in {word}?", $"Count the {letter} in {word}.", $"How often is {letter} in {word}?", $"In {word}, how many are {letter}?", $"Tell how many {letter} {word} has."),
                Text(count),
                [Text(count + 1), Text(count == 1 ? 3 : count - 1)]));
    }

    private (string Key, Problem Problem) Reversing()
    {
        var digits = new char[random.Next(3, 5)];
        for (var i = 0; i < digits.Length; i++)
        {
            digits[i] = (char)random.Next('1', '9');
        }

        var number = new string(digits);
        Array.Reverse(digits);
        var backwards = new string(digits);
        return (
            $"reverse {number}",
            new(
                Skill.Reversing,
                Ask($"Reverse {number}.", $"Write {number} backwards.", $"Write {number} from end to start.", $"What is {number} backwards?", $"Turn {number} around."),
                backwards,
                [number != backwards ? number : number[1..]]));
    }

    private (string Key, Problem Problem) Units()
    {
        var (from, to, factor) = random.Pick(Conversions);
        var amount = random.Next(2, 89);
        var task = $"{amount} {from}";
        return (
            $"{task} in {to}",
            new(
                Skill.Units,
                Ask($"How many {to} are {task}?", $"Convert {task} to {to}.", $"What is {task} in {to}?", $"Give {task} in {to}.", $"Express {task} as {to}."),
                $"{amount * factor} {to}",
                [$"{(amount + 1) * factor} {to}", $"{(amount - 1) * factor} {to}"]));
    }

    private (string Key, Problem Problem) Calendar()
    {
        var names = random.Chance(0.5) ? Days : Months;
        var unit = names == Days ? "day" : "month";
        var start = random.Next(0, names.Length - 1);
        var steps = random.Next(2, 40);
        var forward = random.Chance(0.5);
        var way = forward ? "after" : "before";
        string At(int offset) => names[(((start + (forward ? steps + offset : -steps - offset)) % names.Length) + names.Length) % names.Length];
        var task = $"{steps} {unit}s {way} {names[start]}";
        return (
            task,
            new(
                Skill.Calendar,
                Ask($"Which {unit} is {task}?", $"What {unit} comes {task}?", $"Name the {unit} {task}.", $"{task} is which {unit}?", $"Say which {unit} falls {task}."),
                At(0),
                [At(1), At(-1), At(2)]));
    }

    private (string Key, Problem Problem) Sequences()
    {
        var start = random.Next(2, 90);
        var step = random.Next(2, 19) * (start > 80 && random.Chance(0.5) ? -1 : 1);
        var terms = string.Join(", ", Enumerable.Range(0, 4).Select(i => start + (i * step)));
        return (
            terms,
            new(
                Skill.Sequences,
                Ask($"What comes next: {terms}?", $"Continue: {terms}", $"Next number: {terms}, ?", $"{terms}: what follows?", $"Extend the sequence {terms}."),
                Text(start + (4 * step)),
                [Text(start + (5 * step)), Text(start + (4 * step) + 1)]));
    }

    private (string Key, Problem Problem) Lookup()
    {
        var names = Names.ToArray();
        random.Shuffle<string>(names);
        var values = DistinctNumbers(3, 12, 97);
        var row = random.Next(0, 2);
        var table = string.Join(", ", Enumerable.Range(0, 3).Select(i => $"{names[i]} {values[i]}"));
        if (random.Chance(0.5))
        {
            return (
                $"value {table} {names[row]}",
                new(
                    Skill.Lookup,
                    Ask($"{table}. What has {names[row]}?", $"{table}. Give the number of {names[row]}.", $"What is with {names[row]}? {table}.", $"{table}. Look up {names[row]}.", $"{table}. Read off {names[row]}."),
                    Text(values[row]),
                    [.. values.Where((_, i) => i != row).Select(Text)]));
        }

        return (
            $"owner {table} {values[row]}",
            new(
                Skill.Lookup,
                Ask($"{table}. Who has {values[row]}?", $"{table}. Name the one with {values[row]}.", $"Who is at {values[row]}? {table}.", $"{table}. Find the holder of {values[row]}.", $"{table}. Whose is {values[row]}?"),
                names[row],
                [.. Enumerable.Range(0, 3).Where(i => i != row).Select(i => names[i])]));
    }

    /// <summary>Training knows the first four phrasings; the fifth is held out, and the held-out split uses it for half its problems.</summary>
    private string Ask(params ReadOnlySpan<string> phrasings) =>
        split == Split.HeldOut && random.Chance(0.5) ? phrasings[^1] : phrasings[random.Next(0, phrasings.Length - 2)];

    private int[] DistinctNumbers(int count, int low, int high)
    {
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
        {
            do
            {
                numbers[i] = random.Next(low, high);
            }
            while (Array.IndexOf(numbers, numbers[i], 0, i) >= 0);
        }

        return numbers;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
