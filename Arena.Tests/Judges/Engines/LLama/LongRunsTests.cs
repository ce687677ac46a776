using Arena.Judges.Engines.LLama;
using CsCheck;

namespace Arena.Tests.Judges.Engines.LLama;

public sealed class LongRunsTests
{
    private static readonly Gen<string> Texts = Gen
        .OneOfConst("a", "é", "漢", "7", "!", " ", "\n", "\t", "\u001c", "\u0301", "😀", "\ud83d", "\udc00")
        .Select(Gen.OneOfConst(1, 5, 1999, 2000, 2001, 5000))
        .Array[0, 6]
        .Select(runs => string.Concat(runs.Select(run => string.Concat(Enumerable.Repeat(run.Item1, run.Item2)))));

    [Fact]
    public void Cut_OfAnyText_KeepsAllOfIt() => Texts.Sample(text => Assert.Equal(text, string.Concat(LongRuns.Cut(text))), iter: 300);

    [Fact]
    public void Cut_OfAnyText_LeavesNoLongRun() => Texts.Sample(
        text => Assert.All(LongRuns.Cut(text), part =>
        {
            // One more where a pair of surrogates must stay whole.
            Assert.InRange(Longest(part, letter => letter is not (' ' or '\n')), 0, LongRuns.Longest + 1);
            Assert.InRange(Longest(part, letter => !char.IsLetterOrDigit(letter) && !char.IsPunctuation(letter)), 0, LongRuns.Longest + 1);
        }),
        iter: 300);

    [Fact]
    public void Cut_OfAnyText_DividesNoLetter() => Texts.Sample(
        text =>
        {
            var parts = LongRuns.Cut(text).ToList();
            Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.False(char.IsSurrogatePair(pair.First[^1], pair.Second[0])));
        },
        iter: 300);

    [Fact]
    public void Cut_OfTextWithSpaces_LeavesItWhole()
    {
        var text = string.Concat(Enumerable.Repeat(new string('a', LongRuns.Longest) + " b\n", 20));

        Assert.Equal([text], LongRuns.Cut(text));
    }

    private static int Longest(string text, Func<char, bool> belongs)
    {
        var longest = 0;
        var run = 0;
        foreach (var letter in text)
        {
            run = belongs(letter) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
