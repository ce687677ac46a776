using System.Globalization;

namespace Arena.Core.Surrogate;

/// <summary>What is said of surrogate judges, alike in tables and on pages.</summary>
public static class SurrogateText
{
    /// <summary>What inputs are called.</summary>
    /// <param name="inputs">The inputs.</param>
    public static string Sees(ScorerInputs inputs) => inputs switch
    {
        ScorerInputs.Response => "the response alone",
        ScorerInputs.Field => "the response among the others",
        ScorerInputs.Likeness => "the response, and whom it is like",
        _ => "the response, whom it is like, and what those earned",
    };

    /// <summary>What was held out, in a sentence.</summary>
    /// <param name="report">The report.</param>
    public static string HeldOut(SurrogateReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var what = report.Split switch
        {
            SplitKind.Prompt => "prompts",
            SplitKind.Both => "contestants and prompts",
            _ => "contestants",
        };
        return string.Create(CultureInfo.InvariantCulture, $"Held out in {report.Folds} folds: {what}, which are foretold by what was learned from the others.");
    }
}
