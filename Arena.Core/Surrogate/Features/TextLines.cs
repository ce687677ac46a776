namespace Arena.Core.Surrogate.Features;

/// <summary>The lines of a text and the Markdown blocks that they form.</summary>
/// <param name="Count">Lines that are not blank.</param>
/// <param name="Repeated">Lines of 10 characters or more that stand in the text before.</param>
/// <param name="Paragraphs">Runs of lines between blank ones.</param>
/// <param name="CodeLines">Lines inside fenced code blocks.</param>
/// <param name="CodeBlocks">Fenced code blocks, also one that is never closed.</param>
/// <param name="IsFenceOpen">Whether the text ends inside a code block.</param>
/// <param name="TableRows">Lines that begin and end with a bar, or the rule under a table's head.</param>
/// <param name="Numbered">List items with a number, outside code.</param>
/// <param name="Bulleted">List items with a bullet, outside code.</param>
/// <param name="Quoted">Quoted lines.</param>
public readonly record struct TextLines(
    int Count, int Repeated, int Paragraphs, int CodeLines, int CodeBlocks, bool IsFenceOpen, int TableRows, int Numbered, int Bulleted, int Quoted)
{
    private const int ShortestRepeat = 10;

    /// <summary>List items of both kinds.</summary>
    public int Items => Numbered + Bulleted;

    /// <summary>Reads the lines of a text.</summary>
    /// <param name="text">The text.</param>
    public static TextLines Of(ReadOnlySpan<char> text)
    {
        var lines = default(TextLines);
        var seen = new HashSet<ulong>();
        var isBlank = true;
        foreach (var range in text.Split('\n'))
        {
            var line = text[range].Trim();
            if (line.IsEmpty)
            {
                isBlank = true;
                continue;
            }

            lines = lines with
            {
                Count = lines.Count + 1,
                Paragraphs = lines.Paragraphs + (isBlank ? 1 : 0),
                Repeated = lines.Repeated + (line.Length >= ShortestRepeat && !seen.Add(HashOf(line)) ? 1 : 0),
            };
            isBlank = false;
            if (line.StartsWith("```"))
            {
                lines = lines.IsFenceOpen ? lines with { IsFenceOpen = false } : lines with { IsFenceOpen = true, CodeBlocks = lines.CodeBlocks + 1 };
            }
            else if (lines.IsFenceOpen)
            {
                lines = lines with { CodeLines = lines.CodeLines + 1 };
            }
            else if (line[0] == '|' && line.Length > 1 && line[^1] == '|')
            {
                lines = lines with { TableRows = lines.TableRows + 1 };
            }
            else if (line[0] == '>')
            {
                lines = lines with { Quoted = lines.Quoted + 1 };
            }
            else if (line.Length > 1 && line[0] is '-' or '*' or '+' or '•' && line[1] == ' ')
            {
                lines = lines with { Bulleted = lines.Bulleted + 1 };
            }
            else if (IsNumbered(line))
            {
                lines = lines with { Numbered = lines.Numbered + 1 };
            }
        }

        return lines;
    }

    private static bool IsNumbered(ReadOnlySpan<char> line)
    {
        var digits = 0;
        while (digits < line.Length && char.IsAsciiDigit(line[digits]))
        {
            digits++;
        }

        return digits is > 0 and < 4 && digits < line.Length && line[digits] is '.' or ')' && (digits + 1 == line.Length || line[digits + 1] == ' ');
    }

    private static ulong HashOf(ReadOnlySpan<char> line)
    {
        var hash = 14695981039346656037ul;
        foreach (var c in line)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }
}
