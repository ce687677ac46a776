namespace Arena.Web.Reports;

/// <summary>Labels of a square chart: rows carry a number and a name, columns the number alone.</summary>
internal static class Numbering
{
    public static IReadOnlyList<string> Labels(IReadOnlyList<string> names) => [.. names.Select((name, i) => $"{i + 1}  {name}")];

    public static IReadOnlyList<string> Numbers(int count) => [.. Enumerable.Range(1, count).Select(number => $"{number}")];
}
