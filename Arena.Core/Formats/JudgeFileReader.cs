using Arena.Core.Judging;

namespace Arena.Core.Formats;

/// <summary>Reads a judge from a YAML file of its own.</summary>
public static class JudgeFileReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadInputException">It is missing, no YAML, or says what no judge has; with its line.</exception>
    public static JudgeFile Read(string path) => YamlTree.Read(path).Bind<JudgeFile>();
}
