using Arena.Core.Reports;
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
    public static Task<string> RenderAsync(TournamentReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return RenderAsync<ReportDocument>(new Dictionary<string, object?> { [nameof(ReportDocument.Report)] = report });
    }

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
