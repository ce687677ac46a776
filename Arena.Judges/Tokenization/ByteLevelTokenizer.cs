using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Arena.Core;
using Microsoft.ML.Tokenizers;

namespace Arena.Judges.Tokenization;

/// <summary>
/// A byte-level BPE tokenizer in Hugging Face's <c>tokenizer.json</c> form, which is what most decoders of today have. Safe for use from
/// several threads.
/// </summary>
/// <remarks>
/// Where the model normalises to NFC, as Qwen's do, letters and marks that a text keeps apart stay apart: the program runs without the system's
/// Unicode library, so that it needs nothing but .NET, and cannot compose them. Such texts, which are rare, are read whole but in other tokens than
/// the model saw in training.
/// </remarks>
public sealed class ByteLevelTokenizer
{
    // GPT-2's pattern, which a ByteLevel pre-tokenizer uses where it is told to split by itself.
    private const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The bytes that the letters of a vocabulary stand for: those of Latin-1 that show themselves, and the others from U+0100 on.</summary>
    private static readonly FrozenDictionary<char, byte> ByteOf = Enumerable.Range(0, 256)
        .OrderBy(value => value is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE ? 0 : 1)
        .Select((value, place) => (Letter: (char)(place < 188 ? value : 0x100 + place - 188), Byte: (byte)value))
        .ToFrozenDictionary(pair => pair.Letter, pair => pair.Byte);

    private readonly BpeTokenizer _text;
    private readonly BpeTokenizer _markup;
    private readonly Dictionary<int, byte[]> _bytes;

    /// <summary>Words that are a token whatever the merges make of them; null where merges decide.</summary>
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>? _words;

    private ByteLevelTokenizer(BpeTokenizer text, BpeTokenizer markup, Dictionary<int, byte[]> bytes, Dictionary<string, int>? words)
    {
        _text = text;
        _markup = markup;
        _bytes = bytes;
        _words = words?.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">The <c>tokenizer.json</c>.</param>
    /// <exception cref="BadInputException">The file is missing, damaged, or of a kind that is not byte-level BPE.</exception>
    public static ByteLevelTokenizer Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(path, json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new BadInputException(path, "this is no tokenizer.json; export the model with its tokenizer again.", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "the tokenizer cannot be read; a model folder needs its tokenizer.json.", inner: e);
        }
    }

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isMarkup">Whether special tokens are recognised; else they are text like any other.</param>
    public int[] Encode(string text, bool isMarkup)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokenizer = isMarkup ? _markup : _text;
        if (_words is not { } words)
        {
            return [.. tokenizer.EncodeToIds(text, considerNormalization: false)];
        }

        var tokens = new List<int>();
        foreach (var (offset, length) in tokenizer.PreTokenizer!.PreTokenize(text))
        {
            var word = text.AsSpan(offset, length);
            if (words.TryGetValue(word, out var token))
            {
                tokens.Add(token);
            }
            else
            {
                tokens.AddRange(tokenizer.EncodeToIds(word, considerPreTokenization: false, considerNormalization: false));
            }
        }

        return [.. tokens];
    }

    /// <summary>The bytes of UTF-8 that a token stands for, which can be a part of a letter; none for special tokens and for numbers that no token has.</summary>
    /// <param name="token">The token.</param>
    public ReadOnlySpan<byte> BytesOf(int token) => _bytes.GetValueOrDefault(token);

    /// <summary>The token that a candidate is; null where it is none, or several.</summary>
    /// <param name="candidate">The candidate's text.</param>
    public int? TokenOf(string candidate) => Encode(candidate, isMarkup: false) is [var token] ? token : null;

    private static ByteLevelTokenizer Read(string path, JsonElement json)
    {
        var model = json.GetProperty("model");
        var kind = model.TryGetProperty("type", out var type) ? type.GetString() : "of no stated kind";
        if (kind != "BPE" || IsSet(model, "byte_fallback"))
        {
            throw Refuse($"its model is {(kind == "BPE" ? "BPE with byte fallback" : kind)}");
        }

        var normalizer = KindOf(json, "normalizer");
        if (normalizer is not (null or "NFC"))
        {
            throw Refuse($"its normalizer is {normalizer}");
        }

        var regex = new Regex(Pattern(json), RegexOptions.CultureInvariant | RegexOptions.Compiled);
        KeyValuePair<string, int>[] vocabulary =
            [.. model.GetProperty("vocab").EnumerateObject().Select(token => KeyValuePair.Create(token.Name, token.Value.GetInt32()))];
        string[] merges = [.. model.GetProperty("merges").EnumerateArray().Select(MergeOf)];
        var added = json.GetProperty("added_tokens").EnumerateArray().Select(token => (
            Text: token.GetProperty("content").GetString()!,
            Id: token.GetProperty("id").GetInt32(),
            IsSpecial: IsSet(token, "special", otherwise: true))).ToArray();
        var special = added.ToDictionary(token => token.Text, token => token.Id, StringComparer.Ordinal);
        var bytes = vocabulary.DistinctBy(token => token.Value).ToDictionary(token => token.Value, token => BytesOf(token.Key));
        foreach (var (text, id, isSpecial) in added)
        {
            bytes[id] = isSpecial ? [] : Encoding.UTF8.GetBytes(text);
        }

        return new(Create(null), Create(special), bytes, IsSet(model, "ignore_merges") ? Words() : null);

        // Without special tokens, which no text may hold, and without what no text can be split into: letters by halves.
        Dictionary<string, int> Words() => vocabulary
            .Where(token => !special.ContainsKey(token.Key) && token.Key.All(ByteOf.ContainsKey) && Utf8.IsValid(BytesOf(token.Key)))
            .ToDictionary(token => Encoding.UTF8.GetString(BytesOf(token.Key)), token => token.Value, StringComparer.Ordinal);

        BpeTokenizer Create(Dictionary<string, int>? specialTokens) => BpeTokenizer.Create(new BpeOptions(vocabulary)
        {
            Merges = merges,
            ByteLevel = true,
            PreTokenizer = new RegexPreTokenizer(regex, specialTokens),
            SpecialTokens = specialTokens,
        });

        string Pattern(JsonElement root)
        {
            var outer = root.GetProperty("pre_tokenizer");
            if (outer.ValueKind != JsonValueKind.Object)
            {
                throw Refuse("it has no pre-tokenizer");
            }

            JsonElement[] steps = outer.TryGetProperty("pretokenizers", out var inner) ? [.. inner.EnumerateArray()] : [outer];
            string[] kinds = [.. steps.Select(step => step.GetProperty("type").GetString()!)];
            if (kinds is not (["ByteLevel"] or ["Split", "ByteLevel"]) || IsSet(steps[^1], "add_prefix_space"))
            {
                throw Refuse($"its pre-tokenizer is {string.Join(" + ", kinds)}");
            }

            if (kinds.Length == 1)
            {
                return IsSet(steps[0], "use_regex", otherwise: true) ? Gpt2Pattern : throw Refuse("its pre-tokenizer does not split");
            }

            return steps[0].GetProperty("pattern").TryGetProperty("Regex", out var pattern)
                && steps[0].GetProperty("behavior").GetString() == "Isolated"
                && !IsSet(steps[1], "use_regex", otherwise: true)
                ? pattern.GetString()!
                : throw Refuse("its pre-tokenizer splits in another way than by one pattern");
        }

        BadInputException Refuse(string what) => new(
            path, $"{what}, and this engine reads byte-level BPE split by one pattern only; take the model's GGUF file or serve it over HTTP.");
    }

    private static byte[] BytesOf(string token) =>
        token.All(ByteOf.ContainsKey) ? [.. token.Select(letter => ByteOf[letter])] : Encoding.UTF8.GetBytes(token);

    private static string MergeOf(JsonElement merge) =>
        merge.ValueKind == JsonValueKind.Array ? $"{merge[0].GetString()} {merge[1].GetString()}" : merge.GetString()!;

    private static bool IsSet(JsonElement element, string name, bool otherwise = false) =>
        element.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.True : otherwise;

    private static string? KindOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.GetProperty("type").GetString() : null;
}
