namespace Arena.Core.Bias.Distractors;

/// <summary>Finds fenced code blocks in Markdown, as CommonMark has them.</summary>
internal static class CodeBlocks
{
    /// <summary>What stands in the blocks, in their order, without white space at their ends. A block that is not closed ends with the text.</summary>
    public static IReadOnlyList<string> In(string text)
    {
        var blocks = new List<string>();
        var open = default(List<string>);
        var (fence, length) = ('\0', 0);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var (mark, count, rest) = Fence(line);
            if (open is null && count >= 3 && !(mark == '`' && rest.Contains('`', StringComparison.Ordinal)))
            {
                (open, fence, length) = ([], mark, count);
            }
            else if (open is not null && mark == fence && count >= length && string.IsNullOrWhiteSpace(rest))
            {
                blocks.Add(string.Join('\n', open).TrimEnd());
                open = null;
            }
            else
            {
                open?.Add(line);
            }
        }

        if (open is not null)
        {
            blocks.Add(string.Join('\n', open).TrimEnd());
        }

        return blocks;
    }

    /// <summary>The letters of a fence that a line starts with, how many, and what follows them.</summary>
    private static (char Mark, int Count, string Info) Fence(string line)
    {
        var start = line.Length - line.TrimStart(' ').Length;
        if (start > 3 || start == line.Length || line[start] is not ('`' or '~'))
        {
            return ('\0', 0, line);
        }

        var rest = line[start..].TrimStart(line[start]);
        return (line[start], line.Length - start - rest.Length, rest);
    }
}
