using System.Runtime.InteropServices;
using Arena.Core.Ratings;

namespace Arena.Core.Reports;

/// <summary>
/// What every contestant earned against every other: the share of points, a tie counting ½ for either side, and the number of battles.
/// Immutable.
/// </summary>
public sealed class HeadToHead
{
    private readonly Dictionary<(int Less, int More), (double Points, double Weight, int Battles)> _pairs = [];

    /// <summary>Adds the battles up.</summary>
    /// <param name="battles">The battles.</param>
    /// <param name="contestants">Their contestants, in the order in which rows and columns are to stand.</param>
    public HeadToHead(BattleTable battles, IReadOnlyList<string> contestants)
    {
        ArgumentNullException.ThrowIfNull(battles);
        ArgumentNullException.ThrowIfNull(contestants);
        Contestants = contestants;
        var places = contestants.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        int[] placeOf = [.. battles.Contestants.Select(name => places[name])];
        for (var row = 0; row < battles.Count; row++)
        {
            var (first, second, outcome) = (placeOf[battles.First[row]], placeOf[battles.Second[row]], battles.Outcome[row]);
            var weight = battles.Weight.IsEmpty ? 1 : battles.Weight[row];
            var isOrdered = first < second;
            ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, isOrdered ? (first, second) : (second, first), out _);
            pair = (pair.Points + (weight * (isOrdered ? outcome : 1 - outcome)), pair.Weight + weight, pair.Battles + 1);
        }
    }

    /// <summary>The contestants, by row and by column.</summary>
    public IReadOnlyList<string> Contestants { get; }

    /// <summary>The share of the points that one took from another, in [0, 1]; null where they never met.</summary>
    /// <param name="row">Place of the one in <see cref="Contestants"/>.</param>
    /// <param name="column">Place of the other.</param>
    public double? Share(int row, int column) => _pairs.GetValueOrDefault(Key(row, column)) switch
    {
        { Battles: 0 } => null,
        var pair when row < column => pair.Points / pair.Weight,
        var pair => 1 - (pair.Points / pair.Weight),
    };

    /// <summary>In how many battles two met.</summary>
    /// <param name="row">Place of the one in <see cref="Contestants"/>.</param>
    /// <param name="column">Place of the other.</param>
    public int Battles(int row, int column) => _pairs.GetValueOrDefault(Key(row, column)).Battles;

    private static (int Less, int More) Key(int row, int column) => row < column ? (row, column) : (column, row);
}
