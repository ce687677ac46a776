namespace Arena.Core.World;

/// <summary>A simulated model: how often it is right is set, not measured, and its style tells nothing of that.</summary>
/// <param name="Name">Its name, which begins with <c>sim-</c> so that nobody takes it for a real model.</param>
/// <param name="Style">How it dresses every response.</param>
/// <param name="AccuracyBySkill">Probability in [0, 1] of a right answer, indexed by <see cref="Skill"/>.</param>
public sealed record SimulatedContestant(string Name, Style Style, IReadOnlyList<double> AccuracyBySkill)
{
    private const double Best = 0.97;
    private const double Worst = 0.35;

    private static readonly string[] Names =
    [
        "sim-amber", "sim-birch", "sim-cedar", "sim-delta", "sim-ember", "sim-flint", "sim-grove", "sim-heath",
        "sim-inlet", "sim-jasper", "sim-kelp", "sim-larch", "sim-maple", "sim-north", "sim-onyx", "sim-pine",
        "sim-quartz", "sim-reed", "sim-slate", "sim-thorn", "sim-umber", "sim-vale", "sim-willow", "sim-yarrow",
    ];

    private static readonly Style[] Styles =
        [Style.Hedging, Style.Terse, Style.Assertive, Style.Wordy, Style.Citing, Style.ListLoving, Style.Flattering, Style.Plain];

    /// <summary>Strengths and weaknesses by skill, before scaling; their sum is 0.</summary>
    private static readonly int[] Profile = [2, -1, 0, 1, -2, 0, 1, -1, 0];

    /// <summary>The probability of a right answer when every skill is asked equally often. This is what a ranking should find.</summary>
    public double Accuracy => AccuracyBySkill.Average();

    /// <summary>
    /// A field of contestants whose accuracies are evenly spaced from .97 down to .35, each a little better at some skills than at
    /// others. Ordered by name; the seed decides who is good.
    /// </summary>
    /// <param name="count">How many, from 2 to 24.</param>
    /// <param name="seed">Seed of who gets which accuracy and style.</param>
    public static IReadOnlyList<SimulatedContestant> Field(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Names.Length);
        var random = WorldRandom.For(seed, "contestants");
        var places = Enumerable.Range(0, count).ToArray();
        random.Shuffle<int>(places);
        var firstStyle = random.Next(0, Styles.Length - 1);
        return [.. places.Select((place, i) => new SimulatedContestant(Names[i], Styles[(firstStyle + i) % Styles.Length], Accuracies(place, i)))];

        double[] Accuracies(int place, int turn)
        {
            var mean = Best - ((Best - Worst) * place / (count - 1));
            var spread = Math.Min(0.04, (1 - mean) / 3);
            return [.. Profile.Select((_, k) => mean + (spread * Profile[(k + turn) % Profile.Length]))];
        }
    }
}
