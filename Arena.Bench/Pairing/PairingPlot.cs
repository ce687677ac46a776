using System.Globalization;
using System.Net;
using System.Text;

namespace Arena.Bench.Pairing;

/// <summary>Draws panels of curves, two in a row.</summary>
internal static class PairingPlot
{
    private const double Width = 960, Top = 84, PanelWidth = 480, PanelHeight = 300, Left = 56, PlotWidth = 400, PlotHeight = 200;

    private static readonly string[] Colours = ["#8a8a8a", "#1f6f8b", "#d1603d"];

    public static string Draw(IReadOnlyList<PairingPanel> panels)
    {
        var height = Top + ((panels.Count + 1) / 2 * PanelHeight);
        var svg = new StringBuilder();
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="system-ui, sans-serif" font-size="13" fill="#222">""");
        Add($"""<rect width="{Width}" height="{height}" fill="#fff"/>""");
        Add($"""<text x="20" y="30" font-size="18" font-weight="600">What a comparison buys, by strategy</text>""");
        var x = 20.0;
        foreach (var (k, curve) in panels[0].Curves.Index())
        {
            Add($"""<line x1="{x}" x2="{x + 28}" y1="53" y2="53" stroke="{Colours[k]}" stroke-width="3"/>""");
            Add($"""<text x="{x + 36}" y="58">{WebUtility.HtmlEncode(curve.Name)}</text>""");
            x += 170;
        }

        foreach (var (number, panel) in panels.Index())
        {
            var left = Left + (number % 2 * PanelWidth);
            var top = Top + (number / 2 * PanelHeight) + 34;
            var bottom = top + PlotHeight;
            Add($"""<text x="{left - 36}" y="{top - 14}" font-weight="600">{WebUtility.HtmlEncode(panel.Title)}</text>""");
            for (var tick = 0; tick <= 5; tick++)
            {
                var value = panel.From + ((panel.To - panel.From) * tick / 5);
                var y = Y(value);
                Add($"""<line x1="{left}" x2="{left + PlotWidth}" y1="{y}" y2="{y}" stroke="#ddd"/>""");
                Add($"""<text x="{left - 8}" y="{y + 4}" text-anchor="end" fill="#555">{value:0.0#}</text>""");
            }

            foreach (var (tick, label) in panel.Ticks.Index())
            {
                var at = left + (PlotWidth * tick / (panel.Ticks.Count - 1));
                Add($"""<line x1="{at}" x2="{at}" y1="{bottom}" y2="{bottom + 5}" stroke="#888"/>""");
                Add($"""<text x="{at}" y="{bottom + 19}" text-anchor="middle" fill="#555">{label}</text>""");
            }

            Add($"""<text x="{left + (PlotWidth / 2)}" y="{bottom + 38}" text-anchor="middle">{panel.Across}</text>""");
            foreach (var (k, curve) in panel.Curves.Index())
            {
                var points = curve.Values.Index().Where(point => point.Item >= panel.From).Select(point => string.Create(
                    CultureInfo.InvariantCulture, $"{left + (PlotWidth * point.Index / (curve.Values.Length - 1)):0.0},{Y(point.Item!.Value):0.0}"));
                Add($"""<polyline fill="none" stroke="{Colours[k]}" stroke-width="2.2" stroke-linejoin="round" points="{string.Join(' ', points)}"/>""");
            }

            double Y(double value) => bottom - ((value - panel.From) / (panel.To - panel.From) * PlotHeight);
        }

        Add($"</svg>");
        return svg.ToString();

        void Add(FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
