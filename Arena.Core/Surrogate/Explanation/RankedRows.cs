namespace Arena.Core.Surrogate.Explanation;

/// <summary>Rows by score, so that an AUC under any weights is one pass.</summary>
internal sealed class RankedRows
{
    private readonly int[] _contestants;
    private readonly int[] _prompts;
    private readonly sbyte[] _wins;
    private readonly bool[] _endsTie;

    /// <summary>Sorts rows.</summary>
    /// <param name="table">The rows; an outcome of ½ is neither won nor lost and does not count.</param>
    /// <param name="scores">A score for every row.</param>
    public RankedRows(ExplanationTable table, double[] scores)
    {
        var sorted = (double[])scores.Clone();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        _contestants = Array.ConvertAll(order, row => table.ContestantOf[row]);
        _prompts = Array.ConvertAll(order, row => table.PromptOf[row]);
        _wins = Array.ConvertAll(order, row => (sbyte)Math.Sign(table.Outcomes[row] - 0.5));
        _endsTie = [.. sorted.Select((score, i) => i == sorted.Length - 1 || sorted[i + 1] != score)];
    }

    /// <summary>The probability that a row that won has a greater score than one that lost; NaN where there are not both.</summary>
    public double Auc(double[] contestants, double[] prompts)
    {
        double below = 0, wins = 0, right = 0, won = 0, lost = 0;
        for (var i = 0; i < _wins.Length; i++)
        {
            var weight = contestants[_contestants[i]] * prompts[_prompts[i]];
            if (_wins[i] > 0)
            {
                won += weight;
            }
            else if (_wins[i] < 0)
            {
                lost += weight;
            }

            if (_endsTie[i])
            {
                right += won * (below + (lost / 2));
                wins += won;
                below += lost;
                (won, lost) = (0, 0);
            }
        }

        return right / (wins * below);
    }
}
