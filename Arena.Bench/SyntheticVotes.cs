using System.CommandLine;
using System.Globalization;
using Arena.Core.Statistics;

namespace Arena.Bench;

/// <summary>
/// <c>votes</c>: writes a battles file of any size. Contestants get standard normal log-strengths, battles draw two of them and
/// a prompt uniformly, and a quarter of all outcomes are ties.
/// </summary>
internal static class SyntheticVotes
{
    public static Command Create()
    {
        var rows = new Option<long>("--rows") { DefaultValueFactory = _ => 1_000_000 };
        var contestants = new Option<int>("--contestants") { DefaultValueFactory = _ => 129 };
        var clusters = new Option<int>("--clusters") { DefaultValueFactory = _ => 20_000 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var file = new Argument<FileInfo>("FILE");
        var command = new Command("votes", "Writes a CSV file of synthetic votes.") { rows, contestants, clusters, seed, file };
        command.SetAction(parsed => Write(
            parsed.GetValue(file)!,
            parsed.GetValue(rows),
            parsed.GetValue(contestants),
            parsed.GetValue(clusters),
            parsed.GetValue(seed)));
        return command;
    }

    internal static void Write(FileInfo file, long rows, int contestants, int clusters, long seed)
    {
        var random = new DeterministicRandom(seed);
        var strengths = new double[contestants];
        foreach (ref var strength in strengths.AsSpan())
        {
            strength = random.NextGaussian();
        }

        using var writer = new StreamWriter(file.FullName);
        writer.NewLine = "\n";
        writer.WriteLine("question_id,model_a,model_b,winner");
        for (var row = 0L; row < rows; row++)
        {
            var i = random.NextInt(contestants);
            var j = random.NextInt(contestants - 1);
            j += j >= i ? 1 : 0;
            var p = 1 / (1 + Math.Exp(strengths[j] - strengths[i]));
            var winner = random.NextDouble() < 0.25 ? "tie" : random.NextDouble() < p ? "model_a" : "model_b";
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{random.NextInt(clusters)},model-{i:000},model-{j:000},{winner}"));
        }
    }
}
