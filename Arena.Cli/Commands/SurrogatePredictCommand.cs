using System.CommandLine;
using Arena.Core;
using Arena.Core.Storage;
using Arena.Core.Surrogate.Models;

namespace Arena.Cli.Commands;

/// <summary><c>arena surrogate predict</c>: a leaderboard without a judge.</summary>
internal sealed class SurrogatePredictCommand
{
    private readonly Argument<FileInfo> _model = new("MODEL.json") { Description = "What arena surrogate train wrote." };

    private readonly Argument<string> _tournament = new("TOURNAMENT") { Description = "Name of a tournament in the store, whose responses are scored." };

    private readonly TimeProvider _time;

    private SurrogatePredictCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("predict", "What the judge would say of a tournament's responses, without asking it.") { _model, _tournament };
        Command.SetAction(RunAsync);
    }

    private Command Command { get; }

    public static Command Create(TimeProvider time) => new SurrogatePredictCommand(time).Command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(parsed);
        var (path, tournament) = (parsed.GetValue(_model)!, parsed.GetValue(_tournament)!);
        var (model, _) = await SurrogateFile.ReadAsync(path.FullName, cancellationToken);
        using var store = await ArenaStore.OpenAsync(parsed.GetValue(GlobalOptions.Db)!, _time, create: false, cancellationToken);
        var prompts = await store.ReadPromptsAsync(tournament, cancellationToken);
        var responses = await store.ReadResponsesAsync(tournament, cancellationToken).ToListAsync(cancellationToken);
        if (responses.Count == 0)
        {
            throw new BadInputException(store.Name, $"tournament \"{tournament}\" holds no responses to score; import some first.");
        }

        var scores = LeaderboardRun.WithProgress(isLong: true, _ => SurrogateScores.Of(model, prompts, responses, cancellationToken), terminal, "features");
        var prediction = SurrogateLeaderboard.Of(model, scores);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(SurrogatePredictionDocument.From(tournament, prediction), CliJson.Default.SurrogatePredictionDocument);
        }
        else
        {
            SurrogateTables.PrintPrediction(terminal.Out, tournament, model, prediction);
        }

        return ExitCode.Done;
    }
}
