using System.Text;

namespace Arena.Web.Charts;

/// <summary>Sizes of a heat map: large cells with their figures for a few rows, plain coloured ones for many.</summary>
internal sealed record HeatLayout
{
    private const double Gap = 8, SmallestCell = 12;

    /// <summary>Number of steps in the colours.</summary>
    public const int Steps = 9;

    /// <summary>Size of the labels' font: smaller where rows are many and low.</summary>
    public required double FontSize { get; init; }

    public required double Left { get; init; }

    public required double Top { get; init; }

    public required double CellWidth { get; init; }

    public required double CellHeight { get; init; }

    public required double Width { get; init; }

    public required double Height { get; init; }

    public required IReadOnlyList<string> RowLabels { get; init; }

    public required IReadOnlyList<string> ColumnLabels { get; init; }

    /// <summary>Whether labels of columns stand upright, for want of width.</summary>
    public required bool AreColumnsUpright { get; init; }

    /// <summary>Whether a cell has room for its text.</summary>
    public bool HasText => CellWidth >= 34 && CellHeight >= 20;

    /// <summary>Whether a cell has room for a note below the text.</summary>
    public bool HasNotes => HasText && CellHeight >= 32;

    public static HeatLayout Of(IReadOnlyList<string> rows, IReadOnlyList<string> columns, double width)
    {
        // Long labels give way, down to a fifth of the width, before the cells make the drawing wider than it should be.
        var font = rows.Count > 40 ? 10.5 : 12.5;
        var left = Math.Min(
            rows.Max(label => TextWidth.Of(label, font)) + Gap,
            Math.Clamp(width - (columns.Count * SmallestCell), 0.18 * width, 0.36 * width));
        var cellWidth = Math.Clamp((width - left) / columns.Count, SmallestCell, 64);
        var cellHeight = rows.Count switch { <= 12 => 36, <= 24 => 32, <= 40 when cellWidth >= 34 => 22, _ => Math.Clamp(cellWidth, SmallestCell, 20) };
        var longest = columns.Max(label => TextWidth.Of(label, font));
        var isUpright = longest > cellWidth - 2;
        var top = isUpright ? Math.Min(longest, 170) + Gap + 1 : 22;
        return new HeatLayout
        {
            FontSize = font,
            Left = left,
            Top = top,
            CellWidth = cellWidth,
            CellHeight = cellHeight,
            Width = left + (columns.Count * cellWidth) + 1,
            Height = top + (rows.Count * cellHeight) + 1,
            RowLabels = [.. rows.Select(label => TextWidth.Shorten(label, font, left - Gap))],
            ColumnLabels = [.. columns.Select(label => TextWidth.Shorten(label, font, isUpright ? top - Gap : cellWidth))],
            AreColumnsUpright = isUpright,
        };
    }

    public double X(int column) => Left + (column * CellWidth);

    public double Y(int row) => Top + (row * CellHeight);

    /// <summary>Cells without figures, as one path for each step of the colours: 60 contestants make 3,600 cells.</summary>
    public IEnumerable<(int Step, string Path)> Paths(Func<int, int, int?> stepAt)
    {
        var paths = new StringBuilder?[Steps];
        for (var row = 0; row < RowLabels.Count; row++)
        {
            for (var column = 0; column < ColumnLabels.Count; column++)
            {
                if (stepAt(row, column) is { } step)
                {
                    var (w, h) = (Svg.N(CellWidth - 1), Svg.N(CellHeight - 1));
                    (paths[step] ??= new StringBuilder()).Append($"M{Svg.N(X(column))} {Svg.N(Y(row))}h{w}v{h}h-{w}z");
                }
            }
        }

        return paths.Index().Where(path => path.Item is not null).Select(path => (path.Index, path.Item!.ToString()));
    }

    /// <summary>The step of a value between the ends of the scale.</summary>
    public static int Step(double value, double low, double high) =>
        Math.Clamp((int)Math.Floor((value - low) / (high - low) * Steps), 0, Steps - 1);
}
