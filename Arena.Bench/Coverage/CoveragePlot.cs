using System.Globalization;
using System.Net;
using System.Text;

namespace Arena.Bench.Coverage;

/// <summary>Draws coverages with their Wilson intervals against the band that they should lie in.</summary>
internal static class CoveragePlot
{
    private const double Left = 340, Right = 920, Top = 78, RowHeight = 36, BandLow = 0.935, BandHigh = 0.965;

    private const string StrengthColour = "#1f6f8b", DifferenceColour = "#d1603d";

    public static string Draw(IReadOnlyList<CoverageStudy> studies)
    {
        var lowest = studies.Min(study => Math.Min(study.Strengths.Interval.Lower, study.Differences.Interval.Lower));
        var from = Math.Floor(lowest * 20) / 20;
        var bottom = Top + (studies.Count * RowHeight);
        var svg = new StringBuilder();
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 {bottom + 58}" font-family="system-ui, sans-serif" font-size="14" fill="#222">""");
        Add($"""<rect width="960" height="{bottom + 58}" fill="#fff"/>""");
        Add($"""<text x="20" y="30" font-size="18" font-weight="600">How often 95 % intervals contain the truth</text>""");
        Add($"""<circle cx="{Left + 5}" cy="53" r="5" fill="{StrengthColour}"/><text x="{Left + 17}" y="58">log-strengths</text>""");
        Add($"""<circle cx="{Left + 135}" cy="53" r="5" fill="{DifferenceColour}"/><text x="{Left + 147}" y="58">differences</text>""");
        Add($"""<rect x="{Left + 250}" y="46" width="22" height="14" fill="#d9ead3"/><text x="{Left + 279}" y="58">93.5–96.5 %</text>""");
        Add($"""<rect x="{X(BandLow)}" y="{Top}" width="{X(BandHigh) - X(BandLow)}" height="{bottom - Top}" fill="#d9ead3"/>""");
        for (var tick = from; tick <= 1.0001; tick += 0.05)
        {
            Add($"""<line x1="{X(tick)}" x2="{X(tick)}" y1="{Top}" y2="{bottom}" stroke="#ccc"/>""");
            Add($"""<text x="{X(tick)}" y="{bottom + 20}" text-anchor="middle">{100 * tick:0}</text>""");
        }

        Add($"""<text x="{(Left + Right) / 2}" y="{bottom + 42}" text-anchor="middle">coverage, %, with its Wilson interval</text>""");
        for (var row = 0; row < studies.Count; row++)
        {
            var study = studies[row];
            var y = Top + ((row + 0.5) * RowHeight);
            if (row > 0 && study.Setting != studies[row - 1].Setting)
            {
                Add($"""<line x1="20" x2="{Right}" y1="{y - (RowHeight / 2)}" y2="{y - (RowHeight / 2)}" stroke="#bbb"/>""");
            }

            if (row == 0 || study.Setting != studies[row - 1].Setting)
            {
                Add($"""<text x="20" y="{y + 5}" font-weight="600">{WebUtility.HtmlEncode(study.Setting.Name)}</text>""");
            }

            Add($"""<text x="{Left - 12}" y="{y + 5}" text-anchor="end" fill="#555">{study.MethodName}</text>""");
            Dot(study.Strengths, y - 7, StrengthColour);
            Dot(study.Differences, y + 7, DifferenceColour);
        }

        Add($"</svg>");
        return svg.ToString();

        double X(double share) => Left + ((share - from) / (1 - from) * (Right - Left));

        void Dot(CoverageRate rate, double y, string colour)
        {
            Add($"""<line x1="{X(rate.Interval.Lower)}" x2="{X(rate.Interval.Upper)}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="2.5"/>""");
            Add($"""<circle cx="{X(rate.Share)}" cy="{y}" r="4.5" fill="{colour}"/>""");
        }

        void Add(FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
