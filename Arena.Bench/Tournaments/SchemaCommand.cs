using System.CommandLine;

namespace Arena.Bench.Tournaments;

/// <summary><c>schema</c>: writes the JSON schema of tournament files.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var file = new Option<FileInfo>("--out") { Description = "Where to.", DefaultValueFactory = _ => new("data/schema/tournament.schema.json") };
        var command = new Command("schema", "Writes the JSON schema of tournament files, which is made from the types that read them.") { file };
        command.SetAction(parsed => File.WriteAllText(parsed.GetValue(file)!.FullName, TournamentSchema.Generate()));
        return command;
    }
}
