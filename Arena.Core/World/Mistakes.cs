namespace Arena.Core.World;

/// <summary>Makes wrong answers: what the problem invites, or the right answer with one digit changed, dropped or moved.</summary>
internal sealed class Mistakes(WorldRandom random)
{
    /// <summary>An answer to the problem that is not right, and differs from <paramref name="other"/>.</summary>
    public string Next(Problem problem, string? other = null)
    {
        while (true)
        {
            var wrong = problem.Lures.Count > 0 && random.Chance(0.45)
                ? problem.Lures[random.Next(0, problem.Lures.Count - 1)]
                : Spoil(problem);
            if (wrong.Length > 0 && wrong != problem.Answer && wrong != other)
            {
                return wrong;
            }
        }
    }

    private string Spoil(Problem problem)
    {
        if (char.IsAsciiLetterUpper(problem.Answer[0]))
        {
            return problem.Lures[random.Next(0, problem.Lures.Count - 1)]; // A day, a month or a name: a misspelt one is no other answer.
        }

        var digits = problem.Answer.ToCharArray();
        int at;
        do
        {
            at = random.Next(0, digits.Length - 1);
        }
        while (!char.IsAsciiDigit(digits[at]));

        switch (random.Next(0, 3))
        {
            case 0 when at > 0 && char.IsAsciiDigit(digits[at - 1]):
                (digits[at - 1], digits[at]) = (digits[at], digits[at - 1]);
                break;
            case 1 when digits.Length > 3 && at > 0 && digits[at] != digits[at - 1]:
                return problem.Answer.Remove(at, 1);
            default:
                digits[at] = (char)('0' + ((digits[at] - '0' + random.Next(1, 9)) % 10));
                break;
        }

        // A number does not start with 0.
        return digits[0] == '0' ? problem.Answer : new string(digits);
    }
}
