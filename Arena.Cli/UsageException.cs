namespace Arena.Cli;

/// <summary>The command line contradicts itself; the message says how and what to type instead.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
