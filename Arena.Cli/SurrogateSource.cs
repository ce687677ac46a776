using System.CommandLine;
using Arena.Core.Formats;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Features;

namespace Arena.Cli;

/// <summary>Which verdicts a surrogate judge is to learn from, as the command line says it: of a stored tournament, or of two files of numbers.</summary>
internal sealed class SurrogateSource
{
    private readonly Argument<string?> _tournament = new("TOURNAMENT")
    {
        Description = "Name of a tournament in the store.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _protocol = new("--protocol")
    {
        Description = "Whose verdicts: pairwise or pointwise judgments, or human votes. By default the first of these that there are.",
        HelpName = "PROTOCOL",
    };

    private readonly Option<string?> _judge = new("--judge") { Description = "Only the verdicts of this judge or panel.", HelpName = "NAME" };

    private readonly Option<FileInfo?> _features = new("--features")
    {
        Description = "In place of a tournament: a CSV file of features, where texts may not be passed on; with --battles.",
        HelpName = "FILE",
    };

    private readonly Option<FileInfo?> _battles = new("--battles") { Description = "The battles of the responses in --features.", HelpName = "FILE" };

    private readonly TimeProvider _time;

    public SurrogateSource(Command command, TimeProvider time)
    {
        _time = time;
        _protocol.AcceptOnlyFromAmong([.. LeaderboardSource.Protocols]);
        command.Add(_tournament);
        command.Add(_judge);
        command.Add(_protocol);
        command.Add(_features);
        command.Add(_battles);
    }

    /// <summary>The judge that is asked for; null for all.</summary>
    public string? Judge(ParseResult parsed) => parsed.GetValue(_judge);

    /// <summary>Reads what was judged, by the judge that the command line names or by another.</summary>
    /// <returns>The responses with what they earned, the tournament's name or file's, and whose verdicts these are.</returns>
    public async Task<(JudgedResponses Data, string Name, string Judge)> ReadAsync(
        ParseResult parsed, Terminal terminal, CancellationToken cancellationToken, string? judge = null)
    {
        switch (parsed.GetValue(_tournament), parsed.GetValue(_features), parsed.GetValue(_battles))
        {
            case ({ } tournament, null, null):
                using (var store = await ArenaStore.OpenAsync(parsed.GetValue(GlobalOptions.Db)!, _time, create: false, cancellationToken))
                {
                    return await ReadTournamentAsync(store, tournament, parsed.GetValue(_protocol), judge ?? parsed.GetValue(_judge), terminal, cancellationToken);
                }

            case (null, { } features, { } battles):
                var table = BattleReader.Read(battles.FullName, cancellationToken);
                var matrix = await FeatureFile.ReadAsync(features.FullName, cancellationToken);
                var (fought, leftOut) = JudgedTournament.Fought(table, Enumerable.Range(0, matrix.Rows).Select(row => (matrix.Prompts[row], matrix.Contestants[row])), battles.Name);
                Warn(leftOut, terminal);
                return (LeaderboardRun.Guarded(features.Name, () => JudgedResponses.Create(matrix, fought, JudgedResponses.BaselineOf(fought))), battles.Name, table.Judges is { Names: [var only] } ? only : "its votes");
            default:
                throw new UsageException("name a tournament, or --features FILE and --battles FILE.");
        }
    }

    /// <summary>Reads what was judged of a stored tournament; the first protocol that there is, and all judges, where none is named.</summary>
    public static async Task<(JudgedResponses Data, string Name, string Judge)> ReadTournamentAsync(
        ArenaStore store, string tournament, string? asked, string? judge, Terminal terminal, CancellationToken cancellationToken)
    {
        var read = await JudgedTournament.ReadAsync(store, tournament, asked, judge, cancellationToken);
        Warn(read.Warnings, terminal);
        return (read.Data, tournament, read.Judge);
    }

    private static void Warn(IEnumerable<string> sentences, Terminal terminal)
    {
        foreach (var sentence in sentences)
        {
            terminal.Warn(sentence);
        }
    }
}
