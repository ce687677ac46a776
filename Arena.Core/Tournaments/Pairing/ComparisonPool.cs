namespace Arena.Core.Tournaments.Pairing;

/// <summary>All comparisons that a tournament could make; a strategy chooses among them.</summary>
public sealed class ComparisonPool
{
    private ComparisonPool(int contestants, int prompts, int? baseline, IReadOnlyList<PlannedComparison> comparisons)
    {
        Contestants = contestants;
        Prompts = prompts;
        Baseline = baseline;
        Comparisons = comparisons;
    }

    /// <summary>Number of contestants, the baseline included.</summary>
    public int Contestants { get; }

    /// <summary>Number of prompts.</summary>
    public int Prompts { get; }

    /// <summary>The contestant that all others are compared with; null where they are compared with each other.</summary>
    public int? Baseline { get; }

    /// <summary>The comparisons, each once, by prompt.</summary>
    public IReadOnlyList<PlannedComparison> Comparisons { get; }

    /// <summary>Every two contestants on every prompt that both have answered.</summary>
    /// <param name="contestants">Number of contestants.</param>
    /// <param name="prompts">Number of prompts.</param>
    /// <param name="hasResponse">Whether a contestant (first argument) has answered a prompt (second); null where all have answered all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static ComparisonPool RoundRobin(int contestants, int prompts, Func<int, int, bool>? hasResponse = null)
    {
        CheckSizes(contestants, prompts);
        var comparisons = new List<PlannedComparison>();
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            var present = Present(contestants, prompt, hasResponse);
            for (var i = 0; i < present.Length; i++)
            {
                for (var j = i + 1; j < present.Length; j++)
                {
                    comparisons.Add(new PlannedComparison(prompt, present[i], present[j]));
                }
            }
        }

        return new ComparisonPool(contestants, prompts, null, comparisons);
    }

    /// <summary>Every contestant against a baseline, on every prompt that both have answered. The baseline itself is not ranked.</summary>
    /// <param name="contestants">Number of contestants, the baseline included.</param>
    /// <param name="prompts">Number of prompts.</param>
    /// <param name="baseline">Number of the baseline.</param>
    /// <param name="hasResponse">Whether a contestant (first argument) has answered a prompt (second); null where all have answered all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or the baseline is no contestant.</exception>
    public static ComparisonPool Anchored(int contestants, int prompts, int baseline, Func<int, int, bool>? hasResponse = null)
    {
        CheckSizes(contestants, prompts);
        ArgumentOutOfRangeException.ThrowIfNegative(baseline);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(baseline, contestants);
        var comparisons = new List<PlannedComparison>();
        for (var prompt = 0; prompt < prompts; prompt++)
        {
            var present = Present(contestants, prompt, hasResponse);
            if (present.Contains(baseline))
            {
                comparisons.AddRange(present.Where(i => i != baseline).Select(i => new PlannedComparison(prompt, i, baseline)));
            }
        }

        return new ComparisonPool(contestants, prompts, baseline, comparisons);
    }

    /// <summary>The given comparisons, such as those for which a verdict is on record.</summary>
    /// <param name="contestants">Number of contestants.</param>
    /// <param name="prompts">Number of prompts.</param>
    /// <param name="comparisons">The comparisons; what occurs twice counts once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static ComparisonPool Of(int contestants, int prompts, IEnumerable<PlannedComparison> comparisons)
    {
        CheckSizes(contestants, prompts);
        ArgumentNullException.ThrowIfNull(comparisons);
        PlannedComparison[] distinct = [.. comparisons.Distinct().OrderBy(c => c.Prompt).ThenBy(c => c.First).ThenBy(c => c.Second)];
        foreach (var comparison in distinct)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(comparison.Prompt, prompts, nameof(comparisons));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(comparison.Second, contestants, nameof(comparisons));
        }

        return new ComparisonPool(contestants, prompts, null, distinct);
    }

    private static void CheckSizes(int contestants, int prompts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(contestants);
        ArgumentOutOfRangeException.ThrowIfNegative(prompts);
    }

    private static int[] Present(int contestants, int prompt, Func<int, int, bool>? hasResponse) =>
        [.. Enumerable.Range(0, contestants).Where(i => hasResponse is null || hasResponse(i, prompt))];
}
