namespace Arena.Core.Tournaments.Pairing;

/// <summary>What is known of the comparisons of an order.</summary>
/// <param name="order">The order.</param>
internal sealed class JudgedComparisons(ComparisonOrder order)
{
    private const double Unknown = double.NaN, Failed = double.PositiveInfinity;

    private readonly double[] _points = [.. Enumerable.Repeat(Unknown, order.Comparisons.Length)];
    private readonly int[] _fronts = new int[order.Contestants];
    private readonly int[] _sizes = Array.ConvertAll(order.OfContestant, list => list.Length);

    public ComparisonOrder Order { get; } = order;

    /// <summary>How many comparisons have failed.</summary>
    public int Failures { get; private set; }

    /// <summary>The judged comparisons that have not failed, in the order in which they were told.</summary>
    public List<int> Judged { get; } = [];

    public bool IsKnown(int comparison) => !double.IsNaN(_points[comparison]);

    public bool HasFailed(int comparison) => double.IsInfinity(_points[comparison]);

    /// <summary>What the first of the comparison earned; it is judged and has not failed.</summary>
    public double Points(int comparison) => _points[comparison];

    /// <summary>How many of a contestant's comparisons there are, without those that have failed.</summary>
    public int Size(int contestant) => _sizes[contestant];

    /// <summary>How many of a contestant's comparisons are known, counted from the first to the first that is not.</summary>
    public int Front(int contestant)
    {
        var own = Order.OfContestant[contestant];
        ref var front = ref _fronts[contestant];
        while (front < own.Length && IsKnown(own[front]))
        {
            front++;
        }

        return front;
    }

    public void Add(int comparison, double? points)
    {
        if (points is { } value)
        {
            if (!(value is >= 0 and <= 1))
            {
                throw new ArgumentException($"points of {value} do not lie between 0 and 1", nameof(points));
            }

            _points[comparison] = value;
            Judged.Add(comparison);
            return;
        }

        _points[comparison] = Failed;
        Failures++;
        _sizes[Order.Comparisons[comparison].First]--;
        _sizes[Order.Comparisons[comparison].Second]--;
    }
}
