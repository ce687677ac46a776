using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Scorers;

/// <summary>Rows by prompt, as lists to be ranked.</summary>
internal static class PromptLists
{
    /// <summary>Log-odds beyond this say no more: a judge's preference of .999 and one of .9999 are the same.</summary>
    public const double Limit = 4;

    /// <summary>Least difference of log-odds at which two responses to a prompt are compared.</summary>
    public const double Margin = 1;

    /// <summary>The rows of every prompt with two or more, and their labels: the log-odds of what they earned.</summary>
    public static (int[] Rows, double[] Labels)[] Of(TrainingRows rows) =>
    [
        .. Enumerable.Range(0, rows.Count)
            .GroupBy(row => rows.Prompts[row])
            .Select(group => group.ToArray())
            .Where(group => group.Length > 1)
            .Select(group => (group, Array.ConvertAll(group, row => Logistic.LogOdds(rows.Outcomes[row], 1 / (1 + Math.Exp(Limit)))))),
    ];
}
