using System.Net;
using System.Net.Http.Headers;
using Polly.Timeout;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>
/// Sends a request to the endpoint that the <see cref="EndpointPool"/> chooses, in place of the address it was made for; where that one fails or has too much to do, at
/// once to another that is well. It ends when the answer is there in full, so that an answer which stops half-way can be asked for again.
/// </summary>
internal sealed class EndpointHandler : DelegatingHandler
{
    /// <summary>No answer of a few thousand tokens comes near it; a server gone astray must not fill the memory.</summary>
    private const long MostBytes = 64 << 20;

    private readonly EndpointPool _pool;
    private readonly string _model;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    public EndpointHandler(IEnumerable<Uri> endpoints, string model, string? key, TimeSpan timeout, TimeProvider time)
    {
        _pool = new(endpoints, time);
        _model = model;
        _authorization = key is null ? null : new("Bearer", key);
        _timeout = timeout;
        _time = time;
    }

    /// <summary>Stands for the beginning of the requests that are sent from here on; the library between has no place for it.</summary>
    public AsyncLocal<ulong?> Affinity { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var tried = new List<Endpoint>();
        while (true)
        {
            var endpoint = await _pool.TakeAsync(Affinity.Value, tried, cancellationToken);
            tried.Add(endpoint);
            var outcome = EndpointOutcome.Cancelled;
            TimeSpan? retryAfter = null;
            var began = _time.GetTimestamp();
            HttpResponseMessage response;
            try
            {
                response = await ToldAsync(request, endpoint, cancellationToken);
                outcome = (int)response.StatusCode >= 500 ? EndpointOutcome.Failed
                    : response.StatusCode == HttpStatusCode.TooManyRequests ? EndpointOutcome.Limited
                    : EndpointOutcome.Answered;
                retryAfter = response.Headers.RetryAfter is { } wait ? wait.Delta ?? (wait.Date - _time.GetUtcNow()) : null;
            }
            catch (HttpRequestException)
            {
                outcome = EndpointOutcome.Failed;
                if (_pool.HasOther(tried))
                {
                    continue;
                }

                throw;
            }
            catch (TimeoutRejectedException)
            {
                outcome = EndpointOutcome.Failed;
                throw;
            }
            finally
            {
                _pool.Return(endpoint, outcome, _time.GetElapsedTime(began), retryAfter);
            }

            if (outcome == EndpointOutcome.Answered || !_pool.HasOther(tried))
            {
                return response;
            }

            response.Dispose();
        }
    }

    /// <summary>An attempt, of which is told where it is to complete a chat.</summary>
    private async Task<HttpResponseMessage> ToldAsync(HttpRequestMessage request, Endpoint endpoint, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Post)
        {
            return await AttemptAsync(request, endpoint, cancellationToken);
        }

        using var telemetry = new EndpointTelemetry(_model, new Uri(endpoint.Address), _time);
        try
        {
            var response = await AttemptAsync(request, endpoint, cancellationToken);
            telemetry.Answer(response.StatusCode);
            return response;
        }
        catch (Exception e)
        {
            telemetry.Fail(e);
            throw;
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, Endpoint endpoint, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            request.RequestUri = new Uri(endpoint.Address + asked.AbsolutePath);
            request.Headers.Authorization = _authorization;
            var response = await base.SendAsync(request, either.Token);
            try
            {
                await response.Content.LoadIntoBufferAsync(MostBytes, either.Token);
                if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
                {
                    // The client library mistakes a buffer for an answer that it read already, so it gets a stream as from the network.
                    response.Content = Streamed(response.Content);
                }
            }
            catch
            {
                response.Dispose();
                throw;
            }

            return response;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutRejectedException(
                limit.IsCancellationRequested ? $"no full answer within {_timeout.TotalSeconds:0.###} s" : "no connection in time",
                _timeout);
        }
        finally
        {
            request.RequestUri = asked;
        }
    }

    private static StreamContent Streamed(HttpContent buffer)
    {
        var stream = new StreamContent(buffer.ReadAsStream());
        foreach (var (name, values) in buffer.Headers)
        {
            stream.Headers.TryAddWithoutValidation(name, values);
        }

        return stream;
    }
}
