namespace Arena.Core.Surrogate;

/// <summary>Makes the rows that scorers see, with all that depends on outcomes taken from training rows.</summary>
internal sealed class RowBuilder
{
    private readonly JudgedResponses _data;
    private readonly bool _withLikeness;
    private readonly bool _withOutcomes;
    private readonly bool[] _isTraining;
    private readonly double[] _strengths;
    private readonly double[] _winRates;
    private readonly string[] _columns;

    /// <summary>Sets up a builder.</summary>
    /// <param name="data">The responses.</param>
    /// <param name="training">The rows whose outcomes may be used.</param>
    /// <param name="withLikeness">Whether rows have the columns that ask whom a response is like.</param>
    /// <param name="withOutcomes">Whether these use what others earned on the same prompt.</param>
    public RowBuilder(JudgedResponses data, IReadOnlyList<int> training, bool withLikeness, bool withOutcomes)
    {
        (_data, _withLikeness, _withOutcomes) = (data, withLikeness, withOutcomes);
        _isTraining = new bool[data.Rows];
        var (sums, counts) = (new double[data.Contestants.Count], new int[data.Contestants.Count]);
        foreach (var row in training)
        {
            _isTraining[row] = true;
            sums[data.ContestantOf[row]] += data.Outcomes[row];
            counts[data.ContestantOf[row]]++;
        }

        // Half a win and half a loss more, so that who lost everything has a strength too (Haldane 1956; Anscombe 1956).
        _strengths = [.. sums.Select((sum, c) => counts[c] > 0 ? Math.Log((sum + 0.5) / (counts[c] - sum + 0.5)) : double.NaN)];
        _winRates = [.. sums.Select((sum, c) => sum / counts[c])];
        _columns = [.. data.Features.Columns, .. withLikeness ? LikenessColumns.Names(withOutcomes) : []];
    }

    /// <summary>Rows to learn from.</summary>
    /// <param name="rows">Which.</param>
    public TrainingRows Training(IReadOnlyList<int> rows)
    {
        var plain = Rows(rows);
        return new(plain.Columns, plain.Features, plain.Contestants, plain.Prompts, [.. rows.Select(row => _data.Outcomes[row])], _strengths);
    }

    /// <summary>Rows to score.</summary>
    /// <param name="rows">Which.</param>
    public ScorerRows Rows(IReadOnlyList<int> rows)
    {
        var own = _data.Features.Columns.Count;
        var features = new double[rows.Count][];
        Parallel.For(0, rows.Count, i =>
        {
            var values = new double[_columns.Length];
            _data.Features.Row(rows[i]).CopyTo(values);
            if (_withLikeness)
            {
                LikenessColumns.Write(_data, rows[i], _isTraining, _strengths, _winRates, _withOutcomes, values.AsSpan(own));
            }

            features[i] = values;
        });
        return new(_columns, features, [.. rows.Select(row => _data.ContestantOf[row])], [.. rows.Select(row => _data.PromptOf[row])]);
    }
}
