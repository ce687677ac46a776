using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Arena.Core;

/// <summary>
/// Where the arena tells of its work in numbers and spans, for whoever listens: <c>arena</c> with OpenTelemetry, <c>dotnet-counters</c>, a test. Where nobody does, it costs
/// nothing that can be measured. What is told are counts, times, names that the user gave, and kinds of failure; never a text or a key. docs/operations.md has the table.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the meter and of the source.</summary>
    public const string Name = "Arena";

    /// <summary>
    /// The switch of <see cref="AppContext"/> that is set to false where a process is over before anybody could listen: the first meter or source of a process takes a hundredth of a
    /// second, which a short command does not have. What only long commands do asks for no switch.
    /// </summary>
    public const string Switch = "Arena.Telemetry";

    /// <summary>The value of <c>error.type</c> for what is none of the kinds that are told apart.</summary>
    public const string OtherError = "_OTHER";

    /// <summary>Attribute: a judge's name.</summary>
    public const string Judge = "arena.judge";

    /// <summary>Attribute: a tournament's name. On spans alone, for each metric is kept once for every value.</summary>
    public const string Tournament = "arena.tournament";

    /// <summary>Attribute: what kind of error it was. It is there only where it was one.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Whether short commands tell of their work, too: unless <see cref="Switch"/> says no.</summary>
    public static bool IsOn => !AppContext.TryGetSwitch(Switch, out var isOn) || isOn;

    /// <summary>Makes the instruments.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Makes the spans.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Boundaries of histograms of seconds of work that a model does, as OpenTelemetry's conventions for generative AI have them.</summary>
    public static InstrumentAdvice<double> ModelSeconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };

    /// <summary>Says of a span that it failed: by the exception's type, for its message may quote anything. Cancelling is no failure.</summary>
    /// <param name="span">The span; null where nobody listens.</param>
    /// <param name="exception">What happened.</param>
    public static void Fail(this Activity? span, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception is not OperationCanceledException)
        {
            span?.SetTag(ErrorType, exception.GetType().FullName).SetStatus(ActivityStatusCode.Error);
        }
    }
}
