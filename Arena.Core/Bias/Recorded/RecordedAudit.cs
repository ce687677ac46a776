using Arena.Core.Formats;

namespace Arena.Core.Bias.Recorded;

/// <summary>
/// An audit of verdicts that were recorded elsewhere. Which one is told from the files: LLMBar's verdicts are held against gold, battles are asked for a preference for
/// a side, and AlpacaEval's annotations for what the twins of a model get.
/// </summary>
public static class RecordedAudit
{
    /// <summary>Reads a file or folder and audits what is in it.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="level">Confidence level of intervals, in (0, 1).</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">Nothing at the path can be audited, or a file cannot be used.</exception>
    public static async Task<RecordedReport> ReadAsync(string path, double level = 0.95, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Path.Exists(path))
        {
            throw new BadInputException(path, "there is no such file or folder.");
        }

        var leftOut = new List<string>();
        var files = Directory.Exists(path)
            ? await PublishedForms.FindAsync(
                path, leaveOut: (file, reason) => leftOut.Add($"{file}: {reason}"), cancellationToken: cancellationToken).ConfigureAwait(false)
            : [await PublishedForms.RecogniseAsync(path, cancellationToken).ConfigureAwait(false) ?? throw Nothing(path)];
        var (gold, sides, twins) = (new GoldAudit(), new SideAudit(), new TwinAudit());
        foreach (var file in files)
        {
            switch (file.Format)
            {
                case ImportFormat.LlmBar:
                    await AddAllAsync(gold.Add).ConfigureAwait(false);
                    break;
                case ImportFormat.AlpacaEval:
                    await AddAllAsync(twins.Add).ConfigureAwait(false);
                    break;
                case ImportFormat.Battles:
                    sides.Add(file.Path, BattleReader.Read(file.Path, cancellationToken));
                    break;
                default:
                    leftOut.Add($"{file.Path}: {ImportFormats.NameOf(file.Format)} is not among the forms that are audited");
                    break;
            }

            async Task AddAllAsync(Action<ImportRecord> add)
            {
                await foreach (var record in PublishedForms.ReadAsync(file.Path, file.Format, cancellationToken).ConfigureAwait(false))
                {
                    add(record);
                }
            }
        }

        var judges = gold.Judges(level);
        var report = new RecordedReport(
            judges, gold.Strategies(level), sides.Preferences(level), sides.Differences(level), twins.Twins(level), leftOut);
        return report is { Judges.Count: 0, Sides.Count: 0, Twins.Count: 0 } ? throw Nothing(path) : report;
    }

    private static BadInputException Nothing(string path) => new(
        path,
        "there is nothing to audit. It takes LLMBar's recorded verdicts (verdicts.csv), battles files, or AlpacaEval annotations that hold a model and its " +
        "_concise or _verbose twin.");
}
