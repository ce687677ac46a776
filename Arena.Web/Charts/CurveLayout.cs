using System.Globalization;
using System.Text;

namespace Arena.Web.Charts;

/// <summary>Where small charts of curves lie: side by side as there is room, all on one scale upwards, so that sizes compare.</summary>
internal sealed class CurveLayout
{
    public const double FontSize = 13, TickSize = 12;

    private const double Left = 46, Gap = 22, TitleHeight = 26, PlotHeight = 128, TickHeight = 34, LeastWidth = 230, Edge = 6;

    private CurveLayout(double width, LinearAxis axis) => (Width, Axis) = (width, axis);

    public double Width { get; }

    public double Height { get; private set; }

    /// <summary>The scale upwards.</summary>
    public LinearAxis Axis { get; }

    public List<Placed> Panels { get; } = [];

    /// <summary>Lays panels out.</summary>
    /// <param name="panels">The panels.</param>
    /// <param name="width">Width of the picture.</param>
    /// <param name="isShare">Whether values are shares.</param>
    public static CurveLayout Of(IReadOnlyList<CurvePanel> panels, double width, bool isShare)
    {
        var layout = new CurveLayout(width, Scale(panels, isShare));
        var columns = Math.Clamp((int)((width - Left - Edge + Gap) / (LeastWidth + Gap)), 1, Math.Max(1, panels.Count));
        var each = (width - Left - Edge - ((columns - 1) * Gap)) / columns;
        foreach (var (i, panel) in panels.Index())
        {
            var left = Left + (i % columns * (each + Gap));
            var top = (i / columns * (TitleHeight + PlotHeight + TickHeight)) + TitleHeight;
            layout.Panels.Add(new Placed(panel, TextWidth.Shorten(panel.Title, FontSize, each), left, left + each, top, top + PlotHeight, IsFirst: i % columns == 0));
        }

        layout.Height = (panels.Count + columns - 1) / columns * (TitleHeight + PlotHeight + TickHeight);
        return layout;
    }

    /// <summary>Y of a value, at the nearer end where it lies beyond the scale.</summary>
    public double Y(Placed panel, double value) => panel.Bottom - (Math.Clamp(Axis.Place(value), 0, 1) * (panel.Bottom - panel.Top));

    /// <summary>The curve.</summary>
    public string Line(Placed panel, CurveSeries series)
    {
        var path = new StringBuilder();
        foreach (var point in series.Points)
        {
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{Svg.N(panel.X(point.X))} {Svg.N(Y(panel, point.Value))}");
        }

        return path.ToString();
    }

    /// <summary>The band: along its upper ends and back along its lower ones.</summary>
    public string Band(Placed panel, CurveSeries series)
    {
        var path = new StringBuilder();
        foreach (var (x, end) in series.Points.Select(point => (point.X, point.Upper)).Concat(series.Points.Reverse().Select(point => (point.X, point.Lower))))
        {
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{Svg.N(panel.X(x))} {Svg.N(Y(panel, end))}");
        }

        return path.Append('Z').ToString();
    }

    /// <summary>A scale that holds all curves, and bands as far as they do not press the curves flat.</summary>
    private static LinearAxis Scale(IReadOnlyList<CurvePanel> panels, bool isShare)
    {
        CurveMark[] points = [.. panels.SelectMany(panel => panel.Series).SelectMany(series => series.Points)];
        double[] values = [.. points.Select(point => point.Value).Where(double.IsFinite)];
        if (values.Length == 0)
        {
            return LinearAxis.Of([], 5) with { IsPercent = isShare };
        }

        var (low, high) = (values.Min(), values.Max());
        var reach = Math.Max(high - low, isShare ? 0.05 : 0.1);
        var ends = points.SelectMany(point => new[] { point.Lower, point.Upper }).Where(double.IsFinite).Select(end => Math.Clamp(end, low - reach, high + reach));
        return LinearAxis.Of([.. values, .. ends], 5) with { IsPercent = isShare };
    }

    /// <summary>A panel in its place.</summary>
    internal sealed record Placed(CurvePanel Panel, string Title, double Left, double Right, double Top, double Bottom, bool IsFirst)
    {
        private readonly double _low = Panel.Series.SelectMany(series => series.Points).Select(point => point.X).DefaultIfEmpty(0).Min();
        private readonly double _high = Panel.Series.SelectMany(series => series.Points).Select(point => point.X).DefaultIfEmpty(1).Max();

        public double X(double value) => _high > _low ? Left + (Math.Clamp((value - _low) / (_high - _low), 0, 1) * (Right - Left)) : (Left + Right) / 2;

        /// <summary>Ticks within the curve that do not overlap.</summary>
        public IReadOnlyList<(double X, string Text)> Ticks
        {
            get
            {
                const double Apart = 8;
                var kept = new List<(double X, string Text, double From, double To)>();
                foreach (var (value, text) in Panel.Ticks.Where(tick => tick.X >= _low - (1e-9 * Math.Abs(_low)) && tick.X <= _high + (1e-9 * Math.Abs(_high))))
                {
                    var (x, half) = (X(value), (TextWidth.Of(text, TickSize) + Apart) / 2);
                    if (kept.TrueForAll(other => x + half <= other.From || x - half >= other.To))
                    {
                        kept.Add((x, text, x - half, x + half));
                    }
                }

                return [.. kept.OrderBy(tick => tick.X).Select(tick => (tick.X, tick.Text))];
            }
        }
    }
}
