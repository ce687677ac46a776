using Arena.Core.Statistics;

namespace Arena.Core.Surrogate.Explanation;

/// <summary>The rows that are explained: a response's own features, and what it earned.</summary>
/// <param name="Columns">Names of the features.</param>
/// <param name="Features">Features by row; NaN is missing.</param>
/// <param name="ContestantOf">Contestant of every row.</param>
/// <param name="PromptOf">Prompt of every row.</param>
/// <param name="Outcomes">What every row earned, in [0, 1].</param>
/// <param name="Training">Makes rows to learn from, of numbers of rows.</param>
internal sealed record ExplanationTable(
    IReadOnlyList<string> Columns, double[][] Features, int[] ContestantOf, int[] PromptOf, double[] Outcomes, Func<int[], TrainingRows> Training)
{
    private const int FewestContestants = 3;

    public int Rows => Outcomes.Length;

    public int Contestants { get; } = ContestantOf.Length == 0 ? 0 : ContestantOf.Max() + 1;

    public int Prompts { get; } = PromptOf.Length == 0 ? 0 : PromptOf.Max() + 1;

    /// <summary>All judged responses, or some.</summary>
    /// <param name="data">The responses.</param>
    /// <param name="rows">Which, in which order; null for all.</param>
    public static ExplanationTable Of(JudgedResponses data, int[]? rows = null)
    {
        int[] kept = [.. (rows ?? Enumerable.Range(0, data.Rows)).Where(row => !double.IsNaN(data.Outcomes[row]))];
        var all = new RowBuilder(data, kept, ScorerInputs.Field).Rows(kept);
        return new(
            all.Columns,
            [.. all.Features],
            Renumbered(kept.Select(row => data.ContestantOf[row])),
            Renumbered(kept.Select(row => data.PromptOf[row])),
            [.. kept.Select(row => data.Outcomes[row])],
            some =>
            {
                int[] own = [.. some.Select(i => kept[i])];
                return new RowBuilder(data, own, ScorerInputs.Field).Training(own);
            });
    }

    /// <summary>Some of the rows, under the same numbers of contestants and prompts.</summary>
    /// <param name="rows">Which, ascending.</param>
    public ExplanationTable Some(int[] rows) => new(
        Columns,
        [.. rows.Select(row => Features[row])],
        [.. rows.Select(row => ContestantOf[row])],
        [.. rows.Select(row => PromptOf[row])],
        [.. rows.Select(row => Outcomes[row])],
        some => Training([.. some.Select(i => rows[i])]));

    /// <summary>Rows of prompts drawn at random: about as many as asked for, and all where there are no more.</summary>
    /// <param name="most">About how many rows.</param>
    /// <param name="seed">Seed of the draw.</param>
    public int[] Draw(int most, long seed)
    {
        if (Rows <= most)
        {
            return [.. Enumerable.Range(0, Rows)];
        }

        int[] order = [.. Enumerable.Range(0, Prompts)];
        new DeterministicRandom(seed).Shuffle(order.AsSpan());
        var count = PromptOf.CountBy(prompt => prompt).ToDictionary();
        var (kept, rows) = (new HashSet<int>(), 0);
        foreach (var prompt in order)
        {
            if (kept.Count == 0 || rows + count.GetValueOrDefault(prompt) <= most)
            {
                kept.Add(prompt);
                rows += count.GetValueOrDefault(prompt);
            }
        }

        return [.. Enumerable.Range(0, Rows).Where(row => kept.Contains(PromptOf[row]))];
    }

    /// <summary>The same rows with the outcomes of another judge.</summary>
    /// <param name="other">The same responses in the same order, as that judge saw them.</param>
    public ExplanationTable JudgedAs(ExplanationTable other) => this with { Outcomes = other.Outcomes, Training = other.Training };

    /// <summary>Deals contestants out to folds.</summary>
    /// <param name="folds">Most folds.</param>
    /// <param name="seed">Seed of the deal.</param>
    /// <exception cref="ArgumentException">There are too few contestants to hold any out.</exception>
    public HeldOut[] Split(int folds, long seed)
    {
        if (Contestants < FewestContestants)
        {
            throw new ArgumentException(
                $"the responses are of {Contestants} contestant{(Contestants == 1 ? "" : "s")}; to explain a judge on contestants held out, {FewestContestants} are needed at least");
        }

        int[] order = [.. Enumerable.Range(0, Contestants)];
        new DeterministicRandom(seed).Shuffle(order.AsSpan());
        var count = Math.Min(folds, Contestants);
        var foldOf = new int[Contestants];
        foreach (var (place, contestant) in order.Index())
        {
            foldOf[contestant] = place % count;
        }

        return
        [
            .. Enumerable.Range(0, count).Select(fold => new HeldOut(
                [.. Enumerable.Range(0, Rows).Where(row => foldOf[ContestantOf[row]] != fold)],
                [.. Enumerable.Range(0, Rows).Where(row => foldOf[ContestantOf[row]] == fold)])),
        ];
    }

    /// <summary>Whether a column differs between some rows.</summary>
    public bool Varies(int column, IEnumerable<int> rows)
    {
        var first = double.NaN;
        foreach (var row in rows)
        {
            var value = Features[row][column];
            if (double.IsNaN(first))
            {
                first = value;
            }
            else if (!double.IsNaN(value) && value != first)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a column differs between responses to the same prompt: whether a judge that sees one prompt at a time can reward it.</summary>
    public bool VariesWithinPrompts(int column)
    {
        var first = new double[Prompts];
        Array.Fill(first, double.NaN);
        for (var row = 0; row < Rows; row++)
        {
            var value = Features[row][column];
            var prompt = PromptOf[row];
            if (double.IsNaN(first[prompt]))
            {
                first[prompt] = value;
            }
            else if (!double.IsNaN(value) && value != first[prompt])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Numbers without gaps, in the same order.</summary>
    private static int[] Renumbered(IEnumerable<int> numbers)
    {
        int[] all = [.. numbers];
        var places = all.Distinct().Order().Index().ToDictionary(item => item.Item, item => item.Index);
        return [.. all.Select(number => places[number])];
    }
}
