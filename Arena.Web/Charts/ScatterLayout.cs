using Arena.Core.Statistics;

namespace Arena.Web.Charts;

/// <summary>Where the points of a scatter plot lie, and those of their labels that do not overlap.</summary>
internal sealed class ScatterLayout
{
    private const double Radius = 4.5, Gap = 3;

    private ScatterLayout(double width, double height, LinearAxis x, LinearAxis y)
    {
        (Width, Height, XAxis, YAxis) = (width, height, x, y);
    }

    public const double FontSize = 12, Left = 60, Top = 12;

    public double Width { get; }

    public double Height { get; }

    public LinearAxis XAxis { get; }

    public LinearAxis YAxis { get; }

    public double Right => Width - 12;

    public double Bottom => Height - 50;

    /// <summary>Labels in their places. Those that would overlap are left out, the first points' last.</summary>
    public List<Label> Labels { get; } = [];

    public static ScatterLayout Of(IReadOnlyList<ScatterPoint> points, double width)
    {
        var ticks = width < 500 ? 5 : 7;
        var layout = new ScatterLayout(
            width,
            width < 500 ? width : 0.66 * width,
            LinearAxis.Of([.. points.SelectMany(point => Span(point.X, point.XInterval))], ticks),
            LinearAxis.Of([.. points.SelectMany(point => Span(point.Y, point.YInterval))], ticks));
        var taken = points.Select(point => layout.Around(point)).ToList();
        foreach (var point in points)
        {
            if (layout.Free(point, taken) is { } label)
            {
                layout.Labels.Add(label);
                taken.Add(label.Box);
            }
        }

        return layout;
    }

    /// <summary>What an axis has to have room for.</summary>
    private static double[] Span(double value, Interval? interval) => interval is { } ends && double.IsFinite(ends.Width) ? [value, ends.Lower, ends.Upper] : [value];

    public double X(double value) => Left + (Math.Clamp(XAxis.Place(value), 0, 1) * (Right - Left));

    public double Y(double value) => Bottom - (Math.Clamp(YAxis.Place(value), 0, 1) * (Bottom - Top));

    private Box Around(ScatterPoint point) => new(X(point.X) - Radius, Y(point.Y) - Radius, 2 * Radius, 2 * Radius);

    /// <summary>The label at the first place around its point where there is nothing yet.</summary>
    private Label? Free(ScatterPoint point, List<Box> taken)
    {
        var text = TextWidth.Shorten(point.Label, FontSize, 0.3 * Width);
        var (w, h) = (TextWidth.Of(text, FontSize), FontSize + 2);
        var (x, y) = (X(point.X), Y(point.Y));
        var away = Radius + Gap;
        (double X, double Y)[] places =
        [
            (x + away, y - (h / 2)), (x - away - w, y - (h / 2)), (x - (w / 2), y - away - h), (x - (w / 2), y + away),
            (x + away - 2, y - away - h + 4), (x + away - 2, y + away - 4), (x - away - w + 2, y - away - h + 4), (x - away - w + 2, y + away - 4),
        ];
        foreach (var place in places)
        {
            var box = new Box(place.X, place.Y, w, h);
            var isInside = box.X >= Left && box.Y >= 0 && box.X + w <= Width && box.Y + h <= Bottom;
            if (isInside && !taken.Exists(other => other.Overlaps(box)))
            {
                return new Label(text, box.X, box.Y + (h / 2), box);
            }
        }

        return null;
    }

    /// <summary>A label: the left of its text, and the middle of its height.</summary>
    internal sealed record Label(string Text, double X, double Y, Box Box);

    /// <summary>A rectangle.</summary>
    internal readonly record struct Box(double X, double Y, double Width, double Height)
    {
        public bool Overlaps(Box other) =>
            X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
    }
}
