using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Arena.Cli;

/// <summary>Where a command prints: results on stdout, all else on stderr.</summary>
internal sealed class Terminal
{
    /// <summary>Tables that go to a file or a pipe are not broken to the width of a screen that is not there.</summary>
    private const int RedirectedWidth = 200;

    private readonly Lazy<IAnsiConsole> _out = new(() => Create(Console.Out, Console.IsOutputRedirected));
    private readonly Lazy<IAnsiConsole> _error = new(() => Create(Console.Error, Console.IsErrorRedirected));

    public Terminal(ParseResult options)
    {
        IsJson = options.GetValue(GlobalOptions.Json);
        IsQuiet = options.GetValue(GlobalOptions.Verbosity) == "quiet";
        IsDetailed = options.GetValue(GlobalOptions.Verbosity) == "detailed";
    }

    /// <summary>Whether the result is to be a JSON document.</summary>
    public bool IsJson { get; }

    public bool IsQuiet { get; }

    public bool IsDetailed { get; }

    /// <summary>Where results go.</summary>
    public IAnsiConsole Out => _out.Value;

    /// <summary>Where progress and warnings go.</summary>
    public IAnsiConsole Error => _error.Value;

    /// <summary>Tells on stderr what a reader must know.</summary>
    public void Warn(string sentence) => Error.MarkupLineInterpolated($"[yellow]![/] {sentence}");

    /// <summary>Tells on stderr what goes on, unless that is not wanted.</summary>
    public void Say(string sentence)
    {
        if (!IsQuiet)
        {
            Error.WriteLine(sentence);
        }
    }

    /// <summary>Prints the one JSON document.</summary>
    public static void WriteJson<T>(T document, JsonTypeInfo<T> type)
    {
        using var stdout = Console.OpenStandardOutput();
        stdout.Write(JsonSerializer.SerializeToUtf8Bytes(document, type));
        stdout.Write("\n"u8);
    }

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (isRedirected)
        {
            console.Profile.Width = RedirectedWidth;
            console.Profile.Capabilities.Ansi = false;
            console.Profile.Capabilities.Unicode = true;
        }

        console.Pipeline.Attach(new HarmlessText());
        return console;
    }
}
