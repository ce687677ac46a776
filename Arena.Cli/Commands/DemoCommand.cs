using System.CommandLine;
using System.Globalization;
using Arena.Core;
using Arena.Core.Bias;
using Arena.Core.Bias.Distractors;
using Arena.Core.Formats;
using Arena.Core.Ratings;
using Arena.Core.Reports;
using Arena.Core.Statistics;
using Arena.Core.Storage;
using Arena.Core.Surrogate;
using Arena.Core.Surrogate.Features;
using Arena.Core.Surrogate.Scorers;
using Arena.Core.Tournaments;
using Arena.Core.World;
using Arena.Web.Reports;
using Spectre.Console;

namespace Arena.Cli.Commands;

/// <summary><c>arena demo</c>: the whole tour on bundled data with the bundled judge, offline.</summary>
internal static class DemoCommand
{
    private const string Name = "demo", Judge = "tiny-fair";
    private const string Biased = "tiny-biased", AuditFile = "audit.yaml";
    private const int Prompts = 90, Contestants = 8, Replicates = 200, AuditedPairs = 100;

    /// <summary>Twice the usual: of a hundred pairs that often tie, too few are left to tell whether five flips more in a hundred are there.</summary>
    private const double Band = 0.1;

    /// <summary>What the biased judge was made to fall for, the strongest first, and one that leaves both judges cold.</summary>
    private static readonly string[] Distractors = ["prolix", "assertive", "sycophantic", "emoji"];

    public static Command Create(TimeProvider time)
    {
        var folder = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for what the demo makes.",
            HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo("arena-demo"),
        };
        var command = new Command("demo", "The whole tour on bundled data with a bundled model as judge, offline.") { folder };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(GlobalOptions.Seed), new Terminal(parsed), time, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo folder, long seed, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var world = CheckableWorld.Create(unchecked((ulong)seed), Prompts, SimulatedContestant.Field(Contestants, unchecked((ulong)seed)));
        var path = await WorldTournament.WriteAsync(folder.FullName, Name, world, Judge, seed, cancellationToken);
        Step(
            terminal,
            "A tournament",
            $"{Contestants} simulated contestants answer {Prompts} questions in a small world whose truth is known. {Judge}, a language model of a million parameters that ships with the arena, judges every pair in both orders, and every answer by itself.");
        await using var session = await TournamentSession.OpenAsync(path, [], time, cancellationToken);
        using var store = await ArenaStore.OpenAsync(Path.Combine(folder.FullName, "arena.db"), time, create: true, cancellationToken);
        var result = await new RunScreen(terminal, store, Name, time).ShowAsync(
            progress => session.RunAsync(store, time, progress, cancellationToken), cancellationToken);
        if (!terminal.IsJson)
        {
            RunCommand.Print(terminal, Name, result);
            terminal.Out.WriteLine();
        }

        var pairwise = LeaderboardRun.Fit(
            (await store.ReadBattlesAsync(Name, BattleSource.Judges, cancellationToken)).Battles, new RatingOptions { Seed = seed }, Name, terminal, cancellationToken);
        var pointwise = LeaderboardRun.Fit(
            (await store.ReadScoresAsync(Name, cancellationToken)).ToBattles(),
            new RatingOptions { Model = RatingModel.RankList, Intervals = IntervalMethod.Bootstrap, Replicates = Replicates, Seed = seed },
            Name,
            terminal,
            cancellationToken);
        var truth = world.Contestants.ToDictionary(contestant => contestant.Name, contestant => contestant.Accuracy);
        var (tauPairwise, tauPointwise) = (Tau(pairwise, truth), Tau(pointwise, truth));
        var (audit, audited) = await AuditAsync(folder, seed, store, terminal, time, cancellationToken);
        var (own, real) = await ForetellAsync(store, seed, time, cancellationToken);
        var report = Path.Combine(folder.FullName, "report.html");
        await WholeFile.WriteAsync(
            report,
            await HtmlReport.RenderAsync(await TournamentReport.ReadAsync(
                store, Name, new ReportOptions { Seed = seed, Replicates = Replicates }, time, cancellationToken: cancellationToken), audit, own),
            cancellationToken);
        var document = new DemoDocument(
            folder.FullName,
            report,
            path,
            result.Progress.Judged + result.Progress.Reused,
            result.Progress.Failed,
            audited.Progress.Judged + audited.Progress.Reused,
            time.GetElapsedTime(began).TotalSeconds,
            tauPairwise,
            tauPointwise,
            LeaderboardDocument.From(pairwise).Leaderboard,
            AuditDocument.From(audit),
            SurrogateEvaluationDocument.From(own),
            SurrogateEvaluationDocument.From(real));
        if (terminal.IsJson)
        {
            Terminal.WriteJson(document, CliJson.Default.DemoDocument);
            return result.Progress.Failed > 0 ? ExitCode.SomeFailed : ExitCode.Done;
        }

        Step(terminal, "Two leaderboards against the truth", "Bradley–Terry makes ratings of the pairs, RankList of the scores; the last column is what the contestants were made to know.");
        terminal.Out.Write(Table(pairwise, pointwise, truth));
        terminal.Out.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"Kendall's τ to the true order: [bold]{tauPairwise:0.00}[/] by pairs, [bold]{tauPointwise:0.00}[/] by scores. Contestants whose ranges overlap are not told apart by {Prompts} questions.");
        terminal.Out.WriteLine();
        Step(
            terminal,
            "How far to trust a judge",
            $"The same {AuditedPairs} pairs, judged again with a distractor on one of the two responses: by {Judge}, and by {Biased}, which was trained to fall for three of the four.");
        AuditTables.PrintFindings(terminal.Out, audit);
        terminal.Out.WriteLine();
        Step(
            terminal,
            "A judge without a language model",
            $"A surrogate learns from a judge's verdicts, by {FeatureRegistry.All.Features.Count} features that a program counts, and foretells those of contestants that it has not seen.");
        foreach (var (who, surrogate) in new[] { ($"{Judge} in this demo", own), ("GPT-3, on 59 real models (LLMFAO)", real) })
        {
            terminal.Out.MarkupLineInterpolated(
                $"  {who}: Kendall's τ [bold]{Figures.Estimate(surrogate.Default.Metrics.KendallTau.Estimate, surrogate.Default.Metrics.KendallTau.Interval)}[/] over {Figures.Count(surrogate.Contestants.Count, "contestant")}, AUC {Figures.Estimate(surrogate.Default.Metrics.Auc.Estimate, surrogate.Default.Metrics.Auc.Interval)}.");
        }

        terminal.Out.MarkupLine("[grey]Over so few contestants as eight the interval is too narrow; what a judge rewards is told by arena surrogate explain.[/]");
        terminal.Out.WriteLine();
        terminal.Out.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]Done in {document.Seconds:0} s.[/] The report, with every chart and how it was computed, is {report}");
        terminal.Out.WriteLine("Every judgment with the texts behind it, in a browser:");
        terminal.Out.WriteLine($"  arena web --db {ReportCommands.Quoted(Path.Combine(folder.FullName, "arena.db"))}");
        terminal.Out.MarkupLine("[grey]Next, with your own data and a real model:[/]");
        terminal.Out.WriteLine("  arena init my-tournament.yaml       a commented tournament file to fill in");
        terminal.Out.WriteLine("  arena models inspect MODEL.gguf     whether a model can judge here");
        terminal.Out.WriteLine("  arena run my-tournament.yaml        judges; stop it when you like, it goes on where it was");
        terminal.Out.WriteLine("  arena audit my-tournament.yaml      how often your judge falls for style, on your own prompts");
        return result.Progress.Failed > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    /// <summary>Surrogates of the demo's own judge, and of a real one of which only numbers ship.</summary>
    private static async Task<(SurrogateReport Own, SurrogateReport Real)> ForetellAsync(
        ArenaStore store, long seed, TimeProvider time, CancellationToken cancellationToken)
    {
        var merged = (await store.ReadBattlesAsync(Name, BattleSource.Judges, cancellationToken)).Battles;
        var own = JudgedResponses.Create(
            FeatureRegistry.All,
            await store.ReadPromptsAsync(Name, cancellationToken),
            await store.ReadResponsesAsync(Name, cancellationToken).ToListAsync(cancellationToken),
            Battles(merged),
            baseline: null,
            cancellationToken);
        var data = Path.Combine(AppContext.BaseDirectory, "data", "llmfao");
        var features = await FeatureFile.ReadAsync(Path.Combine(data, "features.csv"), cancellationToken);
        var real = JudgedResponses.Create(features, Battles(BattleReader.Read(Path.Combine(data, "gpt3-verdicts.csv"), cancellationToken)), baseline: null);
        return (Report(own, Name, Judge), Report(real, "LLMFAO", "GPT-3"));

        SurrogateReport Report(JudgedResponses judged, string name, string judge) => SurrogateReport.Of(
            judged, name, judge, ScorerCatalogue.Defaults(judged), SplitKind.Contestant, folds: null, time, seed, cancellationToken: cancellationToken);

        static IEnumerable<Battle> Battles(BattleTable table) => Enumerable.Range(0, table.Count).Select(row => table[row]);
    }

    private static async Task<(TournamentAudit Audit, RunResult Run)> AuditAsync(
        DirectoryInfo folder, long seed, ArenaStore store, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = await WorldTournament.WriteFileAsync(folder.FullName, AuditFile, Name, [Judge, Biased], seed, cancellationToken);
        await using var session = await TournamentSession.OpenAsync(path, [], time, cancellationToken);
        var request = new AuditRequest { Distractors = DistractorRegistry.Parse(string.Join(',', Distractors)), Items = AuditedPairs, Seed = seed, Band = Band };
        return await AuditCommand.RunAsync(session, session.Judges.All, request, store, terminal, time, cancellationToken);
    }

    private static void Step(Terminal terminal, string title, string text)
    {
        if (terminal.IsJson)
        {
            return;
        }

        terminal.Out.MarkupLineInterpolated($"[bold]{title}.[/] {text}");
    }

    private static double Tau(Leaderboard leaderboard, Dictionary<string, double> truth)
    {
        LeaderboardEntry[] entries = [.. leaderboard.Entries.Where(entry => entry.LogStrength is not null)];
        return RankCorrelation.KendallTauB([.. entries.Select(entry => entry.LogStrength!.Value)], [.. entries.Select(entry => truth[entry.Name])]);
    }

    private static Table Table(Leaderboard pairwise, Leaderboard pointwise, Dictionary<string, double> truth)
    {
        var scores = pointwise.Entries.ToDictionary(entry => entry.Name);
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("contestant", "by pairs", "rating", "95 %", "by scores", "true rank", "truly right");
        var trueRank = truth.OrderByDescending(pair => pair.Value).Select((pair, i) => (pair.Key, Rank: i + 1)).ToDictionary(pair => pair.Key, pair => pair.Rank);
        foreach (var entry in pairwise.Entries)
        {
            table.AddRow(
                entry.Name,
                Range(entry),
                LeaderboardText.Rating(entry),
                LeaderboardText.Interval(entry.Interval),
                Range(scores[entry.Name]),
                $"{trueRank[entry.Name]}",
                truth[entry.Name].ToString("P0", CultureInfo.InvariantCulture));
        }

        return table;

        static string Range(LeaderboardEntry entry) =>
            entry.RankLow == entry.RankHigh ? $"{entry.Rank}" : $"{entry.Rank} ({LeaderboardText.Range(entry)})";
    }
}
