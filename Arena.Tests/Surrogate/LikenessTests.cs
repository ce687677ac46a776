using Arena.Core.Surrogate;
using Arena.Tests.Surrogate.Features;
using CsCheck;

namespace Arena.Tests.Surrogate;

public sealed class LikenessTests
{
    [Fact]
    public void Of_AnyTexts_IsSymmetricAndInRange() => TextProfileTests.AnyText.Array[4].Sample(texts =>
    {
        var likeness = Likeness.Of(Column(texts));
        foreach (var kind in Likeness.Kinds)
        {
            for (var a = 0; a < texts.Length; a++)
            {
                for (var b = 0; b < texts.Length; b++)
                {
                    Assert.Equal(likeness[kind, 0, a, b], likeness[kind, 0, b, a]);
                    Assert.InRange(likeness[kind, 0, a, b], kind == LikenessKind.Length ? -100 : 0, kind == LikenessKind.Length ? 0 : 1);
                }
            }
        }
    }, iter: 200);

    [Fact]
    public void Of_KnownTexts_WeighsRareWordsMore()
    {
        var likeness = Likeness.Of(Column(["the red", "the red", "the blue", null]));

        Assert.Equal(1, likeness[LikenessKind.Words, 0, 0, 1], 1e-6);
        Assert.Equal(0, likeness[LikenessKind.Length, 0, 0, 2]);
        Assert.True(double.IsNaN(likeness[LikenessKind.Words, 0, 0, 3]));

        // log(4/3) for "the" in all three, log(4/2) for "red" in two, log(4) for "blue" in one.
        var (the, red, blue) = (Math.Log(4 / 3.0), Math.Log(2), Math.Log(4));
        Assert.Equal(the * the / Math.Sqrt(((the * the) + (red * red)) * ((the * the) + (blue * blue))), likeness[LikenessKind.Words, 0, 0, 2], 1e-6);
    }

    private static string?[,] Column(string?[] texts)
    {
        var column = new string?[texts.Length, 1];
        for (var i = 0; i < texts.Length; i++)
        {
            column[i, 0] = texts[i];
        }

        return column;
    }
}
