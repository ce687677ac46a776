using System.Globalization;
using Arena.Core.Judging;
using Sylvan.Data.Csv;

namespace Arena.Core.Formats;

/// <summary>
/// The recorded verdicts of LLM judges on LLMBar's items, as <c>data/llmbar/verdicts.csv</c> holds them: a row for each item, judge and
/// prompting strategy. Prompts go by the ids that LLMBar's texts are imported under, such as <c>Natural/7</c>, contestants are
/// <c>output_1</c> and <c>output_2</c>, and judges go by LLMBar's own names, such as <c>ChatGPT/Vanilla_NoRules</c>.
/// </summary>
public static class LlmBarVerdicts
{
    private const string Output1 = "output_1";
    private const string Output2 = "output_2";

    private static readonly string[] Columns =
        ["subset", "item", "gold", "judge", "strategy", "winner_forward", "winner_reversed", "score_1", "score_2"];

    /// <summary>
    /// Reads all rows. A row of a pairwise strategy is two judgments, <c>output_1</c> shown first and then <c>output_2</c>; a row of a
    /// rating strategy is two pointwise judgments, for its winners are only LLMBar's way of breaking ties between scores. An answer
    /// that was recorded without a verdict is a failed judgment. An item's first row also gives its gold label, as a vote.
    /// </summary>
    /// <param name="path">The file, plain or <c>.gz</c>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A record for each row, in the file's order.</returns>
    /// <exception cref="BadInputException">The file is in another form, or a row cannot be used; with line and column.</exception>
    public static IReadOnlyList<ImportRecord> Read(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var records = new List<ImportRecord>();
        InputFile.Guard(path, () => Read(path, records, cancellationToken));
        return records.Count > 0 ? records : throw new BadInputException(path, "the file holds no rows below its header.");
    }

    /// <summary>Whether a line is the header of such a file.</summary>
    internal static bool IsHeader(string line) => line.TrimEnd('\r') == string.Join(',', Columns);

    private static void Read(string path, List<ImportRecord> records, CancellationToken cancellationToken)
    {
        var line = 1L;
        try
        {
            using var text = InputFile.OpenText(path);
            using var csv = CsvDataReader.Create(text, Options());
            var ordinals = Ordinals(path, csv);
            var golds = new Dictionary<string, string>(StringComparer.Ordinal);
            var lines = new Dictionary<(string Id, string Judge), long>();
            while (csv.Read())
            {
                line++;
                cancellationToken.ThrowIfCancellationRequested();
                if (csv.RowFieldCount != csv.FieldCount)
                {
                    throw new BadInputException(
                        path, $"the row has {csv.RowFieldCount} fields where the header has {csv.FieldCount}.", line);
                }

                var row = new Row(path, line, Columns.ToDictionary(name => name, name => csv.GetString(ordinals[name])));
                if (!lines.TryAdd((row.Id, row.Judge), line))
                {
                    throw row.Refuse("item", $"{row.Judge} on {row.Id} is in line {lines[(row.Id, row.Judge)]} already");
                }

                var isNew = golds.TryAdd(row.Id, row["gold"]);
                if (golds[row.Id] != row["gold"])
                {
                    throw row.Refuse("gold", $"\"{row["gold"]}\" contradicts an earlier row of {row.Id}, which says {golds[row.Id]}");
                }

                records.Add(new ImportRecord(path, line) { Judgments = row.Judgments(), Votes = isNew ? [row.Gold()] : [] });
            }
        }
        catch (CsvMissingHeadersException e)
        {
            throw new BadInputException(path, "the file is empty; its first line must name the columns.", 1, inner: e);
        }
        catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException)
        {
            throw new BadInputException(path, $"the row is not valid CSV: {e.Message}", line + 1, inner: e);
        }
    }

    // There are no comments: a row that begins with # must not vanish. So their sign is a code point that no text holds.
    private static CsvDataReaderOptions Options() => new() { Comment = '\uFFFF', ResultSetMode = ResultSetMode.SingleResult };

    private static Dictionary<string, int> Ordinals(string path, CsvDataReader csv)
    {
        var names = Enumerable.Range(0, csv.FieldCount).Select(csv.GetName).ToList();
        var missing = Columns.Except(names, StringComparer.Ordinal).ToList();
        return missing.Count == 0
            ? Columns.ToDictionary(name => name, name => names.IndexOf(name))
            : throw new BadInputException(
                path, $"the header lacks {string.Join(", ", missing)}; LLMBar's recorded verdicts have {string.Join(", ", Columns)}.", 1);
    }

    private sealed record Row(string Path, long Line, Dictionary<string, string> Fields)
    {
        public string Id => $"{NotEmpty("subset")}/{Number("item")}";

        public string Judge => $"{NotEmpty("judge")}/{NotEmpty("strategy")}";

        // So LLMBar names the strategies that ask for a score of one output.
        private bool IsRating => this["strategy"].StartsWith("Rating", StringComparison.Ordinal);

        public string this[string column] => Fields[column];

        public BadInputException Refuse(string column, string reason) => new(Path, reason, Line, column);

        /// <summary>The same vote that the data set's own record gives, so that importing both says it once.</summary>
        public Battle Gold() => new(Output1, Output2, Winner("gold") == Output1 ? 1 : 0, Cluster: Id)
        {
            Category = this["subset"],
            Worker = "gold",
        };

        public IReadOnlyList<Judgment> Judgments() => IsRating
            ? [Score(Output1, "score_1"), Score(Output2, "score_2")]
            : [Verdict(Output1, Output2, "winner_forward"), Verdict(Output2, Output1, "winner_reversed")];

        private Judgment Verdict(string first, string second, string column)
        {
            if (this["score_1"].Length + this["score_2"].Length > 0)
            {
                throw Refuse("score_1", $"the pairwise strategy {this["strategy"]} has a score; scores belong to strategies named Rating…");
            }

            var judgment = new Judgment(Judge, Protocol.Pairwise, Id, first, second);
            return this[column].Length == 0
                ? judgment with { FailureReason = Unparseable("verdict") }
                : judgment with { Verdict = Winner(column) == first ? Core.Verdict.FirstWins : Core.Verdict.SecondWins };
        }

        private Judgment Score(string output, string column)
        {
            var judgment = new Judgment(Judge, Protocol.Pointwise, Id, output, null);
            return this[column].Length == 0
                ? judgment with { FailureReason = Unparseable("score") }
                : judgment with { Score = Number(column) };
        }

        private string Winner(string column) => this[column] switch
        {
            "1" => Output1,
            "2" => Output2,
            var other => throw Refuse(column, $"\"{other}\" is neither 1 nor 2"),
        };

        private int Number(string column) =>
            int.TryParse(this[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Refuse(column, $"\"{this[column]}\" is not a whole number from 0");

        private string NotEmpty(string column) =>
            this[column] is { Length: > 0 } name ? name : throw Refuse(column, "it is empty");

        private static string Unparseable(string what) =>
            new JudgingFailure(FailureKind.Unparseable, $"the recorded answer holds no {what}").ToString();
    }
}
