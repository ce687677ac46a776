using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Arena.Bench.Models;

/// <summary>
/// The bundled judges' tokenizer, filled up with tokens that no text gives, so that a model has a vocabulary of any size and real text still falls
/// into real tokens.
/// </summary>
internal sealed class BenchTokenizer
{
    private readonly JsonNode _json;
    private readonly JsonNode _settings;

    /// <param name="folder">The bundled judge whose tokenizer it is.</param>
    /// <param name="vocabulary">How many tokens there are to be.</param>
    public BenchTokenizer(string folder, int vocabulary)
    {
        _json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer.json")))!;
        _settings = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer_config.json")))!;
        var added = _json["added_tokens"]!.AsArray();
        var tokens = _json["model"]!["vocab"]!.AsObject();
        var real = tokens.Count + added.Count;
        if (vocabulary < real)
        {
            throw new ArgumentOutOfRangeException(nameof(vocabulary), vocabulary, $"the tokenizer has {real} tokens already");
        }

        for (var i = real; i < vocabulary; i++)
        {
            tokens.Add(string.Create(CultureInfo.InvariantCulture, $"<unused{i}>"), i);
        }

        var (names, types) = (new string[vocabulary], new int[vocabulary]);
        foreach (var (token, id) in tokens)
        {
            (names[(int)id!], types[(int)id!]) = (token, (int)id! < real ? Normal : Unused);
        }

        foreach (var token in added)
        {
            (names[(int)token!["id"]!], types[(int)token["id"]!]) = ((string)token["content"]!, Control);
        }

        (Tokens, Types) = (names, types);
        Merges = [.. _json["model"]!["merges"]!.AsArray().Select(merge => (string)merge!)];
    }

    // The kinds of tokens that GGUF knows.
    private const int Normal = 1;
    private const int Control = 3;
    private const int Unused = 5;

    public string[] Tokens { get; }

    /// <summary>GGUF's kind of every token.</summary>
    public IReadOnlyList<int> Types { get; }

    public IReadOnlyList<string> Merges { get; }

    public string ChatTemplate => (string)_settings["chat_template"]!;

    public int EndOfAnswer => Array.IndexOf(Tokens, (string)_settings["eos_token"]!);

    public int Padding => Array.IndexOf(Tokens, (string)_settings["pad_token"]!);

    /// <summary>Writes tokenizer.json and tokenizer_config.json.</summary>
    public void Write(string folder, int context)
    {
        var settings = _settings.DeepClone();
        settings["model_max_length"] = context;
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), _json.ToJsonString(JsonSerializerOptions.Default));
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), settings.ToJsonString(JsonSerializerOptions.Default));
    }
}
