using System.Text.Json;
using System.Text.RegularExpressions;
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

    private readonly BpeTokenizer _text;
    private readonly BpeTokenizer _markup;

    private ByteLevelTokenizer(BpeTokenizer text, BpeTokenizer markup)
    {
        _text = text;
        _markup = markup;
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
        return [.. (isMarkup ? _markup : _text).EncodeToIds(text, considerNormalization: false)];
    }

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

        if (IsSet(model, "ignore_merges"))
        {
            throw Refuse("its model sets ignore_merges");
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
        var special = json.GetProperty("added_tokens").EnumerateArray().ToDictionary(
            token => token.GetProperty("content").GetString()!,
            token => token.GetProperty("id").GetInt32(),
            StringComparer.Ordinal);
        return new(Create(null), Create(special));

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

    private static string MergeOf(JsonElement merge) =>
        merge.ValueKind == JsonValueKind.Array ? $"{merge[0].GetString()} {merge[1].GetString()}" : merge.GetString()!;

    private static bool IsSet(JsonElement element, string name, bool otherwise = false) =>
        element.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.True : otherwise;

    private static string? KindOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.GetProperty("type").GetString() : null;
}
