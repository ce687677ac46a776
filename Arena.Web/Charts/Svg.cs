using System.Globalization;

namespace Arena.Web.Charts;

/// <summary>Numbers as SVG wants them.</summary>
internal static class Svg
{
    /// <summary>A length with at most one digit behind the point: a tenth of a pixel is not seen.</summary>
    public static string N(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
