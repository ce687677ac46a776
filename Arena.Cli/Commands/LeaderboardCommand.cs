using System.CommandLine;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Core.Storage;
using Arena.Core.Surrogate.Hybrid;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena leaderboard TOURNAMENT</c>: leaderboards of what the store holds.</summary>
internal sealed class LeaderboardCommand
{
    private readonly Argument<string> _tournament = new("TOURNAMENT") { Description = "Name of a tournament in the store." };

    private readonly Option<string?> _protocol = new("--protocol")
    {
        Description = "Whose verdicts: pairwise or pointwise judgments, or human votes. By default the first of these that there are.",
        HelpName = "PROTOCOL",
    };

    private readonly Option<string?> _judge = new("--judge")
    {
        Description = "Only the verdicts of this judge or panel. By default all judges are pooled.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _by = new("--by") { Description = "A leaderboard for each category.", HelpName = "category" };

    private readonly Option<bool> _compare = new("--compare")
    {
        Description = "Pairwise and pointwise judgments and human votes side by side, with the rank correlation of each two.",
    };

    private readonly Option<bool> _calibrate = new("--calibrate")
    {
        Description = "Win rates by one judge, corrected by the human votes on some of what it judged.",
    };

    private readonly Option<string?> _against = new("--against")
    {
        Description = "Win rates against this contestant, as AlpacaEval and Arena-Hard rank.",
        HelpName = "BASELINE",
    };

    private readonly Option<bool> _lengthControlled = new("--length-controlled")
    {
        Description = "With --against: also what the win rates would be with responses as long as the baseline's.",
    };

    private readonly Option<string?> _assistedBy = new("--assisted-by")
    {
        Description = "With --judge: what that judge would say of all pairs that this other, cheaper one judged, from its verdicts on some of them.",
        HelpName = "NAME",
    };

    private readonly Option<int?> _next = new("--next")
    {
        Description = "With --assisted-by: also so many pairs that the judge had best be asked next.",
        HelpName = "N",
    };

    private readonly RatingArguments _rating;
    private readonly TimeProvider _time;

    private LeaderboardCommand(TimeProvider time)
    {
        _time = time;
        _protocol.AcceptOnlyFromAmong([.. LeaderboardSource.Protocols]);
        _by.AcceptOnlyFromAmong("category");
        Command = new Command("leaderboard", "Leaderboards of a tournament in the store.") { _tournament, _protocol, _judge, _by, _compare, _calibrate, _against, _lengthControlled, _assistedBy, _next };
        _rating = new RatingArguments(Command);
        Command.SetAction(RunAsync);
    }

    private Command Command { get; }

    public static Command Create(TimeProvider time) => new LeaderboardCommand(time).Command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CheckUsage(parsed);
        var terminal = new Terminal(parsed);
        var tournament = parsed.GetValue(_tournament)!;
        using var store = await ArenaStore.OpenAsync(parsed.GetValue(GlobalOptions.Db)!, _time, create: false, cancellationToken);
        if (parsed.GetValue(_compare))
        {
            var sources = await ReadAsync(store, parsed, LeaderboardSource.Protocols, isFirstEnough: false, cancellationToken);
            Compare(sources, parsed, terminal, cancellationToken);
        }
        else if (parsed.GetValue(_calibrate))
        {
            await CalibrateAsync(store, parsed, terminal, cancellationToken);
        }
        else if (parsed.GetValue(_assistedBy) is { } assistant)
        {
            await ShowAssistedAsync(store, parsed.GetValue(_judge)!, assistant, parsed, terminal, cancellationToken);
        }
        else if (parsed.GetValue(_against) is { } baseline)
        {
            await ShowAgainstAsync(store, baseline, parsed, terminal, cancellationToken);
        }
        else
        {
            var protocols = parsed.GetValue(_protocol) is { } one ? [one] : JudgedFirst(parsed);
            var source = (await ReadAsync(store, parsed, protocols, isFirstEnough: true, cancellationToken))[0];
            Warn(source, terminal);
            if (parsed.GetValue(_by) is null)
            {
                var leaderboard = Fit(source, parsed, tournament, terminal, cancellationToken);
                LeaderboardRun.Print(leaderboard, $"Leaderboard of {tournament}, by {source.Description}", terminal, source);
            }
            else
            {
                PrintByCategory(source, parsed, terminal, cancellationToken);
            }
        }

        return ExitCode.Done;
    }

    /// <summary>With a judge asked for, human votes are no answer.</summary>
    private IReadOnlyList<string> JudgedFirst(ParseResult parsed) => parsed.GetValue(_judge) is null
        ? LeaderboardSource.Protocols
        : [LeaderboardSource.Pairwise, LeaderboardSource.Pointwise];

    private void CheckUsage(ParseResult parsed)
    {
        if (parsed.GetValue(_protocol) == LeaderboardSource.Human && parsed.GetValue(_judge) is not null)
        {
            throw new UsageException("human votes have no judge: leave out --judge or --protocol human.");
        }

        if (parsed.GetValue(_compare) && (parsed.GetValue(_protocol) is not null || parsed.GetValue(_by) is not null || parsed.GetValue(_calibrate)))
        {
            throw new UsageException("--compare shows all protocols at once: leave out --protocol, --by and --calibrate.");
        }

        if (parsed.GetValue(_calibrate)
            && (parsed.GetValue(_protocol) == LeaderboardSource.Human || parsed.GetValue(_by) is not null || _rating.SaysHowToRate(parsed)))
        {
            throw new UsageException("--calibrate compares a judge's win rates with humans': it takes --judge, --protocol pairwise or pointwise, and --level only.");
        }

        if (parsed.GetValue(_against) is not null
            && (parsed.GetValue(_by) is not null || parsed.GetValue(_compare) || parsed.GetValue(_calibrate) || _rating.SaysHowToRate(parsed)))
        {
            throw new UsageException("--against counts points and rates nobody: it takes --protocol, --judge, --length-controlled and --level only.");
        }

        CheckAssistedUsage(parsed);
        if (parsed.GetValue(_lengthControlled) && parsed.GetValue(_against) is null)
        {
            throw new UsageException("--length-controlled goes with --against BASELINE.");
        }
    }

    private void CheckAssistedUsage(ParseResult parsed)
    {
        var assistant = parsed.GetValue(_assistedBy);
        if (assistant is null && parsed.GetValue(_next) is not null)
        {
            throw new UsageException("--next says what to judge to help --assisted-by NAME: give both.");
        }

        if (parsed.GetValue(_next) < 1)
        {
            throw new UsageException("--next takes a number of pairs, 1 or more.");
        }

        if (assistant is null)
        {
            return;
        }

        if (parsed.GetValue(_judge) is not { } judge)
        {
            throw new UsageException("--assisted-by helps one judge: say which by --judge NAME.");
        }

        if (judge == assistant)
        {
            throw new UsageException($"\"{judge}\" cannot assist itself: name another judge with --assisted-by.");
        }

        if (parsed.GetValue(_protocol) is not (null or LeaderboardSource.Pairwise) || parsed.GetValue(_by) is not null || parsed.GetValue(_compare)
            || parsed.GetValue(_calibrate) || parsed.GetValue(_against) is not null || _rating.SaysHowToRate(parsed))
        {
            throw new UsageException("--assisted-by rates pairwise verdicts by Bradley–Terry with intervals of its own: it takes --judge, --next and --level only.");
        }
    }

    /// <summary>The protocols that there are, or the first of them.</summary>
    private async Task<IReadOnlyList<LeaderboardSource>> ReadAsync(
        ArenaStore store, ParseResult parsed, IReadOnlyList<string> protocols, bool isFirstEnough, CancellationToken cancellationToken)
    {
        var tournament = parsed.GetValue(_tournament)!;
        var judge = parsed.GetValue(_judge);
        var judges = new SortedSet<string>(StringComparer.Ordinal);
        var sources = new List<LeaderboardSource>();
        foreach (var protocol in protocols)
        {
            if (await LeaderboardSource.ReadAsync(store, tournament, protocol, judge, judges, cancellationToken) is { } source)
            {
                sources.Add(_rating.ControlsStyle(parsed) ? await source.WithStylesAsync(store, tournament, cancellationToken) : source);
                if (isFirstEnough)
                {
                    break;
                }
            }
        }

        if (judge is not null && sources.All(source => source.Protocol == LeaderboardSource.Human))
        {
            throw new BadInputException(store.Name, judges.Count == 0
                ? $"tournament \"{tournament}\" has no judge \"{judge}\", nor any other."
                : $"tournament \"{tournament}\" has no verdicts of a judge \"{judge}\"; there are judges {LeaderboardSource.InWords(judges)}.");
        }

        if (sources.Count == 0)
        {
            throw new BadInputException(store.Name, protocols.Count > 1
                ? $"tournament \"{tournament}\" holds neither judgments nor votes; import some first."
                : $"tournament \"{tournament}\" holds nothing for protocol {protocols[0]}; try another or import some first.");
        }

        return sources;
    }

    internal static void Warn(LeaderboardSource source, Terminal terminal)
    {
        foreach (var warning in source.Warnings)
        {
            terminal.Warn(warning);
        }

        if (source.Judges.Count > 1)
        {
            terminal.Warn("--judge NAME shows one judge.");
        }
    }

    private RatingOptions OptionsFor(LeaderboardSource source, ParseResult parsed) =>
        _rating.Read(parsed, source.Protocol == LeaderboardSource.Pointwise ? RatingModel.RankList : RatingModel.BradleyTerry);

    private Leaderboard Fit(
        LeaderboardSource source, ParseResult parsed, string name, Terminal terminal, CancellationToken cancellationToken) =>
        LeaderboardRun.Fit(source.Battles, OptionsFor(source, parsed), name, terminal, cancellationToken);

    private void PrintByCategory(LeaderboardSource source, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var tournament = parsed.GetValue(_tournament)!;
        if (source.Battles.Categories is not { } categories)
        {
            throw new BadInputException(tournament, "no battle has a category to break the leaderboard down by.");
        }

        var parts = categories.Names.Select((name, code) =>
        {
            var part = source with
            {
                Battles = source.Battles.Where(row => categories.Codes[row] == code),
                Scores = source.Scores is { } scores ? scores with { Prompts = [.. scores.Prompts.Where(prompt => prompt.Category == name)] } : null,
            };
            return (Category: name, Source: part, Leaderboard: Fit(part, parsed, $"{tournament}, category {name}", terminal, cancellationToken));
        });
        if (terminal.IsJson)
        {
            Terminal.WriteJson(
                new CategoriesDocument(
                    [.. parts.Select(part => new CategoriesDocument.Entry(part.Category, LeaderboardDocument.From(part.Leaderboard, part.Source)))]),
                CliJson.Default.CategoriesDocument);
            return;
        }

        foreach (var (category, part, leaderboard) in parts)
        {
            LeaderboardTable.Write(terminal.Out, leaderboard, $"Leaderboard of {tournament} in {category}, by {part.Description}", part.Scores);
            terminal.Out.WriteLine();
        }
    }

    private void Compare(
        IReadOnlyList<LeaderboardSource> sources, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var tournament = parsed.GetValue(_tournament)!;
        if (sources.Count == 1)
        {
            throw new BadInputException(
                tournament, $"there is nothing to compare with: the tournament holds verdicts for protocol {sources[0].Protocol} only.");
        }

        foreach (var source in sources)
        {
            Warn(source, terminal);
        }

        Leaderboard[] leaderboards = [.. sources.Select(source => Fit(source, parsed, $"{tournament}, {source.Protocol}", terminal, cancellationToken))];
        var agreements = LeaderboardRun.WithProgress(
            leaderboards.All(leaderboard => leaderboard.Fit.Uncertainty is not null),
            progress => LeaderboardComparison.Compare(
                [.. sources.Zip(leaderboards, (source, leaderboard) => (source.Battles, leaderboard.Fit))], progress, cancellationToken),
            terminal);
        if (terminal.IsJson)
        {
            Terminal.WriteJson(ComparisonDocument.From(sources, leaderboards, agreements), CliJson.Default.ComparisonDocument);
        }
        else
        {
            ComparisonTable.Write(terminal.Out, tournament, sources, leaderboards, agreements);
        }
    }

    private async Task CalibrateAsync(ArenaStore store, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var tournament = parsed.GetValue(_tournament)!;
        IReadOnlyList<string> protocols = parsed.GetValue(_protocol) is { } one ? [one] : [LeaderboardSource.Pairwise, LeaderboardSource.Pointwise];
        var level = _rating.Read(parsed).Level;
        var judged = (await ReadAsync(store, parsed, protocols, isFirstEnough: true, cancellationToken))[0];
        if (judged.Judges.Count > 1)
        {
            throw new BadInputException(
                store.Name, $"one judge is calibrated at a time: choose it by --judge, out of {LeaderboardSource.InWords(judged.Judges)}.");
        }

        var votes = await LeaderboardSource.ReadAsync(
            store, tournament, LeaderboardSource.Human, null, new HashSet<string>(), cancellationToken)
            ?? throw new BadInputException(store.Name, $"tournament \"{tournament}\" holds no human votes to calibrate a judge by; import some first.");
        Warn(judged, terminal);
        var calibration = LeaderboardRun.Guarded(tournament, () => HumanCalibration.Create(judged.Battles, votes.Battles, level));
        var judge = judged.Judges.Count == 0 ? "an unnamed judge" : judged.Judges[0];
        if (terminal.IsJson)
        {
            Terminal.WriteJson(CalibrationDocument.From(judge, judged.Protocol, calibration), CliJson.Default.CalibrationDocument);
        }
        else
        {
            CalibrationTable.Write(terminal.Out, tournament, judge, calibration);
        }
    }

    private async Task ShowAgainstAsync(
        ArenaStore store, string baseline, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var tournament = parsed.GetValue(_tournament)!;
        var level = _rating.Read(parsed).Level;
        var protocols = parsed.GetValue(_protocol) is { } one ? [one] : JudgedFirst(parsed);
        var source = (await ReadAsync(store, parsed, protocols, isFirstEnough: true, cancellationToken))[0];
        if (!source.Battles.Contestants.Contains(baseline))
        {
            throw new BadInputException(
                tournament, $"there is no contestant \"{baseline}\" to be the baseline; there are {LeaderboardSource.InWords(source.Battles.Contestants.Order(StringComparer.Ordinal))}.");
        }

        Warn(source, terminal);
        Func<string, string, int?>? lengthOf = null;
        if (parsed.GetValue(_lengthControlled))
        {
            var styles = await LeaderboardSource.ReadStylesAsync(store, tournament, cancellationToken);
            lengthOf = (prompt, contestant) => styles.TryGetValue((prompt, contestant), out var style) ? style.Length : null;
        }

        var rates = LeaderboardRun.Guarded(tournament, () => BaselineWinRates.Create(source.Battles, baseline, level, lengthOf));
        if (terminal.IsJson)
        {
            Terminal.WriteJson(BaselineDocument.From(source, rates), CliJson.Default.BaselineDocument);
        }
        else
        {
            BaselineTable.Write(terminal.Out, tournament, source, rates);
        }
    }

    private async Task ShowAssistedAsync(
        ArenaStore store, string judge, string assistant, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var tournament = parsed.GetValue(_tournament)!;
        var options = _rating.Read(parsed);
        var (real, cheap) = (await PairwiseOfAsync(judge), await PairwiseOfAsync(assistant));
        Warn(real, terminal);
        Warn(cheap, terminal);
        var (fit, matched) = LeaderboardRun.Guarded(tournament, () =>
        {
            var pairs = MatchedBattles.Of(real.Battles, cheap.Battles);
            return (HybridRating.Fit(pairs.Battles, options.Level, options.Seed, cancellationToken), pairs);
        });
        HybridBattle[]? next = parsed.GetValue(_next) is { } count
            ? [.. NextBattles.Choose(matched.Battles, fit, count, options.Seed).Select(row => matched.Battles[row])]
            : null;
        string[] notes =
        [
            .. fit.Notes,
            .. matched.Left > 0 ? [$"{Figures.Count(matched.Left, "pair")} that {real.Judges[0]} judged and {cheap.Judges[0]} did not are left out."] : Array.Empty<string>(),
            .. next?.Length < parsed.GetValue(_next) ? [$"Only {Figures.Count(next.Length, "pair")} are left to be judged."] : Array.Empty<string>(),
        ];
        if (terminal.IsJson)
        {
            Terminal.WriteJson(HybridDocument.From(real.Judges[0], cheap.Judges[0], options.Level, fit, next, notes), CliJson.Default.HybridDocument);
        }
        else
        {
            HybridTable.Write(terminal.Out, tournament, real.Judges[0], cheap.Judges[0], options.Level, fit, next, notes);
        }

        async Task<LeaderboardSource> PairwiseOfAsync(string name)
        {
            var known = new SortedSet<string>(StringComparer.Ordinal);
            return await LeaderboardSource.ReadAsync(store, tournament, LeaderboardSource.Pairwise, name, known, cancellationToken)
                ?? throw new BadInputException(store.Name, known.Count == 0
                    ? $"tournament \"{tournament}\" has no pairwise verdicts of \"{name}\", nor of any other judge."
                    : $"tournament \"{tournament}\" has no pairwise verdicts of a judge \"{name}\"; there are judges {LeaderboardSource.InWords(known)}.");
        }
    }
}
