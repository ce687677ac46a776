using System.Globalization;
using System.Runtime.CompilerServices;
using Arena.Core.Ratings;

namespace Arena.Core.Formats;

/// <summary>Takes rows of text, checks them, and adds them to a table; says file, line and column of what it cannot take.</summary>
internal sealed class BattleRows
{
    private readonly string _file;
    private readonly BattleTableBuilder _builder;
    private readonly BattleColumns _columns;
    private readonly double[] _styles;
    private readonly IReadOnlyList<string> _tableStyleNames;
    private readonly int[] _tableStyles;
    private readonly bool _hasWeight;
    private string _lastWinner = "";
    private double _lastOutcome;

    public BattleRows(string file, BattleTableBuilder builder, BattleColumns columns, IReadOnlyList<string> tableStyles)
    {
        _file = file;
        _builder = builder;
        _columns = columns;
        _hasWeight = columns[BattleRole.Weight] >= 0;
        _styles = new double[tableStyles.Count];
        _tableStyleNames = tableStyles;
        _tableStyles = [.. tableStyles.Select(style => Array.IndexOf(columns.Styles, style))];
    }

    /// <summary>Rows of the same file that go to a table of their own, until they are joined.</summary>
    /// <param name="capacity">How many rows to make room for at first.</param>
    public BattleRows Fork(int capacity) =>
        new(_file, new BattleTableBuilder(_tableStyleNames, capacity), _columns, _tableStyleNames);

    /// <summary>Adds all rows of a fork.</summary>
    public void Join(BattleRows fork) => _builder.Append(fork._builder);

    /// <summary>Gives the text of a column in the current row; empty where it has none.</summary>
    public delegate ReadOnlySpan<char> FieldReader(int ordinal);

    /// <summary>Adds a row whose fields are fetched one by one.</summary>
    /// <param name="line">Its line, from 1, for messages.</param>
    /// <param name="field">Gives its fields.</param>
    public void Add(long line, FieldReader field)
    {
        var fields = new BattleFields
        {
            First = Get(BattleRole.First),
            Second = Get(BattleRole.Second),
            Winner = Get(BattleRole.Winner),
            Cluster = Get(BattleRole.Cluster),
            Category = Get(BattleRole.Category),
            Judge = Get(BattleRole.Judge),
            Worker = Get(BattleRole.Worker),
            Weight = Get(BattleRole.Weight),
        };
        Add(line, fields, field);

        ReadOnlySpan<char> Get(BattleRole role) => _columns[role] is >= 0 and var ordinal ? field(ordinal) : default;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="line">Its line, from 1, for messages.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="field">Gives the fields of its styles, where the table has some.</param>
    public void Add(long line, in BattleFields fields, FieldReader field)
    {
        var first = Trim(fields.First);
        var second = Trim(fields.Second);
        if (first.IsEmpty || second.IsEmpty || first.SequenceEqual(second))
        {
            throw BadPair(line, first, second);
        }

        if (fields.Winner.IsEmpty || !fields.Winner.SequenceEqual(_lastWinner))
        {
            _lastOutcome = OutcomeOf(line, fields.Winner.Trim());
            _lastWinner = fields.Winner.ToString();
        }

        var weight = _hasWeight ? WeightOf(line, fields.Weight.Trim()) : 1.0;
        for (var k = 0; k < _styles.Length; k++)
        {
            var (a, b) = _columns.StyleOrdinals[_tableStyles[k]];
            _styles[k] = ResponseStyle.RelativeDifference(Count(line, k, "a", field(a)), Count(line, k, "b", field(b)));
        }

        _builder.Add(
            first,
            second,
            _lastOutcome,
            weight,
            Trim(fields.Cluster),
            Trim(fields.Category),
            Trim(fields.Judge),
            Trim(fields.Worker),
            _styles);
    }

    /// <summary>Most fields have no space around them, and asking is cheaper than trimming.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) =>
        !text.IsEmpty && (text[0] <= ' ' || text[0] > '~' || text[^1] <= ' ' || text[^1] > '~') ? text.Trim() : text;

    private BadInputException BadPair(long line, ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        const string NoName = "the contestant has no name; fill it in or delete the row.";
        return first.IsEmpty ? Bad(line, BattleRole.First, NoName)
            : second.IsEmpty ? Bad(line, BattleRole.Second, NoName)
            : Bad(line, BattleRole.Second, $"contestant \"{Shorten(first)}\" is set against itself; correct a name or delete the row.");
    }

    private double WeightOf(long line, ReadOnlySpan<char> text) =>
        TryParse(text, out var weight) && weight > 0
            ? weight
            : throw Bad(line, BattleRole.Weight, $"weight \"{Shorten(text)}\" is not a positive number.");

    private double OutcomeOf(long line, ReadOnlySpan<char> label)
    {
        Span<char> lower = stackalloc char[16];
        if (label.Length <= lower.Length)
        {
            switch (lower[..label.ToLowerInvariant(lower)])
            {
                case "model_a" or "a" or "left" or "1":
                    return 1;
                case "model_b" or "b" or "right" or "2":
                    return 0;
                case "tie" or "tie (bothbad)" or "draw":
                    return 0.5;
            }
        }

        throw Bad(
            line,
            BattleRole.Winner,
            $"unknown winner \"{Shorten(label)}\"; it must be model_a, a, left or 1; model_b, b, right or 2; tie, tie (bothbad) or draw.");
    }

    private double Count(long line, int style, string side, ReadOnlySpan<char> text) =>
        TryParse(text.Trim(), out var count) && count >= 0
            ? count
            : throw new BadInputException(
                _file,
                $"\"{Shorten(text)}\" is not a count; it must be 0 or a positive number.",
                line,
                $"{_columns.Styles[_tableStyles[style]]}_{side}");

    private static bool TryParse(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 60 ? text.ToString() : $"{text[..57]}...";

    private BadInputException Bad(long line, BattleRole role, string reason) => new(_file, reason, line, _columns.NameOf(role));
}
