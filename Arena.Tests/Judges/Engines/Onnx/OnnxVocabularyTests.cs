using System.Text;
using Arena.Judges.Chat;
using Arena.Judges.Engines.Onnx;
using Arena.Judges.Tokenization;

namespace Arena.Tests.Judges.Engines.Onnx;

public sealed class OnnxVocabularyTests
{
    private static readonly ByteLevelTokenizer Bundled = ByteLevelTokenizer.Read(Path.Combine(BundledJudge.FolderOf("tiny-fair"), "tokenizer.json"));

    [Fact]
    public void Ends_TokensOfTheFormatAndOfTheModel_AreThoseAlone()
    {
        var vocabulary = new OnnxVocabulary(Bundled, ChatFormat.ChatMl, [637, 12]);

        Assert.Equal([12, 637, 639], Enumerable.Range(0, 640).Where(vocabulary.Ends));
    }

    [Theory]
    [InlineData("one", 0, -1)]
    [InlineData("one<end_of_turn>", 0, 3)]
    [InlineData("one<end_of_turn>", 4, 3)]
    [InlineData("one<end_of_turn> and <end_of_turn>", 17, 21)]
    [InlineData("one<end_of_turn", 0, -1)]
    [InlineData("<end_of_turn>", 0, 0)]
    public void StopIn_FormatWhoseStopIsNoToken_FindsItsText(string text, int known, int place) =>
        Assert.Equal(place, new OnnxVocabulary(Bundled, ChatFormat.Gemma, []).StopIn(Encoding.UTF8.GetBytes(text), known));

    [Fact]
    public void StopIn_FormatWhoseStopIsAToken_OverlooksItsText() =>
        Assert.Equal(-1, new OnnxVocabulary(Bundled, ChatFormat.ChatMl, []).StopIn("It writes <|im_end|>."u8, 0));
}
