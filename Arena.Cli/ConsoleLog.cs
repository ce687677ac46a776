using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Arena.Cli;

/// <summary>The log of a command that runs until it is ended: on stderr, for people or as a JSON object a line for programs.</summary>
internal sealed class ConsoleLog : IDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Opens it.</summary>
    /// <param name="format">A value of <see cref="FormatOption"/>.</param>
    public ConsoleLog(string format)
    {
        _services = new ServiceCollection()
            .AddLogging(logging => (format == "json" ? logging.AddJsonConsole(AsJson) : logging.AddSimpleConsole())
                .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            .BuildServiceProvider();
        Provider = _services.GetRequiredService<ILoggerProvider>();

        static void AsJson(JsonConsoleFormatterOptions json) => (json.UseUtcTimestamp, json.TimestampFormat, json.IncludeScopes) = (true, "O", true);
    }

    /// <summary>What writes it.</summary>
    public ILoggerProvider Provider { get; }

    /// <summary>How it is written.</summary>
    public static Option<string> FormatOption()
    {
        var option = new Option<string>("--log-format")
        {
            Description = "How the log on stderr is written: text, or json for programs that collect logs.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "text",
        };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }

    /// <summary>Writes what is not yet written, and ends.</summary>
    public void Dispose() => _services.Dispose();
}
