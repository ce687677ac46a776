namespace Arena.Core.Statistics;

/// <summary>What differences between rated values mean.</summary>
public enum MeasurementLevel
{
    /// <summary>Values are names; any two that differ differ equally.</summary>
    Nominal = 0,

    /// <summary>Values have an order; a difference is how many ratings lie between them.</summary>
    Ordinal = 1,

    /// <summary>Values are numbers; a difference is squared.</summary>
    Interval = 2,
}
