namespace Arena.Web.Charts;

/// <summary>A cell of a heat map.</summary>
/// <param name="Value">Decides the colour; null where there is nothing, as on the diagonal.</param>
/// <param name="Text">What stands in the cell, where there is room.</param>
/// <param name="Note">What stands below that in small letters, where there is room, such as a count.</param>
/// <param name="Details">All there is to say, shown when pointed at.</param>
public sealed record HeatCell(double? Value, string Text = "", string Note = "", string Details = "")
{
    /// <summary>A cell without anything.</summary>
    public static HeatCell Empty { get; } = new((double?)null);
}
