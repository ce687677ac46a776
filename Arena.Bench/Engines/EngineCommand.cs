using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Arena.Core.Statistics;
using Arena.Judges.Chat;
using Arena.Judges.Engines;
using Arena.Judges.Engines.LLama;
using Arena.Judges.Engines.Onnx;

namespace Arena.Bench.Engines;

/// <summary>
/// <c>engine</c>: what sharing prefixes saves. One prompt, K contestants, all ordered pairs and all single responses; texts of random words.
/// With and without sharing in turn, so that other work on the machine meets both.
/// </summary>
internal static class EngineCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A folder with an ONNX export, or a .gguf file." };
        var contestants = new Option<int[]>("--contestants") { DefaultValueFactory = _ => [2, 5, 10, 20], AllowMultipleArgumentsPerToken = true };
        var prompt = new Option<int>("--prompt-words") { DefaultValueFactory = _ => 100 };
        var response = new Option<int>("--response-words") { DefaultValueFactory = _ => 150 };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 0 };
        var command = new Command("engine", "What sharing prefixes saves, as a Markdown table.") { model, contestants, prompt, response, runs, threads };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(model)!,
            parsed.GetValue(contestants)!,
            parsed.GetValue(prompt),
            parsed.GetValue(response),
            parsed.GetValue(runs),
            parsed.GetValue(threads),
            cancellationToken));
        return command;
    }

    private static async Task RunAsync(
        string model, int[] contestants, int promptWords, int responseWords, int runs, int threads, CancellationToken cancellationToken)
    {
        await using var sharing = await OpenAsync(model, threads, sharesPrefixes: true, cancellationToken);
        await using var plain = await OpenAsync(model, threads, sharesPrefixes: false, cancellationToken);
        var arithmetic = Arithmetic.Of(model);
        Console.WriteLine("| K | judgments | tokens submitted | computed | ratio | ratio of arithmetic | seconds shared | not shared | gain | gain in processor time | judgments/s | tokens/s shared | not shared |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var k in contestants)
        {
            var requests = Requests(k, promptWords, responseWords);
            await sharing.ScoreAsync([.. requests.Take(2)], cancellationToken);
            await plain.ScoreAsync([.. requests.Take(2)], cancellationToken);
            var (shared, apart) = (new List<(double Wall, double Cpu)>(), new List<(double Wall, double Cpu)>());
            IReadOnlyList<ScoringResult> results = [];
            for (var run = 0; run < runs; run++)
            {
                shared.Add(await TimeAsync(async () => results = await sharing.ScoreAsync(requests, cancellationToken)));
                apart.Add(await TimeAsync(() => plain.ScoreAsync(requests, cancellationToken)));
            }

            if (results.FirstOrDefault(result => result.Failure is not null) is { } failed)
            {
                throw new InvalidOperationException($"a request failed: {failed.Failure}");
            }

            double submitted = results.Sum(result => result.PromptTokens!.Value), computed = results.Sum(result => result.ComputedTokens!.Value);
            double wall = shared.Min(time => time.Wall), wallApart = apart.Min(time => time.Wall);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {k} | {requests.Count} | {submitted:N0} | {computed:N0} | {submitted / computed:0.00} | {arithmetic.Ratio(results):0.00} | {wall:0.00} | {wallApart:0.00} | {wallApart / wall:0.00} | {apart.Min(time => time.Cpu) / shared.Min(time => time.Cpu):0.00} | {requests.Count / wall:0.0} | {computed / wall:N0} | {submitted / wallApart:N0} |"));
        }
    }

    private static async Task<IScoringEngine> OpenAsync(string model, int threads, bool sharesPrefixes, CancellationToken cancellationToken)
    {
        if (!model.EndsWith(".gguf", StringComparison.Ordinal))
        {
            return await OnnxEngine.OpenAsync(model, new() { Threads = threads, SharesPrefixes = sharesPrefixes }, cancellationToken);
        }

        var options = new GgufEngineOptions { SharesPrefixes = sharesPrefixes };
        return await GgufEngine.OpenAsync(model, threads == 0 ? options : options with { Threads = threads }, cancellationToken);
    }

    private static async Task<(double Wall, double Cpu)> TimeAsync(Func<Task> act)
    {
        var (began, spent) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await act();
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - spent).TotalSeconds);
    }

    private static List<ScoringRequest> Requests(int contestants, int promptWords, int responseWords)
    {
        var random = new DeterministicRandom(1);
        var prompt = $"Question: {Words(promptWords)}";
        string[] responses = [.. Enumerable.Range(0, contestants).Select(_ => Words(responseWords))];
        return
        [
            .. from first in responses from second in responses where first != second select Ask([prompt, $"\nA: {first}", $"\nB: {second}"], "A", "B", "C"),
            .. from response in responses select Ask([prompt, $"\nAnswer: {response}"], "1", "7"),
        ];

        static ScoringRequest Ask(string[] segments, params string[] candidates) => new([new(ChatRole.User, segments)], candidates);

        string Words(int count) =>
            string.Join(' ', Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, 2 + random.NextInt(5)).Select(_ => (char)('a' + random.NextInt(26))))));
    }
}
