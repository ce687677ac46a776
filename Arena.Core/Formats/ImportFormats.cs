namespace Arena.Core.Formats;

/// <summary>The names of the forms, as people write them on the command line.</summary>
public static class ImportFormats
{
    /// <summary>All names, such as <c>alpaca-eval</c>, in the order of <see cref="ImportFormat"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["auto", "battles", "alpaca-eval", "mt-bench", "arena-hard", "llmbar", "pandalm", "arena", "mirage"];

    /// <summary>The name of a form.</summary>
    /// <param name="format">The form.</param>
    public static string NameOf(ImportFormat format) => Names[(int)format];

    /// <summary>The form of a name; null where there is none.</summary>
    /// <param name="name">The name.</param>
    public static ImportFormat? Find(string name)
    {
        var index = Names.ToList().IndexOf(name);
        return index < 0 ? null : (ImportFormat)index;
    }
}
