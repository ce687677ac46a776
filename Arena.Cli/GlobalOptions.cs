using System.CommandLine;

namespace Arena.Cli;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public static Option<FileInfo> Db { get; } = new("--db")
    {
        Description = "The store.",
        HelpName = "FILE",
        DefaultValueFactory = _ => new FileInfo("arena.db"),
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
