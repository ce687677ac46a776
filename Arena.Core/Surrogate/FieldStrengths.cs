using System.Globalization;
using Arena.Core.Ratings;

namespace Arena.Core.Surrogate;

/// <summary>
/// Strengths of contestants that were compared with each other. Each has also tied once with a contestant that stands for the field and has strength 0, so
/// that who won or lost everything, or met only some, has a finite strength on one scale.
/// </summary>
internal static class FieldStrengths
{
    private const string Field = "field";

    /// <summary>Bradley–Terry log-strengths.</summary>
    /// <param name="contestants">Number of contestants.</param>
    /// <param name="battles">First, second, what the first earned, and the weight.</param>
    /// <returns>Log-strengths relative to the field; NaN of contestants without a battle.</returns>
    public static double[] Of(int contestants, IEnumerable<(int First, int Second, double Outcome, double Weight)> battles)
    {
        var strengths = new double[contestants];
        Array.Fill(strengths, double.NaN);
        var met = new bool[contestants];
        var table = new BattleTableBuilder();
        foreach (var (first, second, outcome, weight) in battles)
        {
            table.Add(new Battle(NameOf(first), NameOf(second), outcome, weight));
            met[first] = met[second] = true;
        }

        if (!met.Contains(true))
        {
            return strengths;
        }

        foreach (var contestant in Enumerable.Range(0, contestants).Where(contestant => met[contestant]))
        {
            table.Add(new Battle(NameOf(contestant), Field, 0.5));
        }

        var fit = Rating.Fit(table.Build(), new RatingOptions { Intervals = IntervalMethod.None });
        var byName = fit.Contestants.Zip(fit.LogStrengths).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        foreach (var contestant in Enumerable.Range(0, contestants).Where(contestant => met[contestant]))
        {
            strengths[contestant] = byName[NameOf(contestant)] - byName[Field];
        }

        return strengths;
    }

    private static string NameOf(int contestant) => contestant.ToString(CultureInfo.InvariantCulture);
}
