namespace Arena.Core.Ratings;

/// <summary>
/// Battles by column: names are interned, numbers lie in arrays. Immutable and safe to read from several threads. Built by
/// <see cref="BattleTableBuilder"/>.
/// </summary>
public sealed class BattleTable
{
    private readonly int[] _first;
    private readonly int[] _second;
    private readonly double[] _outcome;
    private readonly double[]? _weight;
    private readonly double[][] _styles;

    internal BattleTable(
        IReadOnlyList<string> contestants,
        int count,
        int[] first,
        int[] second,
        double[] outcome,
        double[]? weight,
        LabelColumn? clusters,
        LabelColumn? categories,
        LabelColumn? judges,
        LabelColumn? workers,
        IReadOnlyList<string> styleNames,
        double[][] styles)
    {
        Contestants = contestants;
        Count = count;
        _first = first;
        _second = second;
        _outcome = outcome;
        _weight = weight;
        Clusters = clusters;
        Categories = categories;
        Judges = judges;
        Workers = workers;
        StyleNames = styleNames;
        _styles = styles;
    }

    /// <summary>Number of battles.</summary>
    public int Count { get; }

    /// <summary>Names of the contestants, in the order of their first appearance.</summary>
    public IReadOnlyList<string> Contestants { get; }

    /// <summary>Index into <see cref="Contestants"/> of the one shown first, for every battle.</summary>
    public ReadOnlySpan<int> First => _first.AsSpan(0, Count);

    /// <summary>Index into <see cref="Contestants"/> of the one shown second, for every battle.</summary>
    public ReadOnlySpan<int> Second => _second.AsSpan(0, Count);

    /// <summary>What the first earned in every battle, in [0, 1]; ½ is a tie.</summary>
    public ReadOnlySpan<double> Outcome => _outcome.AsSpan(0, Count);

    /// <summary>Weight of every battle, positive and finite; empty where all weigh 1.</summary>
    public ReadOnlySpan<double> Weight => _weight is null ? [] : _weight.AsSpan(0, Count);

    /// <summary>The prompt of every battle: battles of one cluster are not independent. Null where the source does not tell.</summary>
    public LabelColumn? Clusters { get; }

    /// <summary>The category of every battle; null where the source has none.</summary>
    public LabelColumn? Categories { get; }

    /// <summary>The LLM judge of every battle; null where the source has none.</summary>
    public LabelColumn? Judges { get; }

    /// <summary>The human voter of every battle; null where the source has none.</summary>
    public LabelColumn? Workers { get; }

    /// <summary>Names of the style covariates that the battles carry, such as <c>length</c>.</summary>
    public IReadOnlyList<string> StyleNames { get; }

    /// <summary>A style covariate's difference, first minus second, in the source's own units, for every battle.</summary>
    /// <param name="index">Index into <see cref="StyleNames"/>.</param>
    public ReadOnlySpan<double> Style(int index) => _styles[index].AsSpan(0, Count);

    /// <summary>The battle of one row, with its names.</summary>
    /// <param name="index">Row, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Battle this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new Battle(
                Contestants[_first[index]],
                Contestants[_second[index]],
                _outcome[index],
                _weight?[index] ?? 1,
                NameAt(Clusters, index))
            {
                Category = NameAt(Categories, index),
                Judge = NameAt(Judges, index),
                Worker = NameAt(Workers, index),
            };
        }
    }

    /// <summary>A table of the given battles.</summary>
    /// <param name="battles">The battles, in order.</param>
    /// <exception cref="ArgumentException">A battle is not valid; see <see cref="BattleTableBuilder.Add(in Battle)"/>.</exception>
    public static BattleTable From(IEnumerable<Battle> battles)
    {
        ArgumentNullException.ThrowIfNull(battles);
        var builder = new BattleTableBuilder();
        foreach (var battle in battles)
        {
            builder.Add(battle);
        }

        return builder.Build();
    }

    /// <summary>The battles for which the condition holds. Contestants that no longer occur are dropped.</summary>
    /// <param name="condition">Called with every row's index, from 0.</param>
    public BattleTable Where(Func<int, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var builder = new BattleTableBuilder(StyleNames);
        Span<double> styles = stackalloc double[StyleNames.Count];
        for (var i = 0; i < Count; i++)
        {
            if (condition(i))
            {
                for (var k = 0; k < styles.Length; k++)
                {
                    styles[k] = _styles[k][i];
                }

                builder.Add(this[i], styles);
            }
        }

        return builder.Build();
    }

    /// <summary>The same battles with the styles of their responses as covariates, in place of those that they carry.</summary>
    /// <param name="styleOf">The style of the response to a prompt by a contestant; null where there is no such response.</param>
    /// <exception cref="ArgumentException">A style is not known.</exception>
    public BattleTable WithStyles(Func<string, string, ResponseStyle?> styleOf)
    {
        ArgumentNullException.ThrowIfNull(styleOf);
        var builder = new BattleTableBuilder(ResponseStyle.Names, Math.Max(1, Count));
        for (var i = 0; i < Count; i++)
        {
            var battle = this[i];
            builder.Add(battle, ResponseStyle.Difference(Style(battle.First), Style(battle.Second)));

            ResponseStyle Style(string contestant) => battle.Cluster is { } prompt && styleOf(prompt, contestant) is { } style
                ? style
                : throw new ArgumentException($"there is no response of {contestant} to prompt {battle.Cluster ?? "(none)"}, so its style is not known");
        }

        return builder.Build();
    }

    private static string? NameAt(LabelColumn? column, int row) =>
        column is not null && column.Codes[row] is >= 0 and var code ? column.Names[code] : null;
}
