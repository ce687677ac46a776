using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Arena.Core.Formats;

/// <summary>
/// A YAML file as a tree of JSON that knows where in the file each node stands, so that what does not fit is told with its line. Plain
/// scalars that JSON would read as a number, a truth value or null are these; all others are text.
/// </summary>
public sealed partial class YamlTree
{
    /// <summary>Anchors can make a short file endless.</summary>
    private const int MostNodes = 200_000;

    private readonly string _path;
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    private YamlTree(string path, YamlNode root)
    {
        _path = path;
        var count = 0;
        Root = Convert(root, "$", ref count) as JsonObject
            ?? throw new BadInputException(path, "the file is no mapping; write keys with values, such as name: my-arena.", root.Start.Line);
    }

    /// <summary>How files are bound and written: keys_like_this, names-like-this for choices, unknown keys refused.</summary>
    /// <remarks>By reflection: what the source generator makes loses the initial values of properties that a file does not name.</remarks>
    public static JsonSerializerOptions Options { get; } = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new LenientText(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The tree. Changes show in what is bound afterwards.</summary>
    public JsonObject Root { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadInputException">It cannot be read, is no YAML, or holds no mapping.</exception>
    public static YamlTree Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var yaml = new YamlStream();
        try
        {
            using var text = InputFile.OpenText(path);
            yaml.Load(text);
        }
        catch (YamlException e)
        {
            throw new BadInputException(path, $"this is no YAML: {(e.InnerException ?? e).Message.TrimEnd('.')}.", e.Start.Line, inner: e);
        }
        catch (Exception e) when (e is IOException or System.Text.DecoderFallbackException)
        {
            throw new BadInputException(path, $"the file cannot be read: {e.Message}", inner: e);
        }

        return yaml.Documents is [var document]
            ? new(path, document.RootNode)
            : throw new BadInputException(path, $"the file holds {yaml.Documents.Count} documents; it must hold one.");
    }

    /// <summary>
    /// Overrides a value: <c>pairing.budget=500</c>, <c>judges.0.model=x</c>, by the name of an item <c>judges.tiny.model=x</c>, or of all items
    /// <c>judge.model=x</c>. The value is read as YAML.
    /// </summary>
    /// <param name="assignment">The key and the value.</param>
    /// <exception cref="BadInputException">There is no <c>=</c>, or the key leads nowhere.</exception>
    public void Set(string assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        var at = assignment.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
        {
            throw Refuse(assignment, "give a key and a value, such as pairing.budget=500");
        }

        var keys = assignment[..at].Split('.');
        var value = ReadValue(assignment, assignment[(at + 1)..]);
        JsonNode[] places = [Root];
        foreach (var key in keys[..^1])
        {
            places = [.. places.SelectMany(place => Step(place, key))];
            if (places.Length == 0)
            {
                throw Refuse(assignment, $"there is no {key} to set something in");
            }
        }

        foreach (var place in places)
        {
            switch (place)
            {
                case JsonObject map:
                    map[keys[^1]] = value?.DeepClone();
                    break;
                case JsonArray list when int.TryParse(keys[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count:
                    list[index] = value?.DeepClone();
                    break;
                default:
                    throw Refuse(assignment, $"there is no {keys[^1]} that could be set");
            }
        }

        static BadInputException Refuse(string assignment, string reason) => new($"--set {assignment}", reason);
    }

    /// <summary>The tree as a value of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <exception cref="BadInputException">A key is unknown or missing, or a value is of the wrong kind; with its line.</exception>
    public T Bind<T>()
    {
        var type = Options.GetTypeInfo(typeof(T));
        try
        {
            return (T?)Root.Deserialize(type) ?? throw new InvalidOperationException("a mapping was read as null");
        }
        catch (JsonException e)
        {
            var path = e.Path ?? "$";
            throw new BadInputException(_path, Explain(path, e, type), LineOf(path), inner: e);
        }
    }

    /// <summary>The line of a node; null where it comes from the command line.</summary>
    /// <param name="path">A JSON path, such as <c>$.judges[0].model</c>.</param>
    public long? LineOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var at = path; at.Length > 0; at = Parent(at))
        {
            if (_lines.TryGetValue(at, out var line))
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>The nearest of some names to one that does not exist, as a sentence that proposes it; empty where none is near.</summary>
    /// <param name="name">The name.</param>
    /// <param name="known">Those that exist.</param>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        var nearest = known.MinBy(candidate => EditDistance(name, candidate));
        return nearest is not null && EditDistance(name, nearest) <= Math.Max(2, name.Length / 3) ? $"; did you mean {nearest}?" : "";
    }

    private static string Explain(string path, JsonException exception, JsonTypeInfo root)
    {
        if (UnknownKey().Match(exception.Message) is { Success: true } unknown)
        {
            var key = unknown.Groups[1].Value;
            var names = TypeAt(root, Parent(path))?.Properties.Select(property => property.Name).Order(StringComparer.Ordinal).ToArray() ?? [];
            var there = names.Length == 0 ? "" : $"; there are {string.Join(", ", names)}";
            var hint = Suggest(key, names);
            return $"there is no key {key}{(hint.Length > 0 ? hint : there + ".")}";
        }

        if (MissingKeys().Match(exception.Message) is { Success: true } missing)
        {
            return $"{(path == "$" ? "the file" : path[2..])} lacks {missing.Groups[1].Value.Replace("'", "", StringComparison.Ordinal)}.";
        }

        var type = TypeAt(root, path)?.Type;
        var kind = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        var expected = kind switch
        {
            null => "this value cannot be used",
            { IsEnum: true } => $"this is not one of {string.Join(", ", Enum.GetNames(kind).Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}",
            _ when kind == typeof(string) => "this is no text",
            _ when kind == typeof(bool) => "this is neither true nor false",
            _ when kind == typeof(int) || kind == typeof(long) => "this is no whole number",
            _ when kind == typeof(double) => "this is no number",
            _ when kind.IsGenericType && kind.Name.StartsWith("IReadOnlyList", StringComparison.Ordinal) => "this is no list",
            _ => "this is no mapping with keys",
        };
        return $"{(path == "$" ? "the file" : path[2..])}: {expected}.";
    }

    private static JsonTypeInfo? TypeAt(JsonTypeInfo root, string path)
    {
        JsonTypeInfo? at = root;
        foreach (Match step in Steps().Matches(path[1..]))
        {
            var type = step.Groups["name"] is { Success: true } name
                ? at.Kind == JsonTypeInfoKind.Dictionary ? at.ElementType : at.Properties.FirstOrDefault(property => property.Name == name.Value)?.PropertyType
                : at.ElementType;
            if (type is null)
            {
                return null;
            }

            at = at.Options.GetTypeInfo(type);
        }

        return at;
    }

    private static string Parent(string path) => path.LastIndexOfAny(['.', '[']) is > 0 and var at ? path[..at] : "";

    private static IEnumerable<JsonNode> Step(JsonNode place, string key)
    {
        if (place is JsonObject map)
        {
            if (map[key] is { } child)
            {
                return [child];
            }

            // A list's name in the singular stands for all its items. What the file leaves out begins empty; binding refuses what there cannot be.
            return map[key + "s"] is JsonArray items ? items.OfType<JsonNode>() : [(map[key] = new JsonObject())!];
        }

        return place is JsonArray list
            ? list.Where((item, i) => i.ToString(CultureInfo.InvariantCulture) == key || (item is JsonObject o && o["name"]?.ToString() == key)).OfType<JsonNode>()
            : [];
    }

    private static JsonNode? ReadValue(string assignment, string text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            var ignored = new YamlTree("--set", new YamlMappingNode(new YamlScalarNode("value"), yaml.Documents is [var document] ? document.RootNode : new YamlScalarNode("")));
            return ignored.Root["value"]?.DeepClone();
        }
        catch (YamlException e)
        {
            throw new BadInputException($"--set {assignment}", $"the value is no YAML: {e.Message}", inner: e);
        }
    }

    private static int EditDistance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            previous = row;
        }

        return previous[^1];
    }

    private JsonNode? Convert(YamlNode node, string path, ref int count)
    {
        if (++count > MostNodes)
        {
            throw new BadInputException(_path, $"the file has more than {MostNodes} values; put prompts and responses into files of their own.");
        }

        _lines[path] = node.Start.Line;
        switch (node)
        {
            case YamlScalarNode scalar:
                return ConvertScalar(scalar);
            case YamlSequenceNode sequence:
                var list = new JsonArray();
                foreach (var (index, item) in sequence.Children.Index())
                {
                    list.Add(Convert(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), ref count));
                }

                return list;
            case YamlMappingNode mapping:
                var map = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    var name = (key as YamlScalarNode)?.Value ?? throw new BadInputException(_path, "a key is no text.", key.Start.Line);
                    var at = PlainName().IsMatch(name) ? $"{path}.{name}" : $"{path}['{name}']";
                    map[name] = Convert(value, at, ref count);
                    _lines[at] = key.Start.Line;
                }

                return map;
            default:
                throw new BadInputException(_path, "an alias stands where a value is expected.", node.Start.Line);
        }
    }

    private static JsonNode? ConvertScalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
        {
            return JsonValue.Create(text);
        }

        return text is "" or "null" or "~" ? null
            : text is "true" or "false" ? JsonValue.Create(text == "true")
            : PlainNumber().IsMatch(text) ? JsonNode.Parse(text)
            : JsonValue.Create(text);
    }

    [GeneratedRegex(@"^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$")]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@"^[^.\s'\[\]/""\\]+$")]
    private static partial Regex PlainName();

    [GeneratedRegex(@"^The JSON property '(.+)' could not be mapped")]
    private static partial Regex UnknownKey();

    [GeneratedRegex(@"missing required properties including: ([^.]+)\.")]
    private static partial Regex MissingKeys();

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\['(?<name>.+?)'\]|\[(?<index>\d+)\]")]
    private static partial Regex Steps();
}
