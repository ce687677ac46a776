using System.CommandLine;
using Arena.Core.World;

namespace Arena.Cli.Commands;

/// <summary><c>arena world</c>: the checkable world.</summary>
internal static class WorldCommand
{
    public static Command Create()
    {
        var split = new Option<Split>("--split") { Description = "Training, or HeldOut for examinations.", DefaultValueFactory = _ => Split.HeldOut };
        var problems = new Option<int>("--problems") { Description = "How many problems; each gives 18 examples.", DefaultValueFactory = _ => 900 };
        var reference = new Option<double>("--reference-share") { Description = "Share of problems shown with their reference answer.", DefaultValueFactory = _ => 1 };
        var output = new Option<FileInfo?>("--out") { Description = "The file to write; standard output without it." };
        problems.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--problems must be 1 or more.");
            }
        });
        reference.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(result.GetValueOrDefault<double>() is >= 0 and <= 1))
            {
                result.AddError("--reference-share must lie between 0 and 1.");
            }
        });
        var export = new Command("export", "Writes judging examples with known truth, one JSON object a line.") { split, problems, reference, output };
        export.SetAction(result =>
        {
            var examples = JudgingExamples.Generate(
                (ulong)result.GetValue(GlobalOptions.Seed),
                result.GetValue(split),
                result.GetValue(problems),
                result.GetValue(reference));
            if (result.GetValue(output) is not { } file)
            {
                JudgingExampleWriter.Write(Console.Out, examples);
                return 0;
            }

            using var writer = new StreamWriter(file.FullName) { NewLine = "\n" };
            var count = JudgingExampleWriter.Write(writer, examples);
            Console.Error.WriteLine($"{count} examples in {file.FullName}");
            return 0;
        });
        return new Command("world", "The checkable world: simulated problems and responses whose truth is known.") { export };
    }
}
