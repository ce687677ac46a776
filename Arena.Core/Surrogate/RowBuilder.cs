namespace Arena.Core.Surrogate;

/// <summary>
/// Makes the rows that scorers see, with all that depends on outcomes taken from training rows: from pairs of two of them, or of one and the baseline.
/// </summary>
internal sealed class RowBuilder
{
    private readonly JudgedResponses _data;
    private readonly ScorerInputs _inputs;
    private readonly bool[] _isTraining;
    private readonly double[] _outcomes;
    private readonly double[] _offsets;
    private readonly double[] _winRates;
    private readonly int[] _featureColumns;
    private readonly string[] _columns;

    /// <summary>Sets up a builder.</summary>
    /// <param name="data">The responses.</param>
    /// <param name="training">The rows whose outcomes may be used.</param>
    /// <param name="inputs">What scorers may look at.</param>
    /// <param name="strengths">Log-strengths by contestant, NaN where unknown, in place of those that the training rows give.</param>
    public RowBuilder(JudgedResponses data, IReadOnlyList<int> training, ScorerInputs inputs, IReadOnlyList<double>? strengths = null)
    {
        (_data, _inputs) = (data, inputs.On(data));
        _isTraining = new bool[data.Rows];
        foreach (var row in training)
        {
            _isTraining[row] = true;
        }

        JudgedPair[] pairs = [.. data.Pairs.Where(pair => _isTraining[pair.Row] && (pair.Opponent < 0 || _isTraining[pair.Opponent]))];
        _outcomes = JudgedResponses.Means(data.Rows, pairs, pair => pair.Outcome);
        var own = Enumerable.Range(0, data.Rows).Where(row => !double.IsNaN(_outcomes[row])).ToLookup(row => data.ContestantOf[row]);
        _winRates = [.. data.Contestants.Select((_, c) => own[c].Any() ? own[c].Average(row => _outcomes[row]) : double.NaN)];
        Strengths = strengths ?? (data.Baseline is null ? FieldStrengths.Of(
            data.Contestants.Count, pairs.Select(pair => (data.ContestantOf[pair.Row], data.ContestantOf[pair.Opponent], pair.Outcome, pair.Weight))) : AgainstBaseline(_winRates, own));
        _offsets = data.Baseline is null
            ? JudgedResponses.Means(data.Rows, pairs, pair => Strengths[data.ContestantOf[pair.Opponent]])
            : new double[data.Rows];
        _featureColumns = [.. Enumerable.Range(0, data.Features.Columns.Count).Where(column => _inputs.Sees(data.Features.Columns[column]))];
        _columns =
        [
            .. _featureColumns.Select(column => data.Features.Columns[column]),
            .. _inputs.WithLikeness() ? LikenessColumns.Names(_inputs == ScorerInputs.Verdicts, data.Baseline is not null) : [],
        ];
    }

    /// <summary>Log-strengths by contestant; NaN of those without a training row.</summary>
    public IReadOnlyList<double> Strengths { get; }

    /// <summary>Rows to learn from; those that met nobody of the training rows are left out.</summary>
    /// <param name="rows">Which.</param>
    public TrainingRows Training(IReadOnlyList<int> rows)
    {
        int[] met = [.. rows.Where(row => !double.IsNaN(_outcomes[row]))];
        var plain = Rows(met);
        return new(plain.Columns, plain.Features, plain.Contestants, plain.Prompts, [.. met.Select(row => _outcomes[row])], Strengths)
        {
            Offsets = [.. met.Select(row => _offsets[row])],
        };
    }

    /// <summary>Rows to score.</summary>
    /// <param name="rows">Which.</param>
    public ScorerRows Rows(IReadOnlyList<int> rows)
    {
        var features = new double[rows.Count][];
        Parallel.For(0, rows.Count, i =>
        {
            var values = new double[_columns.Length];
            var all = _data.Features.Row(rows[i]);
            for (var column = 0; column < _featureColumns.Length; column++)
            {
                values[column] = all[_featureColumns[column]];
            }

            if (_inputs.WithLikeness())
            {
                LikenessColumns.Write(_data, rows[i], _isTraining, Strengths, _winRates, _inputs == ScorerInputs.Verdicts, values.AsSpan(_featureColumns.Length));
            }

            features[i] = values;
        });
        return new(_columns, features, [.. rows.Select(row => _data.ContestantOf[row])], [.. rows.Select(row => _data.PromptOf[row])]);
    }

    /// <summary>Half a win and half a loss more, so that who lost everything has a strength too (Haldane 1956; Anscombe 1956).</summary>
    private static double[] AgainstBaseline(double[] winRates, ILookup<int, int> own) =>
        [.. winRates.Select((rate, c) => Math.Log(((rate * own[c].Count()) + 0.5) / (((1 - rate) * own[c].Count()) + 0.5)))];
}
