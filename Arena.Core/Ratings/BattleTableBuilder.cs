namespace Arena.Core.Ratings;

/// <summary>Collects battles into a <see cref="BattleTable"/>. Not safe for use from several threads at once.</summary>
public sealed class BattleTableBuilder
{
    private readonly LabelInterner _contestants = new();
    private readonly LabelInterner _clusterNames = new();
    private readonly LabelInterner _categoryNames = new();
    private readonly LabelInterner _judgeNames = new();
    private readonly LabelInterner _workerNames = new();
    private readonly string[] _styleNames;
    private readonly double[][] _styles;
    private int[] _first;
    private int[] _second;
    private double[] _outcome;
    private double[]? _weight;
    private int[]? _clusters;
    private int[]? _categories;
    private int[]? _judges;
    private int[]? _workers;
    private bool _isBuilt;

    /// <summary>Creates an empty builder.</summary>
    /// <param name="styleNames">Names of the style covariates that every battle will carry; none by default.</param>
    /// <param name="capacity">How many battles to make room for at first.</param>
    public BattleTableBuilder(IReadOnlyList<string>? styleNames = null, int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _styleNames = [.. styleNames ?? []];
        _styles = [.. _styleNames.Select(_ => new double[capacity])];
        _first = new int[capacity];
        _second = new int[capacity];
        _outcome = new double[capacity];
    }

    /// <summary>Number of battles so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a battle.</summary>
    /// <param name="battle">The battle.</param>
    /// <exception cref="ArgumentException">
    /// The contestants are equal or have no name, the outcome is not in [0, 1], or the weight is not positive and finite.
    /// </exception>
    public void Add(in Battle battle) => Add(battle, []);

    /// <summary>Adds a battle with its style covariates.</summary>
    /// <param name="battle">The battle.</param>
    /// <param name="styles">Differences first minus second, one for each style name; finite.</param>
    /// <exception cref="ArgumentException">As for <see cref="Add(in Battle)"/>, or the covariates are of another number.</exception>
    public void Add(in Battle battle, ReadOnlySpan<double> styles) =>
        Add(
            battle.First,
            battle.Second,
            battle.Outcome,
            battle.Weight,
            battle.Cluster,
            battle.Category,
            battle.Judge,
            battle.Worker,
            styles);

    /// <summary>Adds a battle from text in buffers; empty labels mean that the battle has none.</summary>
    internal void Add(
        ReadOnlySpan<char> first,
        ReadOnlySpan<char> second,
        double outcome,
        double weight,
        ReadOnlySpan<char> cluster,
        ReadOnlySpan<char> category,
        ReadOnlySpan<char> judge,
        ReadOnlySpan<char> worker,
        ReadOnlySpan<double> styles)
    {
        ObjectDisposedException.ThrowIf(_isBuilt, this);
        if (first.IsEmpty || second.IsEmpty)
        {
            throw new ArgumentException("a contestant has no name");
        }

        if (first.SequenceEqual(second))
        {
            throw new ArgumentException($"contestant \"{first}\" is set against itself");
        }

        if (!(outcome is >= 0 and <= 1))
        {
            throw new ArgumentException($"outcome {outcome} is not between 0 and 1");
        }

        if (!(weight > 0 && double.IsFinite(weight)))
        {
            throw new ArgumentException($"weight {weight} is not a positive number");
        }

        if (styles.Length != _styles.Length)
        {
            throw new ArgumentException($"{styles.Length} style covariates where {_styles.Length} were declared", nameof(styles));
        }

        for (var k = 0; k < styles.Length; k++)
        {
            if (!double.IsFinite(styles[k]))
            {
                throw new ArgumentException($"style covariate {_styleNames[k]} is not a finite number");
            }
        }

        if (Count == _first.Length)
        {
            Grow();
        }

        var row = Count;
        _first[row] = _contestants.Intern(first);
        _second[row] = _contestants.Intern(second);
        _outcome[row] = outcome;
        if (_weight is not null || weight != 1)
        {
            if (_weight is null)
            {
                _weight = Filled(1.0, row);
            }

            _weight[row] = weight;
        }

        Set(ref _clusters, _clusterNames, cluster, row);
        Set(ref _categories, _categoryNames, category, row);
        Set(ref _judges, _judgeNames, judge, row);
        Set(ref _workers, _workerNames, worker, row);
        for (var k = 0; k < styles.Length; k++)
        {
            _styles[k][row] = styles[k];
        }

        Count++;
    }

    /// <summary>Adds all battles of another builder, which is used up by it. Both must have the same styles.</summary>
    internal void Append(BattleTableBuilder other)
    {
        var start = Count;
        while (_first.Length < start + other.Count)
        {
            Grow();
        }

        var contestants = Translate(other._contestants, _contestants);
        for (var row = 0; row < other.Count; row++)
        {
            _first[start + row] = contestants[other._first[row]];
            _second[start + row] = contestants[other._second[row]];
        }

        other._outcome.AsSpan(0, other.Count).CopyTo(_outcome.AsSpan(start));
        for (var k = 0; k < _styles.Length; k++)
        {
            other._styles[k].AsSpan(0, other.Count).CopyTo(_styles[k].AsSpan(start));
        }

        if (_weight is not null || other._weight is not null)
        {
            _weight ??= Filled(1.0, start);
            (other._weight ?? other.Filled(1.0, other.Count)).AsSpan(0, other.Count).CopyTo(_weight.AsSpan(start));
        }

        Join(ref _clusters, _clusterNames, other._clusters, other._clusterNames);
        Join(ref _categories, _categoryNames, other._categories, other._categoryNames);
        Join(ref _judges, _judgeNames, other._judges, other._judgeNames);
        Join(ref _workers, _workerNames, other._workers, other._workerNames);
        Count += other.Count;
        other._isBuilt = true;

        static int[] Translate(LabelInterner from, LabelInterner to) => [.. from.Names.Select(name => to.Intern(name))];

        void Join(ref int[]? codes, LabelInterner names, int[]? added, LabelInterner addedNames)
        {
            if (codes is null && added is null)
            {
                return;
            }

            codes ??= Filled(-1, start);
            var translation = Translate(addedNames, names);
            for (var row = 0; row < other.Count; row++)
            {
                codes[start + row] = added is null || added[row] < 0 ? -1 : translation[added[row]];
            }
        }
    }

    /// <summary>The table of all battles added. The builder cannot be used afterwards.</summary>
    public BattleTable Build()
    {
        ObjectDisposedException.ThrowIf(_isBuilt, this);
        _isBuilt = true;
        return new BattleTable(
            _contestants.Names,
            Count,
            _first,
            _second,
            _outcome,
            _weight,
            Column(_clusters, _clusterNames),
            Column(_categories, _categoryNames),
            Column(_judges, _judgeNames),
            Column(_workers, _workerNames),
            _styleNames,
            _styles);
    }

    private void Set(ref int[]? codes, LabelInterner names, ReadOnlySpan<char> name, int row)
    {
        if (codes is null)
        {
            if (name.IsEmpty)
            {
                return;
            }

            codes = Filled(-1, row);
        }

        codes[row] = name.IsEmpty ? -1 : names.Intern(name);
    }

    private LabelColumn? Column(int[]? codes, LabelInterner names) =>
        codes is null ? null : new LabelColumn(names.Names, codes, Count);

    /// <summary>A column with room for all rows, whose first rows hold a value.</summary>
    private T[] Filled<T>(T value, int rows)
    {
        var column = new T[_first.Length];
        column.AsSpan(0, rows).Fill(value);
        return column;
    }

    private void Grow()
    {
        var capacity = checked(_first.Length * 2);
        Array.Resize(ref _first, capacity);
        Array.Resize(ref _second, capacity);
        Array.Resize(ref _outcome, capacity);
        Resize(ref _weight);
        Resize(ref _clusters);
        Resize(ref _categories);
        Resize(ref _judges);
        Resize(ref _workers);
        for (var k = 0; k < _styles.Length; k++)
        {
            Array.Resize(ref _styles[k], capacity);
        }

        void Resize<T>(ref T[]? column)
        {
            if (column is not null)
            {
                Array.Resize(ref column, capacity);
            }
        }
    }
}
