using System.Globalization;
using System.Text.Json;

namespace Arena.Core.Formats;

/// <summary>A JSON object of a file, and where it stands. What is missing or of the wrong type is refused with that place.</summary>
internal readonly struct JsonRecord
{
    private readonly JsonElement _element;

    public JsonRecord(string source, int index, long? line, string path, JsonElement element)
    {
        Source = source;
        Index = index;
        Line = line;
        Path = path;
        _element = element;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new BadInputException(source, $"{NameOf(element.ValueKind)} stands where an object belongs", line, KeyOrNull(path));
        }
    }

    /// <summary>The file.</summary>
    public string Source { get; }

    /// <summary>Number of the record in the file, from 0.</summary>
    public int Index { get; }

    /// <summary>Line, from 1; null where records are not lines.</summary>
    public long? Line { get; }

    /// <summary>JSON path of the object within the file, or within the line.</summary>
    public string Path { get; }

    /// <summary>Names of the object's properties.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            try
            {
                return [.. _element.EnumerateObject().Select(p => p.Name)];
            }
            catch (InvalidOperationException exception)
            {
                throw NoCharacters("a key", KeyOrNull(Path), exception);
            }
        }
    }

    /// <summary>The record in the domain's words, to be filled in.</summary>
    public ImportRecord ToImport() => new(Source, Line, KeyOrNull(Path));

    public bool Has(string key) => _element.TryGetProperty(key, out _);

    public bool HasArray(string key) => Find(key, JsonValueKind.Array) is not null;

    public bool HasObjects(string key) =>
        Find(key, JsonValueKind.Array) is { } array && array.GetArrayLength() > 0 && array[0].ValueKind == JsonValueKind.Object;

    /// <summary>A property that must be text.</summary>
    public string Text(string key) => OptionalText(key) ?? throw Missing(key, "text");

    /// <summary>A property that must be text with at least one letter, such as a name.</summary>
    public string Name(string key) =>
        Text(key) is { Length: > 0 } name ? name : throw Refuse(key, "the name is empty");

    /// <summary>A text; null where it is missing or null.</summary>
    public string? OptionalText(string key) => Get(key) is { } value ? TextOf(value, At(key)) : null;

    /// <summary>
    /// A text that must be there and may be a bare true or false: an answer "True" that lost its quotes on its way through a
    /// spreadsheet.
    /// </summary>
    public string TextOrTruth(string key) => Get(key)?.ValueKind switch
    {
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        _ => Text(key),
    };

    /// <summary>An id: text or a whole number.</summary>
    public string Id(string key)
    {
        var value = Get(key) ?? throw Missing(key, "an id");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : Name(key);
    }

    /// <summary>A finite number; null where it is missing or null.</summary>
    public double? OptionalNumber(string key)
    {
        if (Get(key) is not { } value)
        {
            return null;
        }

        // A number too large for a double parses as infinity.
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Wrong(key, value, "a number");
    }

    /// <summary>A number that must be there.</summary>
    public double Number(string key) => OptionalNumber(key) ?? throw Missing(key, "a number");

    /// <summary>A whole number from 0 on that must be there.</summary>
    public int Count(string key)
    {
        var number = Number(key);
        return number is >= 0 and <= int.MaxValue && Math.Floor(number) == number
            ? (int)number
            : throw Refuse(key, string.Create(CultureInfo.InvariantCulture, $"{number} is not a whole number from 0 on"));
    }

    /// <summary>A list of texts; null where it is missing or null.</summary>
    public IReadOnlyList<string>? OptionalTexts(string key)
    {
        if (Get(key) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(key, value, "a list of texts");
        }

        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            texts.Add(TextOf(item, ItemAt(key, texts.Count)));
        }

        return texts;
    }

    /// <summary>A list of texts that must be there and hold one at least.</summary>
    public IReadOnlyList<string> Texts(string key) => (OptionalTexts(key) ?? throw Missing(key, "a list of texts")) is { Count: > 0 } texts
        ? texts
        : throw Refuse(key, "the list is empty");

    /// <summary>A list of objects that must be there and hold one at least; items that are null stay null.</summary>
    public IReadOnlyList<JsonRecord?> Objects(string key)
    {
        var value = Get(key) ?? throw Missing(key, "a list of objects");
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(key, value, "a list of objects");
        }

        var objects = new List<JsonRecord?>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            objects.Add(item.ValueKind == JsonValueKind.Null
                ? null
                : new JsonRecord(Source, Index, Line, ItemAt(key, objects.Count), item));
        }

        return objects.Count > 0 ? objects : throw Refuse(key, "the list is empty");
    }

    /// <summary>An object that must be there.</summary>
    public JsonRecord Object(string key) => Get(key) is { } value
        ? new JsonRecord(Source, Index, Line, At(key), value)
        : throw Missing(key, "an object");

    /// <summary>Whether a property is text.</summary>
    public bool IsText(string key) => Find(key, JsonValueKind.String) is not null;

    /// <summary>A property as it is written, for a message.</summary>
    public string Raw(string key)
    {
        var raw = Get(key) switch
        {
            null => "null",
            { ValueKind: JsonValueKind.String } text => $"\"{TextOf(text, At(key))}\"",
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            var other => NameOf(other.Value.ValueKind),
        };
        return raw.Length <= 40 ? raw : raw[..40] + "…";
    }

    /// <summary>An exception that names a property of this object.</summary>
    public BadInputException Refuse(string key, string reason) => new(Source, reason, Line, At(key));

    private BadInputException Missing(string key, string wanted) => Refuse(key, $"{wanted} belongs here and is missing");

    private BadInputException Wrong(string key, JsonElement value, string wanted) =>
        Refuse(key, $"{NameOf(value.ValueKind)} stands where {wanted} belongs");

    private string TextOf(JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw new BadInputException(Source, $"{NameOf(value.ValueKind)} stands where text belongs", Line, at);
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw NoCharacters("the text", at, exception);
        }
    }

    // Broken UTF-8, or half of a pair of \u escapes: the parser looks at neither until the text is asked for.
    private BadInputException NoCharacters(string what, string? at, InvalidOperationException exception) =>
        new(Source, $"{what} holds bytes or escapes that are no character", Line, at, exception);

    private JsonElement? Get(string key) =>
        _element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private JsonElement? Find(string key, JsonValueKind kind) =>
        _element.TryGetProperty(key, out var value) && value.ValueKind == kind ? value : null;

    private string At(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private string ItemAt(string key, int index) => string.Create(CultureInfo.InvariantCulture, $"{At(key)}[{index}]");

    private static string? KeyOrNull(string path) => path.Length == 0 ? null : path;

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
