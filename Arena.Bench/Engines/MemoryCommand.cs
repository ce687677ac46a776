using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Arena.Core;
using Arena.Core.Judging;
using Arena.Core.World;
using Arena.Judges;

namespace Arena.Bench.Engines;

/// <summary><c>memory</c>: what a process holds while a judge gives many judgments, shard after shard.</summary>
internal static class MemoryCommand
{
    private const int Contestants = 8, Rows = 10;

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "The judge's model.", DefaultValueFactory = _ => "tiny-fair" };
        var judgments = new Option<int>("--judgments") { Description = "How many.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("memory", "What a process holds while a judge gives many judgments, shard after shard.") { model, judgments };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(model)!, parsed.GetValue(judgments), cancellationToken));
        return command;
    }

    private static async Task RunAsync(string model, int judgments, CancellationToken cancellationToken)
    {
        const int EachPrompt = (Contestants * (Contestants - 1)) + Contestants;
        var world = CheckableWorld.Create(5, (judgments + EachPrompt - 1) / EachPrompt, SimulatedContestant.Field(Contestants, 5));
        var local = LocalModel.Find(model);
        await using var engine = await local.OpenAsync(cancellationToken: cancellationToken);
        var pairs = new LlmJudge("pairs", engine, local.ReadTemplate(Protocol.Pairwise));
        var scores = new LlmJudge("scores", engine, local.ReadTemplate(Protocol.Pointwise));
        using var process = Process.GetCurrentProcess();
        var clock = Stopwatch.StartNew();
        var (judged, next) = (0, judgments / Rows);
        Console.WriteLine("judgments  resident MiB  managed MiB  judgments/s");
        for (var prompt = 0; prompt < world.Prompts.Count; prompt++)
        {
            Response[] responses = [.. world.Responses.Skip(prompt * Contestants).Take(Contestants)];
            var shard = new JudgingShard(world.Prompts[prompt], [.. from a in responses from b in responses where a != b select new Comparison(a, b)]);
            judged += (await pairs.JudgeAsync(shard, cancellationToken)).Count(judgment => !judgment.IsFailed);
            judged += (await scores.JudgeAsync(shard with { Comparisons = [.. responses.Select(response => new Comparison(response))] }, cancellationToken)).Count(judgment => !judgment.IsFailed);
            if (judged >= next)
            {
                process.Refresh();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{judged,9}  {process.WorkingSet64 >> 20,12}  {GC.GetTotalMemory(forceFullCollection: true) >> 20,11}  {judged / clock.Elapsed.TotalSeconds,11:0}"));
                next += judgments / Rows;
            }
        }
    }
}
