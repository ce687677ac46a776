using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Arena.Core;
using Polly.Timeout;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>
/// What is told of one attempt to have an endpoint complete a chat: by OpenTelemetry's conventions for generative AI, without messages, and of the endpoint's address host and port only.
/// </summary>
internal sealed class EndpointTelemetry : IDisposable
{
    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram(
        "gen_ai.client.operation.duration", "s", "Time of one attempt to have an endpoint answer; retries are attempts of their own.", tags: null, Telemetry.ModelSeconds);

    private static readonly UpDownCounter<long> Active = Telemetry.Meter.CreateUpDownCounter<long>(
        "arena.endpoint.requests.active", "{request}", "Requests that an endpoint has in hand.");

    private readonly Activity? _span;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly TagList _server;
    private TagList _tags;

    public EndpointTelemetry(string model, Uri address, TimeProvider time)
    {
        _server = new() { { "server.address", address.Host }, { "server.port", address.Port } };
        _tags = _server;
        _tags.Add("gen_ai.operation.name", "chat");
        _tags.Add("gen_ai.provider.name", "openai");
        _tags.Add("gen_ai.request.model", model);
        _span = Telemetry.Source.StartActivity(ActivityKind.Client, tags: _tags, name: $"chat {model}");
        Active.Add(1, _server);
        (_time, _began) = (time, time.GetTimestamp());
    }

    /// <summary>Notes the status of the answer.</summary>
    public void Answer(HttpStatusCode status)
    {
        _span?.SetTag("http.response.status_code", (int)status);
        if ((int)status >= 400)
        {
            Fail(((int)status).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Notes that no answer came.</summary>
    public void Fail(Exception exception) => Fail(exception switch
    {
        TimeoutRejectedException => "timeout",
        OperationCanceledException => "cancelled",
        HttpRequestException { HttpRequestError: var error } => error.ToString(),
        _ => exception.GetType().FullName!,
    });

    /// <summary>Tells of the attempt.</summary>
    public void Dispose()
    {
        Active.Add(-1, _server);
        Duration.Record(_time.GetElapsedTime(_began).TotalSeconds, _tags);
        _span?.Dispose();
    }

    private void Fail(string error)
    {
        _tags.Add(Telemetry.ErrorType, error);
        _span?.SetTag(Telemetry.ErrorType, error).SetStatus(ActivityStatusCode.Error);
    }
}
