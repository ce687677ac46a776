using Arena.Core.Ratings;

namespace Arena.Core.Formats;

/// <summary>
/// Reads battles files: CSV, JSON lines or Parquet, each plain or <c>.gz</c>, told apart by the file's name. Columns are found by
/// name: contestants <c>model_a</c> and <c>model_b</c> (or <c>left</c>, <c>right</c>), <c>winner</c> (or <c>outcome</c>), and
/// optionally the cluster <c>prompt</c> (or <c>question_id</c>, or <c>id</c>), <c>judge</c>, <c>worker</c>, <c>weight</c>,
/// <c>category</c>, and the styles <c>length_a</c> and <c>length_b</c>, likewise <c>headers</c>, <c>lists</c>, <c>bold</c>.
/// </summary>
public static class BattleReader
{
    /// <summary>Reads one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="BadInputException">The file or a row cannot be used; the message says where and why.</exception>
    public static BattleTable Read(string path, CancellationToken cancellationToken = default) => Read([path], cancellationToken);

    /// <summary>Reads several files, one after the other, into one table, with the styles of the first. A prompt named in two files is one prompt.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="BadInputException">A file or a row cannot be used; the message says where and why.</exception>
    public static BattleTable Read(IReadOnlyList<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        BattleTableBuilder? builder = null;
        string[] styles = [];
        foreach (var path in paths)
        {
            InputFile.Guard(path, () =>
            {
                var count = builder?.Count ?? 0;
                switch (InputFile.FormatExtension(path))
                {
                    case ".csv" or ".tsv":
                        CsvBattles.Read(path, Rows, cancellationToken);
                        break;
                    case ".jsonl" or ".ndjson":
                        JsonLineBattles.Read(path, Rows, cancellationToken);
                        break;
                    case ".parquet":
                        ParquetBattles.Read(path, Rows, cancellationToken);
                        break;
                    default:
                        throw new BadInputException(path, "battles are read from .csv, .tsv, .jsonl or .parquet, each also with .gz; name the file so.");
                }

                if (builder is null || builder.Count == count)
                {
                    throw new BadInputException(path, "there is not a single battle in the file.");
                }
            });

            BattleRows Rows(BattleColumns columns)
            {
                if (builder is null)
                {
                    styles = columns.Styles;
                    builder = new BattleTableBuilder(styles);
                }
                else if (!styles.All(columns.Styles.Contains))
                {
                    throw new BadInputException(
                        path,
                        $"it lacks the style columns of the files before it ({string.Join(", ", styles)}); rate it apart or put it first.",
                        1);
                }

                return new BattleRows(path, builder, columns, styles);
            }
        }

        return builder?.Build() ?? throw new ArgumentException("no files were given", nameof(paths));
    }
}
