using System.Globalization;
using Arena.Core;
using Arena.Core.Ratings;

namespace Arena.Tests.Ratings;

/// <summary>The comparison sets of evalica and the scores that its authors publish for them.</summary>
internal static class EvalicaFiles
{
    public static BattleTable Battles(string name) => BattleTable.From(
        Rows($"{name}.csv").Select(row => new Battle(row[0], row[1], row[2] switch { "left" => 1, "right" => 0, _ => 0.5 })));

    /// <summary>The published scores in the order of the contestants.</summary>
    public static double[] Golden(string name, string algorithm, IReadOnlyList<string> contestants)
    {
        var scores = Rows($"{name}-golden.csv")
            .Where(row => row[0] == algorithm)
            .ToDictionary(row => row[1], row => double.Parse(row[2], CultureInfo.InvariantCulture));
        return [.. contestants.Select(contestant => scores[contestant])];
    }

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Repository.Shared("evalica", file)).Skip(1).Select(line => line.Split(','));
}
