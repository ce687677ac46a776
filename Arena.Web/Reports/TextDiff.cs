using System.Globalization;
using System.Text.RegularExpressions;
using DiffPlex;
using DiffPlex.Chunkers;

namespace Arena.Web.Reports;

/// <summary>How one text became another, word by word. Long stretches are cut in their middle, so that what changed is seen.</summary>
internal static partial class TextDiff
{
    /// <summary>A text that did not change is whole up to this many characters, and so is what was added or removed.</summary>
    private const int LongestText = 3000;

    /// <summary>Around what changed, the text that did not is whole up to this many characters.</summary>
    private const int LongestSame = 600;

    /// <summary>Of more words than this on either side, what lies between the common beginning and end counts as replaced.</summary>
    private const int MostWords = 3000;

    /// <summary>The pieces of both texts in order.</summary>
    /// <param name="before">The one text.</param>
    /// <param name="after">What became of it.</param>
    public static IReadOnlyList<DiffPiece> Of(string before, string after)
    {
        if (before == after)
        {
            return [.. Cut(DiffKind.Same, before, LongestText)];
        }

        var (old, fresh) = (Words(before), Words(after));
        var start = old.Zip(fresh).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = old.Skip(start).Reverse().Zip(fresh.Skip(start).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        var pieces = new List<DiffPiece>();
        Add(DiffKind.Same, old[..start]);
        Middle(old[start..^end], fresh[start..^end]);
        Add(DiffKind.Same, old[^end..]);
        return pieces;

        void Middle(string[] removed, string[] added)
        {
            if (removed.Length == 0 || added.Length == 0 || Math.Max(removed.Length, added.Length) > MostWords)
            {
                Add(DiffKind.Removed, removed);
                Add(DiffKind.Added, added);
                return;
            }

            var diff = Differ.Instance.CreateDiffs(
                string.Concat(removed), string.Concat(added), ignoreWhiteSpace: false, ignoreCase: false, new CustomFunctionChunker(Words));
            var at = 0;
            foreach (var block in diff.DiffBlocks)
            {
                Add(DiffKind.Same, removed[at..block.DeleteStartA]);
                Add(DiffKind.Removed, removed[block.DeleteStartA..(block.DeleteStartA + block.DeleteCountA)]);
                Add(DiffKind.Added, added[block.InsertStartB..(block.InsertStartB + block.InsertCountB)]);
                at = block.DeleteStartA + block.DeleteCountA;
            }

            Add(DiffKind.Same, removed[at..]);
        }

        void Add(DiffKind kind, string[] words)
        {
            if (words.Length > 0)
            {
                pieces.AddRange(Cut(kind, string.Concat(words), kind == DiffKind.Same ? LongestSame : LongestText));
            }
        }
    }

    private static IEnumerable<DiffPiece> Cut(DiffKind kind, string text, int longest)
    {
        if (text.Length <= longest)
        {
            yield return new(kind, text);
            yield break;
        }

        var (head, tail) = (Whole(text, longest / 2), Whole(text, text.Length - (longest / 2)));
        yield return new(kind, text[..head]);
        yield return new(DiffKind.LeftOut, string.Create(CultureInfo.InvariantCulture, $"[… {tail - head:N0} characters left out …]"));
        yield return new(kind, text[tail..]);
    }

    /// <summary>A place at or before another where no character is cut in two.</summary>
    private static int Whole(string text, int place) => char.IsLowSurrogate(text[place]) ? place - 1 : place;

    private static string[] Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    /// <summary>A word, space, a character beyond the first 65,536, or any other character: together they make up every text.</summary>
    [GeneratedRegex(@"\w+|\s+|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\w\s]")]
    private static partial Regex Word();
}
