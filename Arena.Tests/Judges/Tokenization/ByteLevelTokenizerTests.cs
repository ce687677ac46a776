using System.Text;
using System.Text.Json.Nodes;
using Arena.Core;
using Arena.Judges.Tokenization;
using CsCheck;

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
    [InlineData("abc", new[] { 1, 4 }, new[] { 5 })]
    [InlineData("abc abc", new[] { 1, 4, 0, 1, 4 }, new[] { 5, 6 })]
    [InlineData("abcb abcbc", new[] { 1, 4, 2, 0, 1, 4, 4 }, new[] { 1, 4, 2, 0, 1, 4, 4 })]
    [InlineData("\u00E9", new[] { 7, 8 }, new[] { 9 })]
    [InlineData("abc|", new[] { 1, 4, 11 }, new[] { 5, 11 })]
    [InlineData("!!", new[] { 10, 10 }, new[] { 10, 10 })]
    public void Encode_ModelThatIgnoresMerges_TakesWholeWordsFirst(string text, int[] merged, int[] whole)
    {
        Assert.Equal(merged, HandMade(ignoresMerges: false).Encode(text, isMarkup: false));
        Assert.Equal(whole, HandMade(ignoresMerges: true).Encode(text, isMarkup: false));
    }

    [Fact]
    public void Encode_ModelThatIgnoresMerges_RecognisesSpecialTokensInMarkupAlone()
    {
        var tokenizer = HandMade(ignoresMerges: true);

        Assert.Equal([5, 12, 5], tokenizer.Encode("abc!!abc", isMarkup: true));
        Assert.Equal([5, 10, 10, 5], tokenizer.Encode("abc!!abc", isMarkup: false));
    }

    [Fact]
    public void BytesOf_TheTokensOfAnyText_AreItsUtf8()
    {
        var tokenizer = ByteLevelTokenizer.Read(Bundled);

        Gen.String.Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))).Sample(text => Assert.Equal(
            Encoding.UTF8.GetBytes(text), tokenizer.Encode(text, isMarkup: false).SelectMany(token => tokenizer.BytesOf(token).ToArray())));
    }

    [Fact]
    public void BytesOf_TokensThatWereAdded_AreTheTextOfThoseThatAreNotSpecial()
    {
        var tokenizer = Changed(json => json["added_tokens"]![1]!["special"] = false);

        Assert.Equal("", Encoding.UTF8.GetString(tokenizer.BytesOf(637)));
        Assert.Equal("<|im_start|>", Encoding.UTF8.GetString(tokenizer.BytesOf(638)));
        Assert.Equal("", Encoding.UTF8.GetString(tokenizer.BytesOf(1_000_000)));
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

    /// <summary>A tokenizer that no merge leads to whole words, in Llama 3's form; its special token reads like a text that one word is.</summary>
    private static ByteLevelTokenizer HandMade(bool ignoresMerges)
    {
        using var folder = new TemporaryFolder();
        return ByteLevelTokenizer.Read(folder.Write(
            "tokenizer.json",
            $$"""
            {
              "added_tokens": [{ "id": 12, "content": "!!", "special": true }],
              "normalizer": null,
              "pre_tokenizer": {
                "type": "Sequence",
                "pretokenizers": [
                  { "type": "Split", "pattern": { "Regex": " ?\\p{L}+|!+|\\|" }, "behavior": "Isolated", "invert": false },
                  { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false }
                ]
              },
              "model": {
                "type": "BPE",
                "ignore_merges": {{(ignoresMerges ? "true" : "false")}},
                "vocab": {
                  "Ġ": 0, "a": 1, "b": 2, "c": 3, "bc": 4, "abc": 5, "Ġabc": 6, "Ã": 7, "©": 8, "Ã©": 9, "!": 10, "|": 11, "!!": 12
                },
                "merges": ["b c"]
              }
            }
            """));
    }

    private static ByteLevelTokenizer Changed(Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(Bundled))!;
        change(json);
        using var folder = new TemporaryFolder();
        return ByteLevelTokenizer.Read(folder.Write("tokenizer.json", json.ToJsonString()));
    }
}
