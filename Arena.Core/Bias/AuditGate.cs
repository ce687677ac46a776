using System.Globalization;
using System.Text.RegularExpressions;

namespace Arena.Core.Bias;

/// <summary>
/// A condition on the rows of an audit that must not hold, such as <c>excess&gt;0.05</c>: the gate of a build.
/// </summary>
/// <param name="Figure">Which figure of a row: excess, excess_lower, excess_upper or flip_rate.</param>
/// <param name="IsInclusive">Whether the bound itself is too much already.</param>
/// <param name="Bound">What is too much.</param>
public sealed partial record AuditGate(string Figure, bool IsInclusive, double Bound)
{
    private static readonly string[] Figures = ["excess", "excess_lower", "excess_upper", "flip_rate"];

    /// <summary>Reads a condition.</summary>
    /// <param name="text">As <c>excess&gt;0.05</c> or <c>excess_lower&gt;=0</c>.</param>
    /// <returns>The gate; null where the text is no condition.</returns>
    public static AuditGate? Parse(string text)
    {
        var match = Form().Match(text);
        return match.Success
            && Figures.Contains(match.Groups["figure"].Value)
            && double.TryParse(match.Groups["bound"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound)
                ? new(match.Groups["figure"].Value, match.Groups["sign"].Value == ">=", bound)
                : null;
    }

    /// <summary>The rows that break it, with the figure. A row without the figure breaks nothing.</summary>
    /// <param name="report">The audit.</param>
    public IReadOnlyList<(JudgeAudit Judge, DistractorRow Row, double Figure)> Broken(AuditReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            .. from judge in report.Judges
               from row in judge.Rows
               let figure = Of(row)
               where IsInclusive ? figure >= Bound : figure > Bound
               select (judge, row, figure),
        ];
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Figure}{(IsInclusive ? ">=" : ">")}{Bound}");

    private double Of(DistractorRow row) => Figure switch
    {
        "excess" => row.Strict.Excess.Value,
        "excess_lower" => row.Strict.Excess.Interval.Lower,
        "excess_upper" => row.Strict.Excess.Interval.Upper,
        _ => row.Strict.Flips.Value ?? double.NaN,
    };

    [GeneratedRegex(@"^\s*(?<figure>[a-z_]+)\s*(?<sign>>=|>)\s*(?<bound>[-+0-9.eE]+)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
