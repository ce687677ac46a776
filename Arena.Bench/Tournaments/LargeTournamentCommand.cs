using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.Statistics;
using Arena.Core.Storage;
using Arena.Core.Tournaments;

namespace Arena.Bench.Tournaments;

/// <summary><c>large</c>: a tournament of many judgments by a judge that takes no time, run, checked for resume, and weighed.</summary>
internal static class LargeTournamentCommand
{
    private const int Contestants = 20;

    public static Command Create()
    {
        var judgments = new Option<int>("--judgments") { Description = "How many, about.", DefaultValueFactory = _ => 1_000_000 };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Folder for the tournament and its store.", Required = true };
        var command = new Command("large", "Runs a tournament of many judgments by a judge that takes no time, checks it for resume, and weighs the store.") { judgments, folder };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(judgments), parsed.GetValue(folder)!, cancellationToken));
        return command;
    }

    private static async Task RunAsync(int judgments, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        var prompts = Math.Max(1, judgments / (Contestants * (Contestants - 1)));
        folder.Create();
        await File.WriteAllLinesAsync(
            Path.Combine(folder.FullName, "prompts.jsonl"),
            Enumerable.Range(0, prompts).Select(i => $$"""{"id":"p{{i}}","prompt":"question {{i}}","category":"c{{i % 8}}"}"""),
            cancellationToken);
        await File.WriteAllLinesAsync(
            Path.Combine(folder.FullName, "responses.jsonl"),
            from i in Enumerable.Range(0, prompts) from c in Enumerable.Range(0, Contestants) select $$"""{"prompt_id":"p{{i}}","contestant":"m{{c:D2}}","response":"answer of {{c}} to {{i}}"}""",
            cancellationToken);
        var path = Path.Combine(folder.FullName, "large.yaml");
        await File.WriteAllTextAsync(
            path, "name: large\nprompts: prompts.jsonl\nresponses: [responses.jsonl]\njudges: [{ name: instant, model: none }]\n", cancellationToken);
        var file = TournamentFileReader.Read(path, []);
        var database = Path.Combine(folder.FullName, "arena.db");
        foreach (var what in new[] { "run", "resume check" })
        {
            var clock = Stopwatch.StartNew();
            var tournament = await Tournament.ReadAsync(file, path, cancellationToken: cancellationToken);
            using var store = await ArenaStore.OpenAsync(database, TimeProvider.System, create: true, cancellationToken);
            IJudge[] judges = [new InstantJudge()];
            var result = await new TournamentRunner(file, tournament, judges, RunManifest.Of(1, judges.Select(judge => judge.Description), []), store, TimeProvider.System)
                .RunAsync(null, cancellationToken);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {result.Progress.Judged} judged, {result.Progress.Reused} reused, {clock.Elapsed.TotalSeconds:0.0} s, peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB"));
        }

        var bytes = new FileInfo(database).Length;
        var count = prompts * Contestants * (Contestants - 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"store: {bytes} bytes, {bytes / (double)count:0} a judgment, prompts and responses included"));
    }

    /// <summary>Draws a verdict from the two contestants' numbers and the names.</summary>
    private sealed class InstantJudge : IJudge
    {
        public JudgeDescription Description { get; } = new("instant", ContentHash.Of("instant"), Protocol.Pairwise);

        public Task<IReadOnlyList<Judgment>> JudgeAsync(JudgingShard shard, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<Judgment>>([.. shard.Comparisons.Select(comparison => Judge(shard.Prompt.Id, comparison))]);

        private static Judgment Judge(string prompt, Comparison comparison)
        {
            var (first, second) = (comparison.First.Contestant, comparison.Second!.Contestant);
            var random = new DeterministicRandom(prompt.Sum(letter => letter * 31L) + (first[1] * 1000L) + (first[2] * 100) + (second[1] * 10) + second[2]);
            var strength = (int.Parse(first.AsSpan(1), CultureInfo.InvariantCulture) - int.Parse(second.AsSpan(1), CultureInfo.InvariantCulture)) * 0.1;
            var p = 1 / (1 + Math.Exp(-strength - random.NextGaussian()));
            double[] probabilities = [p * 0.9, (1 - p) * 0.9, 0.1];
            return new Judgment("instant", Protocol.Pairwise, prompt, first, second)
            {
                Probabilities = probabilities,
                Verdict = VerdictDistribution.Likeliest(probabilities),
                FirstWinProbability = probabilities[0] + 0.05,
                Mass = 0.99,
                Tokens = 300,
            };
        }
    }
}
