using Arena.Web.Reports;
using CsCheck;

namespace Arena.Tests.Web;

public sealed class TextDiffTests
{
    private static readonly Gen<string> Texts = Gen.OneOfConst("a", "b", "the", " ", "\n", ". ", "🙂", "🙃", "<b>", "漢字").Array[0, 12].Select(string.Concat);

    [Fact]
    public void Of_AnyTexts_PiecesMakeUpBoth() => Gen.Select(Texts, Texts).Sample((before, after) =>
    {
        var pieces = TextDiff.Of(before, after);

        Assert.Equal(before, Join(pieces, DiffKind.Removed));
        Assert.Equal(after, Join(pieces, DiffKind.Added));
        Assert.All(pieces, piece => Assert.False(char.IsLowSurrogate(piece.Text.FirstOrDefault()) || char.IsHighSurrogate(piece.Text.LastOrDefault())));
    });

    [Fact]
    public void Of_AWordExchangedAndASentenceAdded_ShowsThose()
    {
        var pieces = TextDiff.Of("The train leaves at ten.", "The bus leaves at ten most certainly.");

        Assert.Equal(
            [(DiffKind.Same, "The "), (DiffKind.Removed, "train"), (DiffKind.Added, "bus"), (DiffKind.Same, " leaves at ten"), (DiffKind.Added, " most certainly"), (DiffKind.Same, ".")],
            pieces.Select(piece => (piece.Kind, piece.Text)));
    }

    [Fact]
    public void Of_LongTextWithAnEnding_CutsWhatDidNotChangeAndNotTheEnding()
    {
        var text = string.Concat(Enumerable.Repeat("one two three ", 500));

        var pieces = TextDiff.Of(text, text + "and four");

        Assert.Equal([DiffKind.Same, DiffKind.LeftOut, DiffKind.Same, DiffKind.Added], pieces.Select(piece => piece.Kind));
        Assert.Equal("[… 6,400 characters left out …]", pieces[1].Text);
        Assert.Equal("and four", pieces[^1].Text);
    }

    [Fact]
    public void Of_TwoLongTextsWithNothingInCommon_IsFast()
    {
        var (before, after) = (string.Join(' ', Enumerable.Range(0, 20_000)), string.Join(' ', Enumerable.Range(20_000, 20_000)));

        var pieces = TextDiff.Of(before, after);

        Assert.Equal(2, pieces.Count(piece => piece.Kind == DiffKind.LeftOut));
        Assert.True(pieces.Sum(piece => piece.Text.Length) < 8000);
    }

    private static string Join(IEnumerable<DiffPiece> pieces, DiffKind side) =>
        string.Concat(pieces.Where(piece => piece.Kind == DiffKind.Same || piece.Kind == side).Select(piece => piece.Text));
}
