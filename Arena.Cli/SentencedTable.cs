using Spectre.Console;
using Spectre.Console.Rendering;

namespace Arena.Cli;

/// <summary>The pieces of a page of tables, each under a heading and a sentence that says what it shows.</summary>
internal static class SentencedTable
{
    /// <summary>A heading, with a line free above it.</summary>
    public static void Head(IAnsiConsole console, string title)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");
    }

    /// <summary>A table without rows. Columns of numbers stand to the right and keep to a line.</summary>
    public static Table Of(params IReadOnlyList<(string Title, bool IsNumber)> columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (title, isNumber) in columns)
        {
            table.AddColumn(isNumber ? new TableColumn(new Text(title)).RightAligned().NoWrap() : new TableColumn(new Text(title)));
        }

        return table;
    }

    /// <summary>Adds a row of texts, in which nothing is markup.</summary>
    public static void Row(this Table table, params IReadOnlyList<string> cells) => table.AddRow(cells.Select(cell => (IRenderable)new Text(cell)));
}
