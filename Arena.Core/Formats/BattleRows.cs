using System.Globalization;
using Arena.Core.Ratings;

namespace Arena.Core.Formats;

/// <summary>Takes rows of text, checks them, and adds them to a table; says file, line and column of what it cannot take.</summary>
internal sealed class BattleRows
{
    private readonly string _file;
    private readonly BattleTableBuilder _builder;
    private readonly BattleColumns _columns;
    private readonly double[] _styles;
    private readonly int[] _tableStyles;

    public BattleRows(string file, BattleTableBuilder builder, BattleColumns columns, IReadOnlyList<string> tableStyles)
    {
        _file = file;
        _builder = builder;
        _columns = columns;
        _styles = new double[tableStyles.Count];
        _tableStyles = [.. tableStyles.Select(style => Array.IndexOf(columns.Styles, style))];
    }

    /// <summary>Gives the text of a column in the current row; empty where it has none.</summary>
    public delegate ReadOnlySpan<char> FieldReader(int ordinal);

    /// <summary>Adds the current row.</summary>
    /// <param name="line">Its line, from 1, for messages.</param>
    /// <param name="field">Gives its fields.</param>
    public void Add(long line, FieldReader field)
    {
        var first = Trim(field, BattleRole.First);
        var second = Trim(field, BattleRole.Second);
        if (first.IsEmpty)
        {
            throw Bad(line, BattleRole.First, "the contestant has no name; fill it in or delete the row.");
        }

        if (second.IsEmpty)
        {
            throw Bad(line, BattleRole.Second, "the contestant has no name; fill it in or delete the row.");
        }

        if (first.SequenceEqual(second))
        {
            throw Bad(line, BattleRole.Second, $"contestant \"{Shorten(first)}\" is set against itself; correct a name or delete the row.");
        }

        var outcome = OutcomeOf(line, Trim(field, BattleRole.Winner));
        var weight = 1.0;
        if (_columns[BattleRole.Weight] >= 0)
        {
            var text = Trim(field, BattleRole.Weight);
            if (!TryParse(text, out weight) || weight <= 0)
            {
                throw Bad(line, BattleRole.Weight, $"weight \"{Shorten(text)}\" is not a positive number.");
            }
        }

        for (var k = 0; k < _styles.Length; k++)
        {
            var (a, b) = _columns.StyleOrdinals[_tableStyles[k]];
            _styles[k] = RelativeDifference(Count(line, k, "a", field(a)), Count(line, k, "b", field(b)));
        }

        _builder.Add(
            first,
            second,
            outcome,
            weight,
            Trim(field, BattleRole.Cluster),
            Trim(field, BattleRole.Category),
            Trim(field, BattleRole.Judge),
            Trim(field, BattleRole.Worker),
            _styles);
    }

    private ReadOnlySpan<char> Trim(FieldReader field, BattleRole role) =>
        _columns[role] is >= 0 and var ordinal ? field(ordinal).Trim() : default;

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

    /// <summary>The difference as a share of the sum, so that 10 words against 20 weigh as 100 against 200 do.</summary>
    private static double RelativeDifference(double a, double b) => a + b > 0 ? (a - b) / (a + b) : 0;

    private static bool TryParse(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 60 ? text.ToString() : $"{text[..57]}...";

    private BadInputException Bad(long line, BattleRole role, string reason) => new(_file, reason, line, _columns.NameOf(role));
}
