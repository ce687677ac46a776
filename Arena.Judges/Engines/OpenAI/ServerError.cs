using System.Net;
using System.Text.Json;
using Arena.Core.Judging;
using Polly.Timeout;

namespace Arena.Judges.Engines.OpenAI;

/// <summary>What a server, or the way to it, said instead of an answer.</summary>
/// <param name="Status">HTTP status; null where no answer came.</param>
/// <param name="Code">The server's words for the kind of error (<c>code</c>, <c>type</c> and <c>param</c>); empty where it has none.</param>
/// <param name="Message">What it said, short and without the key.</param>
internal sealed record ServerError(HttpStatusCode? Status, string Code, string Message)
{
    private const int LongestMessage = 300;

    /// <summary>How servers say that a prompt is too long: OpenAI, vLLM, llama-server, Text Generation Inference.</summary>
    private static readonly string[] ContextPhrases =
    [
        "context_length_exceeded", "exceed_context_size_error", "maximum context length", "maximum model length", "available context size",
        "context window", "`inputs` tokens + `max_new_tokens`", "`inputs` must have less than",
    ];

    private static readonly string[] RefusalPhrases = ["content_filter", "content_policy_violation", "content management policy"];

    /// <summary>Whether no answer came in time.</summary>
    public bool IsTimeout { get; init; }

    /// <summary>Whether the server did not accept the request as it was, so that another one may do.</summary>
    private bool IsRejection => Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity
        or HttpStatusCode.RequestEntityTooLarge;

    /// <summary>Whether the server does not give log-probabilities, or not so many.</summary>
    public bool RefusesLogProbabilities => IsRejection && Says("logprob");

    /// <summary>Whether the server knows the limit of tokens by its newer name only.</summary>
    public bool RefusesMaxTokens => IsRejection && Says("max_completion_tokens");

    /// <summary>An error from the body of a server's answer.</summary>
    public static ServerError Of(HttpStatusCode status, string? body, string? key)
    {
        body ??= "";
        var (code, message) = ("", body);
        try
        {
            using var json = JsonDocument.Parse(body);
            var error = json.RootElement;
            if (error.ValueKind == JsonValueKind.Object && error.TryGetProperty("error", out var inner))
            {
                error = inner;
            }

            if (error.ValueKind == JsonValueKind.Object)
            {
                code = string.Join(' ', Texts(error, "code", "type", "param"));
                message = Texts(error, "message", "detail").FirstOrDefault() ?? body;
            }
            else if (error.ValueKind == JsonValueKind.String)
            {
                message = error.GetString()!;
            }
        }
        catch (JsonException)
        {
            // A proxy's page, as a rule. Its text is all there is.
        }

        return new(status, Short(code, key), Short(message, key));
    }

    /// <summary>An error without an answer.</summary>
    public static ServerError Of(Exception cause, string? key) =>
        new(null, "", Short(Reason(cause), key)) { IsTimeout = cause is TimeoutRejectedException };

    /// <summary>Why the request has no result.</summary>
    public JudgingFailure ToFailure()
    {
        var kind = IsTimeout || Status == HttpStatusCode.RequestTimeout ? FailureKind.TimedOut
            : Status is >= HttpStatusCode.BadRequest && Array.Exists(ContextPhrases, Says) ? FailureKind.ContextExceeded
            : IsRejection && Array.Exists(RefusalPhrases, Says) ? FailureKind.Refused
            : FailureKind.EngineError;
        return new(kind, ToString());
    }

    /// <summary>What happened, without the server's words: those may quote what it was asked, which no log may hold.</summary>
    public string Outline => Status is { } status ? $"the server answered {(int)status}" : IsTimeout ? "no answer came in time" : "no answer came";

    public override string ToString() =>
        Status is { } status ? $"the server answered {(int)status}: {(Message.Length == 0 ? status : Message)}" : Message;

    private static IEnumerable<string> Texts(JsonElement json, params string[] names) =>
        from name in names
        let value = json.TryGetProperty(name, out var found) ? found : default
        where value.ValueKind == JsonValueKind.String
        select value.GetString();

    /// <summary>The innermost words, which name the cause; the outer ones name the layers above it.</summary>
    private static string Reason(Exception cause)
    {
        while (cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return cause.Message;
    }

    private static string Short(string text, string? key)
    {
        if (!string.IsNullOrEmpty(key))
        {
            text = text.Replace(key, "***", StringComparison.Ordinal);
        }

        text = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return text.Length <= LongestMessage ? text : string.Concat(text.AsSpan(0, LongestMessage), "…");
    }

    private bool Says(string phrase) =>
        Message.Contains(phrase, StringComparison.OrdinalIgnoreCase) || Code.Contains(phrase, StringComparison.OrdinalIgnoreCase);
}
