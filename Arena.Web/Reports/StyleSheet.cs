using Microsoft.AspNetCore.Components;

namespace Arena.Web.Reports;

/// <summary>The style sheet of reports, for pages that carry it within themselves.</summary>
internal static class StyleSheet
{
    private static readonly Lazy<string> Text = new(() =>
    {
        using var reader = new StreamReader(typeof(StyleSheet).Assembly.GetManifestResourceStream("report.css")!);
        return reader.ReadToEnd();
    });

    public static MarkupString Element => new($"<style>{Text.Value}</style>");
}
