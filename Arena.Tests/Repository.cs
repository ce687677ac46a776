namespace Arena.Tests;

/// <summary>Where the files lie that tests read.</summary>
internal static class Repository
{
    /// <summary>The folder of Arena.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder that ships with the project.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file or folder of the real data beside the project; the test is skipped where it is absent.</summary>
    public static string Shared(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine([Root, "..", "shared", "data", .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"needs the real data: ../shared/data/{string.Join('/', parts.ToArray())} is absent");
        return Path.GetFullPath(path);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Arena.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Arena.sln is in no parent folder of the tests.");
        }

        return folder.FullName;
    }
}
