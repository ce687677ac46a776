using System.Globalization;

namespace Arena.Bench.Pairing;

/// <summary>One picture of curves.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="From">The least value of the vertical axis.</param>
/// <param name="To">The greatest.</param>
/// <param name="Across">What the horizontal axis counts.</param>
/// <param name="Ticks">Marks of the horizontal axis, the first and last of which are its ends.</param>
/// <param name="Curves">A curve for every strategy: its name and values at equal distances along the axis.</param>
internal sealed record PairingPanel(
    string Title, double From, double To, string Across, IReadOnlyList<string> Ticks, IReadOnlyList<(string Name, double?[] Values)> Curves)
{
    private const int Points = 100;

    public static PairingPanel OfRanking(RecordedWorld world, IReadOnlyList<PairingStudy> studies)
    {
        var all = world.Pool.Comparisons.Count;
        return new PairingPanel(
            $"{world.Name}: whole ranking, Kendall τ-b with the full one",
            0.4,
            1,
            "share of all comparisons",
            ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"],
            [.. studies.Select(study => (study.Name, Values(p => study.TauAt((double)p / Points * all), first: 3)))]);
    }

    public static PairingPanel OfTop(RecordedWorld world, IReadOnlyList<PairingStudy> studies)
    {
        // As far as anything happens: where the slowest is at 1 %, rounded up to hundreds.
        var end = (studies.Max(study => study.SpentFor(0.01)) + 99) / 100 * 100;
        return new PairingPanel(
            $"{world.Name}: chance that the best three are wrong",
            0,
            1,
            "comparisons",
            [.. Enumerable.Range(0, 5).Select(k => (k * end / 4).ToString("N0", CultureInfo.InvariantCulture))],
            [.. studies.Select(study => (study.Name, Values(p => study.ErrorAt(p * end / Points), first: 1)))]);
    }

    private static double?[] Values(Func<int, double> at, int first) =>
        [.. Enumerable.Range(0, Points + 1).Select(p => p < first ? (double?)null : at(p))];
}
