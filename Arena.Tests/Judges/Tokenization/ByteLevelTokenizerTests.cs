using System.Text.Json.Nodes;
using Arena.Core;
using Arena.Judges.Tokenization;

namespace Arena.Tests.Judges.Tokenization;

public sealed class ByteLevelTokenizerTests
{
    private static string Bundled => Path.Combine(BundledJudge.FolderOf("tiny-fair"), "tokenizer.json");

    [Fact]
    public void Encode_TheTextsOfTheParityFile_GivesTheTrainingCodesTokens()
    {
        var tokenizer = ByteLevelTokenizer.Read(Bundled);

        foreach (var line in File.ReadLines(Path.Combine(BundledJudge.FolderOf("tiny-fair"), "parity.jsonl")).Select(line => JsonNode.Parse(line)!))
        {
            var segments = line["segments"]!.AsArray().Select(segment => segment!.GetValue<string>()).ToArray();
            var tokens = segments.SelectMany((segment, i) => tokenizer.Encode(segment, isMarkup: i == 0 || i == segments.Length - 1));

            Assert.Equal(line["tokens"]!.AsArray().Select(token => token!.GetValue<int>()), tokens);
        }
    }

    [Fact]
    public void Encode_SpecialTokens_CountInMarkupAlone()
    {
        var tokenizer = ByteLevelTokenizer.Read(Bundled);

        Assert.Equal([639], tokenizer.Encode("<|im_end|>", isMarkup: true));
        Assert.DoesNotContain(639, tokenizer.Encode("<|im_end|>", isMarkup: false));
    }

    [Fact]
    public void Read_MergesAsPairs_AreThoseAsTexts()
    {
        var pairs = Changed(json => json["model"]!["merges"] = new JsonArray(
            [.. json["model"]!["merges"]!.AsArray().Select(merge => (JsonNode)new JsonArray([.. merge!.GetValue<string>().Split(' ').Select(part => (JsonNode)part)]))]));

        Assert.Equal(ByteLevelTokenizer.Read(Bundled).Encode("Which is the largest?", false), pairs.Encode("Which is the largest?", false));
    }

    [Fact]
    public void Encode_WithNormalizerNfc_LeavesComposedTextAsItIs()
    {
        var composing = Changed(json => json["normalizer"] = new JsonObject { ["type"] = "NFC" });

        Assert.Equal(ByteLevelTokenizer.Read(Bundled).Encode("caf\u00E9, \u00C5ngstr\u00F6m", false), composing.Encode("caf\u00E9, \u00C5ngstr\u00F6m", false));
    }

    [Theory]
    [InlineData("A", true)]
    [InlineData("7", true)]
    [InlineData("neither", false)]
    [InlineData("", false)]
    public void TokenOf_ACandidate_IsOneTokenOrNone(string candidate, bool isOne) =>
        Assert.Equal(isOne, ByteLevelTokenizer.Read(Bundled).TokenOf(candidate) is not null);

    [Theory]
    [InlineData("model", "type", "\"Unigram\"", "Unigram")]
    [InlineData("model", "byte_fallback", "true", "byte fallback")]
    [InlineData("model", "ignore_merges", "true", "ignore_merges")]
    [InlineData("normalizer", null, """{ "type": "Precompiled" }""", "Precompiled")]
    [InlineData("pre_tokenizer", null, """{ "type": "Metaspace" }""", "Metaspace")]
    [InlineData("pre_tokenizer", null, "null", "no pre-tokenizer")]
    [InlineData("pre_tokenizer", null, """{ "type": "ByteLevel", "add_prefix_space": true }""", "ByteLevel")]
    public void Read_OfAKindThatIsNotRead_NamesIt(string key, string? inner, string value, string said)
    {
        var refused = Assert.Throws<BadInputException>(() => Changed(json =>
        {
            if (inner is null)
            {
                json[key] = JsonNode.Parse(value);
            }
            else
            {
                json[key]![inner] = JsonNode.Parse(value);
            }
        }));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    private static ByteLevelTokenizer Changed(Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(Bundled))!;
        change(json);
        using var folder = new TemporaryFolder();
        return ByteLevelTokenizer.Read(folder.Write("tokenizer.json", json.ToJsonString()));
    }
}
