using Arena.Core.Statistics;

namespace Arena.Core.Surrogate;

/// <summary>Rows to learn from and rows to be measured on.</summary>
/// <param name="Training">Rows to learn from, ascending.</param>
/// <param name="Test">Rows to be measured on, ascending.</param>
internal sealed record HeldOut(int[] Training, int[] Test)
{
    private const int PromptParts = 2;

    /// <summary>
    /// Splits rows so that each is measured once. Splitting by both, the contestants of a fold are measured on one half of the prompts by what the other
    /// contestants earned on the other half.
    /// </summary>
    /// <param name="data">The responses.</param>
    /// <param name="rows">The rows to split.</param>
    /// <param name="kind">What to hold out.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="seed">Seed of who is in which fold.</param>
    /// <param name="families">Family of every contestant, whose members share a fold; null where each is its own.</param>
    public static HeldOut[] Split(JudgedResponses data, int[] rows, SplitKind kind, int folds, long seed, IReadOnlyList<int>? families = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var contestant = Deal(rows.Select(FamilyOf), folds, seed, 0);
        var prompt = Deal(rows.Select(row => data.PromptOf[row]), kind == SplitKind.Both ? PromptParts : folds, seed, 1);
        return kind switch
        {
            SplitKind.InSample => [new(rows, rows)],
            SplitKind.Contestant => Parts(folds, row => contestant[FamilyOf(row)]),
            SplitKind.Prompt => Parts(folds, row => prompt[data.PromptOf[row]]),
            _ =>
            [
                .. from fold in Enumerable.Range(0, folds)
                   from part in Enumerable.Range(0, PromptParts)
                   select new HeldOut(
                       [.. rows.Where(row => contestant[FamilyOf(row)] != fold && prompt[data.PromptOf[row]] != part)],
                       [.. rows.Where(row => contestant[FamilyOf(row)] == fold && prompt[data.PromptOf[row]] == part)]),
            ],
        };

        int FamilyOf(int row) => families?[data.ContestantOf[row]] ?? data.ContestantOf[row];

        HeldOut[] Parts(int count, Func<int, int> foldOf) =>
            [.. Enumerable.Range(0, count).Select(fold => new HeldOut([.. rows.Where(row => foldOf(row) != fold)], [.. rows.Where(row => foldOf(row) == fold)]))];
    }

    /// <summary>Deals groups out to folds, as evenly as can be.</summary>
    private static Dictionary<int, int> Deal(IEnumerable<int> groups, int folds, long seed, long stream)
    {
        int[] distinct = [.. groups.Distinct().Order()];
        if (distinct.Length < folds)
        {
            throw new ArgumentException($"{distinct.Length} cannot be split into {folds} folds: take fewer folds");
        }

        new DeterministicRandom(seed, stream).Shuffle(distinct.AsSpan());
        return distinct.Index().ToDictionary(item => item.Item, item => item.Index % folds);
    }
}
