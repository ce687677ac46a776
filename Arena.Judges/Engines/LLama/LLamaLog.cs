using LLama.Native;

namespace Arena.Judges.Engines.LLama;

/// <summary>
/// Takes down what llama.cpp says until it is disposed of, and silences it from then on; by itself llama.cpp writes to stderr. One at a
/// time, so only while holding the gate.
/// </summary>
internal sealed class LLamaLog : IDisposable
{
    private readonly List<string> _lines = [];
    private string _unfinished = "";

    public LLamaLog() => NativeLogConfig.llama_log_set(Add);

    /// <summary>What was said.</summary>
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

    /// <summary>The line that tells best why something failed.</summary>
    public string Complaint => Lines is { Count: > 0 } lines
        ? lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines[^1]
        : "llama.cpp said nothing";

    /// <inheritdoc/>
    public void Dispose() => NativeLogConfig.llama_log_set((_, _) => { });

    private void Add(LLamaLogLevel level, string message)
    {
        // A line comes in pieces, and from several threads.
        lock (_lines)
        {
            var parts = (_unfinished + message).Split('\n');
            _lines.AddRange(parts[..^1]);
            _unfinished = parts[^1];
        }
    }
}
