namespace Arena.Web.Charts;

/// <summary>
/// Where the rows of a chart lie. Wide, a row is a line: lead, label, plot, value. Narrow, its words stand above its plot, which then has
/// the whole width.
/// </summary>
internal sealed class RowLayout
{
    public const double FontSize = 13;

    private const double Gap = 10, AxisHeight = 24, HeadingHeight = 34;

    private RowLayout(double width, LinearAxis axis)
    {
        Width = width;
        Axis = axis;
    }

    public double Width { get; }

    public LinearAxis Axis { get; }

    public double Height { get; private set; }

    public double PlotLeft { get; private set; }

    public double PlotRight { get; private set; }

    /// <summary>Y of the ticks' labels: above the rows, and below where that is far away.</summary>
    public IReadOnlyList<double> AxisLabels { get; private set; } = [];

    public List<Placed> Rows { get; } = [];

    /// <summary>Groups, each with its top and bottom; ticks and lines end there.</summary>
    public List<Block> Blocks { get; } = [];

    /// <summary>Lays rows out.</summary>
    /// <param name="rows">The rows, by group.</param>
    /// <param name="width">Width of the picture.</param>
    /// <param name="axis">The scale; null to find one that holds all rows.</param>
    /// <param name="shade">What is shaded behind all rows; a scale that is found holds it. Null for nothing.</param>
    public static RowLayout Of(IReadOnlyList<ChartRow> rows, double width, LinearAxis? axis, (double Low, double High)? shade = null)
    {
        var isNarrow = width < 500;
        var layout = new RowLayout(width, axis ?? LinearAxis.Of(ValuesToShow(rows, shade), isNarrow ? 5 : 8));
        var lead = rows.Select(row => Wide(row.Lead)).DefaultIfEmpty(0).Max();
        var value = rows.Select(row => Wide(row.ValueText)).DefaultIfEmpty(0).Max();
        var label = isNarrow
            ? width - lead - value - Gap
            : Math.Min(rows.Select(row => Wide(row.Label)).DefaultIfEmpty(0).Max(), 0.36 * width);
        var margin = isNarrow ? 14 : 6;
        layout.PlotLeft = isNarrow ? margin : lead + label + margin;
        layout.PlotRight = isNarrow ? width - margin : width - value - margin;

        var rowHeight = isNarrow ? 40.0 : 24.0;
        var y = AxisHeight;
        var groups = rows.GroupBy(row => row.Group).ToArray();
        foreach (var group in groups)
        {
            var heading = groups.Length > 1 ? y + HeadingHeight - 12 : (double?)null;
            y += groups.Length > 1 ? HeadingHeight : 0;
            var top = y;
            foreach (var row in group)
            {
                var (text, mark) = isNarrow ? (y + 15, y + 28) : (y + (rowHeight / 2), y + (rowHeight / 2));
                layout.Rows.Add(new Placed(row, TextWidth.Shorten(row.Label, FontSize, label - 2))
                {
                    LeadX = lead > 0 ? lead - Gap : 0,
                    LabelX = lead,
                    TextY = text,
                    Top = y,
                    Height = rowHeight,
                    Mark = new RowMark(mark, layout.X)
                    {
                        Value = layout.Place(row.Value),
                        Lower = layout.Place(row.Lower),
                        Upper = layout.Place(row.Upper),
                        IsHollow = row.IsHollow,
                        GoesOnBelow = row.Lower < layout.Axis.Low,
                        GoesOnAbove = row.Upper > layout.Axis.High,
                    },
                });
                y += rowHeight;
            }

            layout.Blocks.Add(new Block(group.Key, heading, top, y));
        }

        var isLong = y > 500;
        layout.AxisLabels = isLong ? [AxisHeight - 9, y + 17] : [AxisHeight - 9];
        layout.Height = y + (isLong ? AxisHeight : 4);
        return layout;

        double Wide(string text) => text.Length == 0 ? 0 : TextWidth.Of(text, FontSize) + Gap;
    }

    /// <summary>X of a value, at the nearer end where it lies beyond the axis.</summary>
    public double X(double value) => PlotLeft + (Math.Clamp(Axis.Place(value), 0, 1) * (PlotRight - PlotLeft));

    private double? Place(double? value) => value is { } number ? X(number) : null;

    /// <summary>
    /// All estimates and bounds, and ends of intervals as far as they do not push the estimates together: ends beyond are drawn as arrows.
    /// </summary>
    private static List<double> ValuesToShow(IReadOnlyList<ChartRow> rows, (double Low, double High)? shade)
    {
        var values = rows
            .SelectMany(row => row.Value is null ? new[] { row.Lower, row.Upper } : [row.Value])
            .Concat([shade?.Low, shade?.High])
            .OfType<double>()
            .Where(double.IsFinite)
            .ToList();
        var ends = rows.SelectMany(row => new[] { row.Lower, row.Upper }).OfType<double>().Where(double.IsFinite);
        if (values.Count < 2)
        {
            return [.. values, .. ends];
        }

        var widths = rows.Select(row => row.Upper - row.Lower).OfType<double>().Where(double.IsFinite).Order().ToArray();
        var typical = widths.Length == 0 ? 0 : widths[(widths.Length - 1) / 2];
        var (low, high) = (values.Min(), values.Max());
        var reach = Math.Max(high - low, typical);
        return [.. values, .. ends.Select(end => Math.Clamp(end, low - reach, high + reach))];
    }

    /// <summary>A row in its place.</summary>
    internal sealed record Placed(ChartRow Row, string Label)
    {
        public required double LeadX { get; init; }

        public required double LabelX { get; init; }

        public required double TextY { get; init; }

        public required double Top { get; init; }

        public required double Height { get; init; }

        public required RowMark Mark { get; init; }
    }

    /// <summary>A group of rows.</summary>
    internal sealed record Block(int Group, double? HeadingY, double Top, double Bottom);
}
