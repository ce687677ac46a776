using System.Text.Json.Serialization;
using Arena.Core.Judging;

namespace Arena.Core.Formats;

/// <summary>How a judge's own file is read.</summary>
[JsonSerializable(typeof(JudgeFile))]
internal sealed partial class JudgeFileJson : JsonSerializerContext
{
    public static JudgeFileJson Files { get; } = new(YamlTree.OptionsFor(new JudgeFileJson()));
}
