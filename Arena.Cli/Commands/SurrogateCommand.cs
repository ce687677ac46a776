using System.CommandLine;

namespace Arena.Cli.Commands;

/// <summary><c>arena surrogate</c>: the learning-to-rank judge.</summary>
internal static class SurrogateCommand
{
    public static Command Create(TimeProvider time) => new("surrogate", "A judge on cheap features that learns from another's verdicts: fast, and explained.")
    {
        SurrogateTrainCommand.Create(time),
        SurrogateEvaluateCommand.Create(time),
        SurrogatePredictCommand.Create(time),
        SurrogateExplainCommand.Create(time),
    };
}
