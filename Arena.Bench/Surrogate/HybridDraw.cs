using Arena.Core.Statistics;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Hybrid;

namespace Arena.Bench.Surrogate;

/// <summary>How the battles that are judged are drawn.</summary>
/// <param name="IsOfPrompts">Whole prompts in place of single battles.</param>
/// <param name="IsChosen">Whether the second half is chosen by what the first has shown.</param>
internal sealed record HybridDraw(bool IsOfPrompts, bool IsChosen)
{
    private const int Steps = 10;

    /// <summary>The rows that are drawn at random.</summary>
    public bool[] First(JudgedResponses data, double share, DeterministicRandom random)
    {
        int[] units = [.. Enumerable.Range(0, IsOfPrompts ? data.Prompts.Count : data.Rows)];
        random.Shuffle(units.AsSpan());
        var drawn = units.Take((int)Math.Round(units.Length * share * (IsChosen ? 0.5 : 1))).ToHashSet();
        return [.. Enumerable.Range(0, data.Rows).Select(row => drawn.Contains(IsOfPrompts ? data.PromptOf[row] : row))];
    }

    /// <summary>Chooses the rest, where it is chosen, and fits.</summary>
    public HybridFit Complete(bool[] judged, double share, Func<bool[], HybridBattle[]> battles, long seed)
    {
        var (now, steps) = (battles(judged), IsChosen ? Steps : 0);
        var fit = HybridRating.Fit(now);
        var target = (int)Math.Round(judged.Length * share);
        for (var step = 1; step <= steps; step++)
        {
            var left = target - fit.JudgedBattles;
            foreach (var row in NextBattles.Choose(now, fit, step == steps ? left : target / (2 * Steps), seed + step))
            {
                judged[row] = true;
            }

            now = battles(judged);
            fit = HybridRating.Fit(now);
        }

        return fit;
    }
}
