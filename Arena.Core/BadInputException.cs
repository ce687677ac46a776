using System.Globalization;

namespace Arena.Core;

/// <summary>
/// The user's input cannot be used: where (file, line, column or key), what is wrong with it, and what to do. Thrown before
/// anything was changed. The message is one sentence meant for the user.
/// </summary>
public sealed class BadInputException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The file or other source, as the user named it.</param>
    /// <param name="reason">What is wrong and what to do, as a sentence without the place.</param>
    /// <param name="line">Line, from 1, where it is known.</param>
    /// <param name="column">Column or key in that line, where it is known: a column's name, a JSON key, or a number from 1.</param>
    /// <param name="inner">The cause, where another exception told of it.</param>
    public BadInputException(string source, string reason, long? line = null, string? column = null, Exception? inner = null)
        : base(Describe(source, reason, line, column), inner)
    {
        InputSource = source;
        Reason = reason;
        Line = line;
        Column = column;
    }

    /// <summary>The file or other source, as the user named it.</summary>
    public string InputSource { get; }

    /// <summary>What is wrong and what to do, without the place.</summary>
    public string Reason { get; }

    /// <summary>Line, from 1; null where it is not known or does not apply.</summary>
    public long? Line { get; }

    /// <summary>A column's name, a JSON key, or a column number from 1; null where it is not known.</summary>
    public string? Column { get; }

    private static string Describe(string source, string reason, long? line, string? column)
    {
        var place = source;
        if (line is { } number)
        {
            place += string.Create(CultureInfo.InvariantCulture, $", line {number}");
        }

        if (column is not null)
        {
            place += $", column {column}";
        }

        // Input is quoted here, and neither its line breaks nor its terminal commands are meant for the user's screen.
        return string.Concat($"{place}: {reason}".Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
    }
}
