using System.IO.Compression;
using System.Text.Json;
using Arena.Core.Statistics;
using Arena.Core.Tournaments.Pairing;

namespace Arena.Bench.Pairing;

/// <summary>A tournament whose every comparison is on record, so that a strategy can be played against it and its full ranking is known.</summary>
internal sealed class RecordedWorld
{
    private static readonly string[] NoContestants = ["NullModel", "gpt4_gamed", "gpt4_1106_preview"];

    private RecordedWorld(string name, ComparisonPool pool, IReadOnlyDictionary<PlannedComparison, double> points)
    {
        Name = name;
        Pool = pool;
        Points = points;
        var sums = new double[pool.Contestants];
        var counts = new int[pool.Contestants];
        foreach (var (comparison, value) in points)
        {
            sums[comparison.First] += value;
            counts[comparison.First]++;
            sums[comparison.Second] += 1 - value;
            counts[comparison.Second]++;
        }

        Ranked = [.. Enumerable.Range(0, pool.Contestants).Where(i => i != pool.Baseline && counts[i] > 0)];
        Scores = [.. sums.Select((sum, i) => sum / counts[i])];
    }

    public string Name { get; }

    public ComparisonPool Pool { get; }

    /// <summary>Points of the first of every comparison.</summary>
    public IReadOnlyDictionary<PlannedComparison, double> Points { get; }

    /// <summary>The contestants, without the baseline.</summary>
    public int[] Ranked { get; }

    /// <summary>The share of points of every contestant over all comparisons.</summary>
    public double[] Scores { get; }

    /// <summary>
    /// AlpacaEval's annotations, a file for each model against one baseline. Left out are the baseline itself and two attacks on the judge.
    /// </summary>
    public static RecordedWorld AlpacaEval(DirectoryInfo annotations)
    {
        var files = annotations.GetFiles("*.json.gz")
            .Where(file => !NoContestants.Contains(file.Name.Split(".json")[0]))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToArray();
        var baseline = files.Length;
        Dictionary<string, int> prompts = new(StringComparer.Ordinal);
        Dictionary<PlannedComparison, double> points = [];
        foreach (var (model, file) in files.Index())
        {
            using var stream = new GZipStream(file.OpenRead(), CompressionMode.Decompress);
            using var document = JsonDocument.Parse(stream);
            foreach (var record in document.RootElement.EnumerateArray())
            {
                var instruction = record.GetProperty("instruction").GetString()!;
                if (!prompts.TryGetValue(instruction, out var prompt))
                {
                    prompts.Add(instruction, prompt = prompts.Count);
                }

                // 1: the baseline is better, 2: the model is. Some few are null, and the older scale writes a tie as 0.
                if (record.GetProperty("preference") is { ValueKind: JsonValueKind.Number } preference)
                {
                    var value = preference.GetDouble();
                    points[new PlannedComparison(prompt, model, baseline)] = value == 0 ? 0.5 : value - 1;
                }
            }
        }

        var pool = ComparisonPool.Anchored(
            files.Length + 1,
            prompts.Count,
            baseline,
            (contestant, prompt) => contestant == baseline || points.ContainsKey(new PlannedComparison(prompt, contestant, baseline)));
        return new RecordedWorld("AlpacaEval", pool, points);
    }

    /// <summary>LLMFAO's human votes; the votes of one pair on one prompt are averaged into one comparison.</summary>
    public static RecordedWorld Llmfao(FileInfo votes)
    {
        Dictionary<string, int> prompts = new(StringComparer.Ordinal);
        Dictionary<string, int> models = new(StringComparer.Ordinal);
        Dictionary<PlannedComparison, List<double>> all = [];
        foreach (var fields in File.ReadLines(votes.FullName).Skip(1).Select(line => line.Split(',')))
        {
            var (left, right) = (Number(models, fields[2]), Number(models, fields[3]));
            var comparison = new PlannedComparison(Number(prompts, fields[1]), left, right);
            var leftPoints = fields[5] switch { "left" => 1, "right" => 0, _ => 0.5 };
            if (!all.TryGetValue(comparison, out var list))
            {
                all.Add(comparison, list = []);
            }

            list.Add(comparison.First == left ? leftPoints : 1 - leftPoints);
        }

        var points = all.ToDictionary(pair => pair.Key, pair => pair.Value.Average());
        return new RecordedWorld("LLMFAO", ComparisonPool.Of(models.Count, prompts.Count, points.Keys), points);

        static int Number(Dictionary<string, int> numbers, string name) =>
            numbers.TryGetValue(name, out var number) ? number : numbers[name] = numbers.Count;
    }

    /// <summary>Contestants as good as each other, every two on every prompt: the case in which a rule that stops too early errs most.</summary>
    public static RecordedWorld NearlyEqual(int contestants, int prompts, long seed)
    {
        var random = new DeterministicRandom(seed);
        var pool = ComparisonPool.Anchored(contestants + 1, prompts, contestants);
        return new RecordedWorld("nearly equal", pool, pool.Comparisons.ToDictionary(c => c, _ => (double)random.NextInt(2)));
    }
}
