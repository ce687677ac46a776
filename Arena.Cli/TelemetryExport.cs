using System.Runtime.CompilerServices;
using Arena.Core;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Arena.Cli;

/// <summary>
/// Sends what a process tells of its work to an OpenTelemetry collector, where the environment asks for it. OpenTelemetry's own variables say where and how
/// (docs/operations.md); without them nothing of it is loaded.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    /// <summary>What .NET and ASP.NET Core measure by themselves: requests to the site by route and status, memory, threads.</summary>
    private static readonly string[] Meters = [Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private readonly IDisposable? _metrics;
    private readonly IDisposable? _traces;

    private TelemetryExport(IDisposable? metrics, IDisposable? traces) => (_metrics, _traces) = (metrics, traces);

    /// <summary>Starts what the environment asks for; null where it asks for nothing.</summary>
    /// <param name="variable">Gives a variable of the environment.</param>
    /// <exception cref="UsageException">An exporter is asked for that there is not.</exception>
    public static TelemetryExport? Start(Func<string, string?> variable)
    {
        if (string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var (metrics, traces) = (IsAsked(variable, "METRICS"), IsAsked(variable, "TRACES"));
        return metrics || traces ? Send(metrics, traces) : null;
    }

    /// <summary>Sends what is not yet sent, and ends. It waits for a collector that does not answer, but not for longer than five seconds for each kind.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static bool IsAsked(Func<string, string?> variable, string signal)
    {
        var exporter = variable($"OTEL_{signal}_EXPORTER");
        return exporter switch
        {
            null or "" => variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } || variable($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is { Length: > 0 },
            "otlp" => true,
            "none" => false,
            _ => throw new UsageException($"OTEL_{signal}_EXPORTER is \"{exporter}\", which is not known here: set it to otlp or none, or take it away."),
        };
    }

    /// <summary>All that names a type of OpenTelemetry is in here and behind it, and not in the signature either: so nothing is loaded before it is called.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TelemetryExport Send(bool metrics, bool traces) => new(
        metrics ? Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(Meters).AddOtlpExporter().Build() : null,
        traces ? Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(Telemetry.Name).AddOtlpExporter().Build() : null);

    private static void Describe(ResourceBuilder resource) => resource.AddService("arena", serviceVersion: Core.Reports.TournamentReport.Version).AddEnvironmentVariableDetector();
}
