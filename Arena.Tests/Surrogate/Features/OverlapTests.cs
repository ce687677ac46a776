using Arena.Core.Surrogate.Features;
using CsCheck;

namespace Arena.Tests.Surrogate.Features;

public sealed class OverlapTests
{
    private static readonly Gen<string> Sentences = Gen.OneOfConst("a", "b", "c", "d").Array[0, 90].Select(words => string.Join(' ', words));

    [Theory]
    [InlineData("the cat sat on the mat", "the cat is on the mat", 0.485491771707)]
    [InlineData("police killed the gunman", "police kill the gunman", 0.5)]
    [InlineData(
        "it is a guide to action which ensures that the military always obeys the commands of the party",
        "it is a guide to action that ensures that the military will forever heed party commands",
        0.455087043756)]
    [InlineData("a b", "a b c d e f", 0.135335283237)]
    [InlineData("x y", "a b", 0)]
    [InlineData("", "a b", 0)]
    public void Bleu_KnownTexts_HasTheValueWorkedOutApart(string text, string reference, double expected) =>
        Assert.Equal(expected, Bleu.Of(new(text), new(reference)), 1e-11);

    [Theory]
    [InlineData("the cat sat on the mat", "the cat is on the mat", 0.833333333333, 0.6, 0.833333333333)]
    [InlineData("police killed the gunman", "police kill the gunman", 0.75, 0.333333333333, 0.75)]
    [InlineData(
        "it is a guide to action which ensures that the military always obeys the commands of the party",
        "it is a guide to action that ensures that the military will forever heed party commands",
        0.705882352941,
        0.5,
        0.647058823529)]
    [InlineData("", "", 0, 0, 0)]
    public void Rouge_KnownTexts_HasTheValuesWorkedOutApart(string text, string reference, double one, double two, double longest)
    {
        var (a, b) = (new TextProfile(text), new TextProfile(reference));
        Assert.Equal(one, Rouge.N(a, b, 1), 1e-11);
        Assert.Equal(two, Rouge.N(a, b, 2), 1e-11);
        Assert.Equal(longest, Rouge.L(a, b), 1e-11);
    }

    [Fact]
    public void LongestCommonSubsequence_AnyWords_IsThatOfTheTable() => Gen.Select(Sentences, Sentences).Sample((first, second) =>
    {
        var (a, b) = (new TextProfile(first).Words.ToArray(), new TextProfile(second).Words.ToArray());
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < b.Length; j++)
            {
                table[i + 1, j + 1] = a[i] == b[j] ? table[i, j] + 1 : Math.Max(table[i, j + 1], table[i + 1, j]);
            }
        }

        Assert.Equal(table[a.Length, b.Length], Rouge.LongestCommonSubsequence(a, b));
    });

    [Fact]
    public void Overlap_OfATextWithItself_IsOne() => Sentences.Where(text => text.Length > 0).Sample(text =>
    {
        Assert.Equal(1, Bleu.Of(new(text), new(text)), 1e-12);
        Assert.Equal(1, Rouge.N(new(text), new(text), 1), 1e-12);
        Assert.Equal(1, Rouge.L(new(text), new(text)), 1e-12);
    });

    [Fact]
    public void Common_OfTwoBags_IsThatOfDictionaries() => Gen.Select(Sentences, Sentences).Sample((first, second) =>
    {
        var (a, b) = (new TextProfile(first).Grams(1), new TextProfile(second).Grams(1));
        var counts = second.Split(' ', StringSplitOptions.RemoveEmptyEntries).CountBy(word => word).ToDictionary();
        var expected = first.Split(' ', StringSplitOptions.RemoveEmptyEntries).CountBy(word => word).Sum(pair => Math.Min(pair.Value, counts.GetValueOrDefault(pair.Key)));

        Assert.Equal(expected, a.Common(b));
        Assert.Equal(a.Common(b), b.Common(a));
    });
}
