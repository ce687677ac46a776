namespace Arena.Core.Judging;

/// <summary>One voter's battles on one comparison. Outcomes are what the contestant of the lower index earned.</summary>
internal struct VoterOutcomes
{
    private double _lowFirstSum;
    private int _lowFirstCount;
    private double _highFirstSum;
    private int _highFirstCount;

    /// <summary>The mean where the contestant of the lower index was shown first; null where it never was.</summary>
    public readonly double? LowFirst => _lowFirstCount == 0 ? null : _lowFirstSum / _lowFirstCount;

    /// <summary>The mean where the contestant of the higher index was shown first; null where it never was.</summary>
    public readonly double? HighFirst => _highFirstCount == 0 ? null : _highFirstSum / _highFirstCount;

    /// <summary>The mean over the orders that there are, which weigh the same.</summary>
    public readonly double Mean => (LowFirst, HighFirst) switch
    {
        ({ } low, { } high) => (low + high) / 2,
        var (low, high) => low ?? high ?? double.NaN,
    };

    public void Add(double outcomeOfFirst, bool isLowFirst)
    {
        if (isLowFirst)
        {
            _lowFirstSum += outcomeOfFirst;
            _lowFirstCount++;
        }
        else
        {
            _highFirstSum += 1 - outcomeOfFirst;
            _highFirstCount++;
        }
    }
}
