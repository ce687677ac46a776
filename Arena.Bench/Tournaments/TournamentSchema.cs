using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Arena.Core.Formats;
using Arena.Core.Tournaments;

namespace Arena.Bench.Tournaments;

/// <summary>Makes the JSON schema of tournament files from the types that read them and from their XML documentation.</summary>
internal static partial class TournamentSchema
{
    /// <summary>The schema as it is committed in <c>data/schema/tournament.schema.json</c>.</summary>
    public static string Generate()
    {
        var documentation = XDocument.Load(Path.ChangeExtension(typeof(TournamentFile).Assembly.Location, ".xml"))
            .Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => Plain(member.Element("summary")));
        var prompts = default(JsonNode);
        var schema = JsonSchemaExporter.GetJsonSchemaAsNode(YamlTree.Options, typeof(TournamentFile), new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) =>
            {
                if (context.TypeInfo.Type == typeof(PromptList))
                {
                    prompts ??= JsonSchemaExporter.GetJsonSchemaAsNode(YamlTree.Options, typeof(PromptFile), new JsonSchemaExporterOptions { TransformSchemaNode = Describe });
                    node = new JsonObject
                    {
                        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "array", ["items"] = prompts.DeepClone() }),
                    };
                }

                return Describe(context, node);
            },
        });
        schema.AsObject().Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema["title"] = "Arena tournament";
        return schema.ToJsonString(YamlTree.Options).ReplaceLineEndings("\n") + "\n";

        JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
        {
            // YAML takes 42 for a number where a text is meant, and so do the readers.
            if (context.TypeInfo.Type == typeof(string))
            {
                node = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
            }

            if (context.PropertyInfo is { } property
                && property.AttributeProvider is System.Reflection.PropertyInfo clr
                && documentation.TryGetValue($"P:{clr.DeclaringType!.FullName}.{clr.Name}", out var text)
                && node is JsonObject map)
            {
                map.Insert(0, "description", text);
            }

            return node;
        }
    }

    private static string Plain(XElement? summary)
    {
        if (summary is null)
        {
            return "";
        }

        var words = summary.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement element when element.Attribute("cref") is { } reference => JsonNamingPolicy.SnakeCaseLower.ConvertName(reference.Value.Split('.')[^1]),
            XElement element => element.Value,
            _ => "",
        });
        return Spaces().Replace(string.Concat(words), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
