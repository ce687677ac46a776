using System.CommandLine;
using Arena.Core;
using Arena.Core.Ratings;
using Arena.Core.Storage;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena leaderboard TOURNAMENT</c>: a leaderboard of what the store holds.</summary>
internal static class LeaderboardCommand
{
    private const string Pairwise = "pairwise", Pointwise = "pointwise", Human = "human";

    public static Command Create(TimeProvider time)
    {
        var tournament = new Argument<string>("TOURNAMENT") { Description = "Name of a tournament in the store." };
        var protocol = new Option<string?>("--protocol")
        {
            Description = "Whose verdicts: pairwise or pointwise judgments, or human votes. By default the first of these that there are.",
            HelpName = "PROTOCOL",
        };
        protocol.AcceptOnlyFromAmong(Pairwise, Pointwise, Human);
        var by = new Option<string?>("--by") { Description = "A leaderboard for each category.", HelpName = "category" };
        by.AcceptOnlyFromAmong("category");
        var command = new Command("leaderboard", "A leaderboard of a tournament in the store.") { tournament, protocol, by };
        var rating = new RatingArguments(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(tournament)!,
            parsed.GetValue(protocol),
            parsed.GetValue(by) is not null,
            options: protocolInUse => rating.Read(parsed, protocolInUse == Pointwise ? RatingModel.RankList : RatingModel.BradleyTerry),
            parsed.GetValue(GlobalOptions.Db)!,
            new Terminal(parsed),
            time,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string tournament,
        string? protocol,
        bool byCategory,
        Func<string, RatingOptions> options,
        FileInfo db,
        Terminal terminal,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var store = await ArenaStore.OpenAsync(db.FullName, time, create: false, cancellationToken);
        foreach (var candidate in protocol is null ? [Pairwise, Pointwise, Human] : new[] { protocol })
        {
            var (battles, failed) = await ReadAsync(store, tournament, candidate, cancellationToken);
            if (battles.Count > 0)
            {
                Print(tournament, candidate, battles, failed, byCategory, options(candidate), terminal, cancellationToken);
                return ExitCode.Done;
            }
        }

        throw new BadInputException(
            db.FullName,
            protocol is null
                ? $"tournament \"{tournament}\" holds neither judgments nor votes; import some first."
                : $"tournament \"{tournament}\" holds nothing for protocol {protocol}; try another or import some first.");
    }

    private static async Task<(BattleTable Battles, int Failed)> ReadAsync(
        ArenaStore store, string tournament, string protocol, CancellationToken cancellationToken)
    {
        if (protocol == Pointwise)
        {
            var scores = await store.ReadScoresAsync(tournament, cancellationToken);
            return (scores.ToBattles(), scores.Failed);
        }

        var merged = await store.ReadBattlesAsync(tournament, protocol == Human ? BattleSource.Humans : BattleSource.Judges, cancellationToken);
        return (merged.Battles, merged.Failed);
    }

    private static void Print(
        string tournament,
        string protocol,
        BattleTable battles,
        int failed,
        bool byCategory,
        RatingOptions options,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        var verdicts = protocol switch
        {
            Pairwise => $"pairwise judgments of {JudgesOf(battles)}",
            Pointwise => $"the order of pointwise scores within each prompt, of {JudgesOf(battles)}",
            _ => "human votes",
        };
        if (failed > 0)
        {
            terminal.Error.MarkupLineInterpolated($"[yellow]![/] {Numbers.Count(failed)} judgments failed and are left out.");
        }

        if (!byCategory)
        {
            var leaderboard = LeaderboardRun.Fit(battles, options, tournament, terminal, cancellationToken);
            LeaderboardRun.Print(leaderboard, $"Leaderboard of {tournament}, by {verdicts}", terminal);
            return;
        }

        if (battles.Categories is not { } categories)
        {
            throw new BadInputException(tournament, "no battle has a category to break the leaderboard down by.");
        }

        var byName = categories.Names.Select((name, code) => (
            Category: name,
            Leaderboard: LeaderboardRun.Fit(
                battles.Where(row => categories.Codes[row] == code), options, $"{tournament}, category {name}", terminal, cancellationToken)));
        if (terminal.IsJson)
        {
            Terminal.WriteJson(
                new CategoriesDocument(
                    [.. byName.Select(pair => new CategoriesDocument.Entry(pair.Category, LeaderboardDocument.From(pair.Leaderboard)))]),
                CliJson.Default.CategoriesDocument);
            return;
        }

        foreach (var (category, leaderboard) in byName)
        {
            LeaderboardTable.Write(terminal.Out, leaderboard, $"Leaderboard of {tournament} in {category}, by {verdicts}");
            terminal.Out.WriteLine();
        }
    }

    private static string JudgesOf(BattleTable battles) => battles.Judges?.Names switch
    {
        null => "unnamed judges",
        { Count: > 3 } many => $"{many.Count} judges",
        var few => string.Join(", ", few),
    };
}
