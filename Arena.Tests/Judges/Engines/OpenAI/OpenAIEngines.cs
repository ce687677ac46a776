using Arena.Judges.Chat;
using Arena.Judges.Engines;
using Arena.Judges.Engines.OpenAI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Arena.Tests.Judges.Engines.OpenAI;

/// <summary>Engines for tests, their time and what they log.</summary>
internal static class OpenAIEngines
{
    public const string Key = "sk-0123456789abcdef-secret";

    public static OpenAIEngineOptions Options(params IEnumerable<ChatServer> servers) => new([.. servers.Select(server => server.Endpoint)], "tiny");

    public static Task<OpenAIEngine> OpenAsync(OpenAIEngineOptions options, TimeProvider? time = null, ILogger<OpenAIEngine>? logger = null) =>
        OpenAIEngine.OpenAsync(
            options,
            new ConfigurationBuilder().AddInMemoryCollection([new("ARENA_TEST_KEY", Key)]).Build(),
            time ?? TimeProvider.System,
            logger: logger);

    public static Task<OpenAIEngine> OpenAsync(ChatServer server, TimeProvider? time = null, ILogger<OpenAIEngine>? logger = null) =>
        OpenAsync(Options(server), time, logger);

    public static ScoringRequest Ask(params string[] segments) => new([new(ChatRole.User, segments)], ["A", "B"]);

    public static TextRequest AskText(string text, int maxTokens = 10) => new([new(ChatRole.User, [text])], maxTokens);

    /// <summary>
    /// Lets time pass until something is done, a tenth of a second every few milliseconds: pauses and time-outs are over soon and what is
    /// measured on the clock is theirs, while real requests still have time to be answered between.
    /// </summary>
    public static async Task<T> InTimeAsync<T>(FakeTimeProvider time, Task<T> task)
    {
        while (!task.IsCompleted)
        {
            await Task.Delay(2);
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        return await task;
    }

    /// <summary>Keeps what is logged.</summary>
    internal sealed class KeptLog : ILogger<OpenAIEngine>
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
            {
                _lines.Add(formatter(state, exception));
            }
        }
    }
}
