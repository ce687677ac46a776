using Arena.Core.Bias;
using Arena.Core.Reports;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Explanation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Arena.Web.Reports;

/// <summary>A report as one HTML file that needs nothing else: no network, no script.</summary>
public static class HtmlReport
{
    /// <summary>Renders a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="audit">The audit of the same tournament, to stand within it; null where there is none.</param>
    /// <param name="surrogate">How well its judge is foretold, likewise.</param>
    /// <param name="explanation">What its judge rewards, likewise; it stands behind the surrogate.</param>
    public static Task<string> RenderAsync(TournamentReport report, TournamentAudit? audit = null, SurrogateReport? surrogate = null, SurrogateExplanation? explanation = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        return DocumentAsync(report.Tournament.Name, builder =>
        {
            builder.OpenComponent<ReportPage>(0);
            builder.AddComponentParameter(1, nameof(ReportPage.Report), report);
            builder.AddComponentParameter(2, nameof(ReportPage.Audit), audit);
            builder.AddComponentParameter(3, nameof(ReportPage.Surrogate), surrogate);
            builder.AddComponentParameter(4, nameof(ReportPage.Explanation), explanation);
            builder.CloseComponent();
        });
    }

    /// <summary>Renders an audit by itself.</summary>
    /// <param name="audit">The audit.</param>
    /// <param name="generatedAt">When it was made.</param>
    public static Task<string> RenderAsync(TournamentAudit audit, DateTimeOffset generatedAt)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return DocumentAsync(audit.Tournament, builder =>
        {
            builder.OpenComponent<AuditPage>(0);
            builder.AddComponentParameter(1, nameof(AuditPage.Audit), audit);
            builder.AddComponentParameter(2, nameof(AuditPage.GeneratedAt), generatedAt);
            builder.CloseComponent();
        });
    }

    /// <summary>Renders what a judge rewards by itself.</summary>
    /// <param name="title">What it is of: a judge, a tournament.</param>
    /// <param name="explanation">The explanation.</param>
    /// <param name="generatedAt">When it was made.</param>
    /// <param name="comparison">The judge beside another; null for none.</param>
    public static Task<string> RenderAsync(
        string title, SurrogateExplanation explanation, DateTimeOffset generatedAt, SurrogateExplanationComparison? comparison = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(explanation);
        return DocumentAsync(title, builder =>
        {
            builder.OpenComponent<SurrogateExplanationPage>(0);
            builder.AddComponentParameter(1, nameof(SurrogateExplanationPage.Title), title);
            builder.AddComponentParameter(2, nameof(SurrogateExplanationPage.Of), explanation);
            builder.AddComponentParameter(3, nameof(SurrogateExplanationPage.GeneratedAt), generatedAt);
            builder.AddComponentParameter(4, nameof(SurrogateExplanationPage.Comparison), comparison);
            builder.CloseComponent();
        });
    }

    /// <summary>Renders how well a surrogate judge does.</summary>
    /// <param name="report">The figures.</param>
    /// <param name="generatedAt">When they were made.</param>
    public static Task<string> RenderAsync(SurrogateReport report, DateTimeOffset generatedAt)
    {
        ArgumentNullException.ThrowIfNull(report);
        return DocumentAsync(report.Tournament, builder =>
        {
            builder.OpenComponent<SurrogatePage>(0);
            builder.AddComponentParameter(1, nameof(SurrogatePage.Report), report);
            builder.AddComponentParameter(2, nameof(SurrogatePage.GeneratedAt), generatedAt);
            builder.CloseComponent();
        });
    }

    private static Task<string> DocumentAsync(string title, RenderFragment page) => RenderAsync<ReportDocument>(
        new Dictionary<string, object?> { [nameof(ReportDocument.Title)] = title, [nameof(ReportDocument.Page)] = page });

    /// <summary>Renders a component without a site around it.</summary>
    internal static async Task<string> RenderAsync<TComponent>(IDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters));
            return root.ToHtmlString();
        });
    }
}
