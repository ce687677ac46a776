using System.Net.Http.Headers;
using Polly.Timeout;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>
/// Sends a request to the endpoint with the fewest requests outstanding, in place of the address it was made for; endpoints that failed a
/// short while ago come last. One call is one attempt: it ends when the answer is there in full, so that an answer which stops
/// half-way can be asked for again.
/// </summary>
internal sealed class EndpointHandler : DelegatingHandler
{
    /// <summary>How long an endpoint is avoided after it failed.</summary>
    public static readonly TimeSpan Avoidance = TimeSpan.FromSeconds(30);

    /// <summary>No answer of a few thousand tokens comes near it; a server gone astray must not fill the memory.</summary>
    private const long MostBytes = 64 << 20;

    private readonly Lock _lock = new();
    private readonly Endpoint[] _endpoints;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    public EndpointHandler(IEnumerable<Uri> endpoints, string? key, TimeSpan timeout, TimeProvider time)
    {
        _endpoints = [.. endpoints.Select(address => new Endpoint(address.AbsoluteUri.TrimEnd('/')))];
        _authorization = key is null ? null : new("Bearer", key);
        _timeout = timeout;
        _time = time;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        var endpoint = Take();
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var failed = false;
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

            failed = (int)response.StatusCode >= 500;
            return response;
        }
        catch (HttpRequestException)
        {
            failed = true;
            throw;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            failed = true;
            throw new TimeoutRejectedException(
                limit.IsCancellationRequested ? $"no full answer within {_timeout.TotalSeconds:0.###} s" : "no connection in time",
                _timeout);
        }
        finally
        {
            request.RequestUri = asked;
            Return(endpoint, failed);
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

    private Endpoint Take()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            var chosen = _endpoints.MinBy(endpoint => (endpoint.AvoidedUntil > now, endpoint.Outstanding))!;
            chosen.Outstanding++;
            return chosen;
        }
    }

    private void Return(Endpoint endpoint, bool failed)
    {
        lock (_lock)
        {
            endpoint.Outstanding--;
            if (failed)
            {
                endpoint.AvoidedUntil = _time.GetUtcNow() + Avoidance;
            }
        }
    }

    private sealed class Endpoint(string address)
    {
        public string Address { get; } = address;

        public int Outstanding { get; set; }

        public DateTimeOffset AvoidedUntil { get; set; } = DateTimeOffset.MinValue;
    }
}
