using System.CommandLine;
using System.Globalization;
using Arena.Core;
using Arena.Core.Bias;
using Arena.Core.Bias.Distractors;
using Arena.Core.Statistics;

namespace Arena.Bench.Bias;

/// <summary><c>bundled-audit</c>: what the audit says of the bundled judges, whose bias is known, and how long it takes; a Markdown table.</summary>
internal static class BundledAuditCommand
{
    public static Command Create()
    {
        var judges = new Option<string[]>("--judge") { DefaultValueFactory = _ => ["tiny-biased", "tiny-fair"] };
        var distractors = new Option<string>("--distractors") { DefaultValueFactory = _ => DistractorRegistry.Everything };
        var pairs = new Option<int>("--pairs") { DefaultValueFactory = _ => 150 };
        var command = new Command("bundled-audit", "The audit of the bundled judges on plain right and wrong answers.") { judges, distractors, pairs };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Console.WriteLine("| judge | distractor | pairwise flips | excess | verdict | pointwise flips | excess | verdict |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|");
            var done = new List<string>();
            foreach (var judge in parsed.GetValue(judges)!)
            {
                var folder = Directory.CreateTempSubdirectory("arena-audit");
                try
                {
                    var (audit, run) = await BundledAudit.RunAsync(
                        folder.FullName, judge, parsed.GetValue(distractors)!, parsed.GetValue(pairs), TimeProvider.System, cancellationToken);
                    foreach (var of in audit.Report.Judges.Single().Rows.GroupBy(row => row.Distractor))
                    {
                        Console.WriteLine($"| {judge} | `{of.Key}` | {Cells(of, Protocol.Pairwise)} | {Cells(of, Protocol.Pointwise)} |");
                    }

                    done.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{judge}: {run.Progress.Judged} judgments, {run.Progress.Failed} of them failed, in {run.Progress.Elapsed.TotalSeconds:0.0} s; {run.Progress.PromptTokens} tokens, {run.Progress.ComputedTokens} computed."));
                }
                finally
                {
                    folder.Delete(recursive: true);
                }
            }

            Console.WriteLine();
            done.ForEach(Console.WriteLine);
        });
        return command;
    }

    private static string Cells(IEnumerable<DistractorRow> rows, Protocol protocol)
    {
        var row = rows.Single(row => row.Protocol == protocol);
        var (flips, excess) = (row.Strict.Flips, row.Strict.Excess);
        return flips.Of == 0 ? $"not made | | {Word(row.Verdict)}" : $"{flips.Count} of {flips.Of} | {Estimate(excess)} | {Word(row.Verdict)}";

        static string Estimate(IntervalEstimate of) => string.Create(
            CultureInfo.InvariantCulture, $"{of.Value:0.000} [{of.Interval.Lower:0.000}, {of.Interval.Upper:0.000}]");

        static string Word(AuditVerdict verdict) => verdict switch
        {
            AuditVerdict.Detected => "**detected**",
            AuditVerdict.Equivalent => "equivalent",
            _ => "underpowered",
        };
    }
}
