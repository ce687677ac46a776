using System.CommandLine;
using System.CommandLine.Parsing;
using Arena.Core.Storage;

namespace Arena.Cli;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    /// <summary>The store: the full path of a file, or a connection string.</summary>
    public static Option<string> Db { get; } = new("--db")
    {
        Description = "The store: a file, or a connection string of PostgreSQL (Host=…;Database=…;Username=…).",
        HelpName = "FILE",
        DefaultValueFactory = _ => "arena.db",
        CustomParser = Location,
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document on stdout; everything else goes to stderr.",
        Recursive = true,
    };

    public static Option<long> Seed { get; } = new("--seed")
    {
        Description = "Seed of everything drawn at random.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        Recursive = true,
    };

    public static Option<string> Verbosity { get; } = CreateVerbosity();

    /// <summary>Parses where a store is: the full path of a file, or a connection string.</summary>
    public static string Location(ArgumentResult result) => result.Tokens[0].Value is var given && StoreLocation.IsPostgres(given) ? given : Path.GetFullPath(given);

    private static Option<string> CreateVerbosity()
    {
        var option = new Option<string>("--verbosity")
        {
            Description = "How much is told on stderr: quiet, normal or detailed.",
            HelpName = "LEVEL",
            DefaultValueFactory = _ => "normal",
            Recursive = true,
        };
        option.AcceptOnlyFromAmong("quiet", "normal", "detailed");
        return option;
    }
}
