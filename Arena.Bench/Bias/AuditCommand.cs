using System.CommandLine;
using System.Globalization;
using Arena.Bench.Coverage;
using Arena.Core.Statistics;

namespace Arena.Bench.Bias;

/// <summary><c>audit</c>: whether the bias audit tells the truth of simulated judges, as Markdown tables.</summary>
internal static class AuditCommand
{
    private static readonly DialJudge[] Biased =
    [
        new("20 prompts, 3 pairs each") { Prompts = 20 },
        new("60 prompts, 3 pairs each"),
        new("60 prompts, noise .20") { Noise = 0.2 },
        new("60 prompts, flips correlate .5") { Correlation = 0.5 },
        new("100 prompts, 1 pair each") { Prompts = 100, PairsPerPrompt = 1 },
        new("100 prompts, noise .01, small dials") { Prompts = 100, Noise = 0.01, Dials = [0, 0.01, 0.02, 0.03] },
    ];

    private static readonly DialJudge[] Unbiased =
    [
        new("15 prompts, 3 pairs each") { Prompts = 15 },
        new("60 prompts, 3 pairs each"),
        new("60 prompts, noise .30, flips correlate .5") { Noise = 0.3, Correlation = 0.5 },
        new("100 prompts, 1 pair each, noise .20") { Prompts = 100, PairsPerPrompt = 1, Noise = 0.2 },
    ];

    public static Command Create()
    {
        var audits = new Option<int>("--audits") { DefaultValueFactory = _ => 200 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("audit", "Coverage and false findings of the bias audit.") { audits, seed };
        command.SetAction(parsed =>
        {
            var (n, s) = (parsed.GetValue(audits), parsed.GetValue(seed));
            Console.WriteLine("| judge | true excess | mean estimate | coverage | mean ± t | bootstrap | width | detected % | equivalent % | underpowered % |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
            var coverages = new List<CoverageRate>();
            foreach (var judge in Biased)
            {
                var study = AuditStudy.Run(judge, n, s);
                coverages.Add(study.Coverage());
                foreach (var line in study.Lines())
                {
                    Console.WriteLine(line);
                }
            }

            Console.WriteLine();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Over all: {100 * coverages.Average(rate => rate.Share):0.0} %; by judge {string.Join(", ", coverages)}."));
            Console.WriteLine();
            Console.WriteLine("| judge without bias, 12 distractors × 2 protocols | families | with anything detected | % |");
            Console.WriteLine("|---|---|---|---|");
            foreach (var judge in Unbiased)
            {
                var study = AuditStudy.Run(judge with { Dials = new double[12] }, n, s);
                var wilson = ProportionInterval.Wilson(study.FalseFamilies, n);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {judge.Name} | {n} | {study.FalseFamilies} | {100.0 * study.FalseFamilies / n:0.0} ({100 * wilson.Lower:0.0}–{100 * wilson.Upper:0.0}) |"));
            }
        });
        return command;
    }
}
