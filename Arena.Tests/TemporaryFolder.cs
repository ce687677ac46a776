using System.IO.Compression;
using System.Text;

namespace Arena.Tests;

/// <summary>A folder of one test's own, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("arena-test-").FullName;

    public string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([_path, .. parts]);

    /// <summary>Writes a text file, compressed where the name ends in .gz, and gives its path.</summary>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file, compressed where the name ends in .gz, and gives its path.</summary>
    public string Write(string name, byte[] bytes)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            File.WriteAllBytes(path, bytes);
            return path;
        }

        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        gzip.Write(bytes);
        return path;
    }

    /// <summary>Writes a file as it is, whatever its name, and gives its path.</summary>
    public string WriteRaw(string name, string text) => WriteRaw(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file as it is, whatever its name, and gives its path.</summary>
    public string WriteRaw(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
