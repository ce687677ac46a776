using System.Runtime.CompilerServices;

namespace Arena.Core.Formats;

/// <summary>Reads benchmark files in the forms in which their authors publish them, plain or compressed by gzip.</summary>
public static class PublishedForms
{
    private enum Form
    {
        Battles,
        AlpacaOutputs,
        AlpacaPreferences,
        MtQuestions,
        MtAnswers,
        MtReferences,
        MtPairs,
        MtSingles,
        HardQuestions,
        HardAnswers,
        HardJudgments,
        LlmBarPairs,
        LlmBarVerdicts,
        PandaPairs,
        PandaVerdicts,
        ArenaPrompts,
        ArenaResponses,
        MiragePrompts,
        MirageOutputs,
        MirageJudgments,
    }

    private const int DeepestFolder = 16;

    /// <summary>
    /// The files at a path that are in a known form: the file, or all of a folder, in the order in which to read them: what is asked before the
    /// answers, and both before the judgments.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="format">The form that they must have.</param>
    /// <param name="leaveOut">Told of every file of a folder that is left out, and why; null where nobody asks.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">Nothing at the path is in a known form.</exception>
    public static async Task<IReadOnlyList<PublishedFile>> FindAsync(
        string path, ImportFormat format = ImportFormat.Auto, Action<string, string>? leaveOut = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            if (!File.Exists(path))
            {
                throw new BadInputException(path, "there is no such file or folder.");
            }

            // The reader of each form refuses what it cannot read, and knows best why.
            return format != ImportFormat.Auto
                ? [new PublishedFile(path, format, 0)]
                : [await RecogniseAsync(path, cancellationToken).ConfigureAwait(false)
                    ?? throw new BadInputException(path, "its form is not one that import knows; name the right one with --format")];
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DeepestFolder, IgnoreInaccessible = false };
        var files = new List<PublishedFile>();
        foreach (var file in Directory.EnumerateFiles(path, "*", options).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var form = await RecogniseAsync(file, cancellationToken).ConfigureAwait(false);
                if (form is { } known && (format == ImportFormat.Auto || format == known.Format))
                {
                    files.Add(known);
                    continue;
                }

                leaveOut?.Invoke(file, form is null ? "its form is not one that import knows" : $"its form is {ImportFormats.NameOf(form.Value.Format)}");
            }
            catch (BadInputException exception)
            {
                leaveOut?.Invoke(file, exception.Reason);
            }
        }

        return files.Count > 0
            ? [.. files.OrderBy(f => f.Stage)]
            : throw new BadInputException(path, "no file in the folder is in a form that import knows");
    }

    /// <summary>Finds out a file's form from its first record, or from its first line where it is a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The file's form; null where it is none that import knows.</returns>
    /// <exception cref="BadInputException">The file cannot be opened, or its beginning is neither text nor JSON.</exception>
    public static async Task<PublishedFile?> RecogniseAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var form = InputFile.FormatExtension(path) switch
        {
            ".csv" or ".tsv" => TableOf(FirstLine(path)),
            ".parquet" => Form.Battles,
            ".json" or ".jsonl" or ".ndjson" => FormOf(await FirstAsync(path, cancellationToken).ConfigureAwait(false)),
            _ => default(Form?),
        };
        return form is { } known ? new PublishedFile(path, FormatOf(known), StageOf(known)) : null;
    }

    /// <summary>Reads a file's records, one at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The form it must have; <see cref="ImportFormat.Auto"/> takes any but battles.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">
    /// The file is in another form, or a record in it cannot be used; with line or JSON path, and key.
    /// </exception>
    public static async IAsyncEnumerable<ImportRecord> ReadAsync(
        string path, ImportFormat format, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (IsVerdictTable(path, format))
        {
            foreach (var record in LlmBarVerdicts.Read(path, cancellationToken))
            {
                yield return record;
            }

            yield break;
        }

        Func<JsonRecord, ImportRecord>? read = null;
        await foreach (var record in JsonRecords.ReadAsync(path, cancellationToken).ConfigureAwait(false))
        {
            read ??= await ReaderOfAsync(path, format, record, cancellationToken).ConfigureAwait(false);
            yield return read(record);
        }
    }

    private static async Task<Func<JsonRecord, ImportRecord>> ReaderOfAsync(
        string path, ImportFormat format, JsonRecord first, CancellationToken cancellationToken)
    {
        var form = FormOf(first);
        if (form is null || (format != ImportFormat.Auto && FormatOf(form.Value) != format))
        {
            var keys = string.Join(", ", first.Keys.Take(8));
            var wanted = format == ImportFormat.Auto ? "one that import knows" : ImportFormats.NameOf(format);
            throw new BadInputException(path, $"its form is not {wanted}: its first record has {keys}");
        }

        return form switch
        {
            Form.AlpacaOutputs => new AlpacaEvalReader().Output,
            Form.AlpacaPreferences => new AlpacaEvalReader().Preference,
            Form.MtQuestions => new MtBenchReader().Question,
            Form.MtAnswers => new MtBenchReader().Answer,
            Form.MtReferences => new MtBenchReader().Reference,
            Form.MtPairs => MtBenchReader.Pair,
            Form.MtSingles => MtBenchReader.Single,
            Form.HardQuestions => new ArenaHardReader().Question,
            Form.HardAnswers => new ArenaHardReader().Answer,
            Form.HardJudgments => ArenaHardReader.Judgment,
            Form.LlmBarPairs => new LlmBarReader(path).Pair,
            Form.PandaPairs => new PandaLmReader().Pair,
            Form.ArenaPrompts => new ArenaReader().Prompt,
            Form.ArenaResponses => new ArenaReader().Response,
            Form.MiragePrompts => new MirageReader().Prompt,
            Form.MirageOutputs => new MirageReader().Outputs,
            Form.MirageJudgments => MirageReader.Judgment,
            Form.PandaVerdicts => await PandaVerdictsAsync(path, cancellationToken).ConfigureAwait(false),
            _ => throw new BadInputException(path, "it holds battles; read it with the format battles"),
        };
    }

    private static async Task<Func<JsonRecord, ImportRecord>> PandaVerdictsAsync(string path, CancellationToken cancellationToken)
    {
        var judge = PandaLmReader.JudgeOf(path);
        var reader = new PandaLmReader();
        await foreach (var item in JsonRecords.ReadAsync(PandaLmReader.TestSetOf(path), cancellationToken).ConfigureAwait(false))
        {
            reader.Pair(item);
        }

        return record => reader.Verdict(record, judge);
    }

    private static Form? FormOf(JsonRecord record)
    {
        if (HasAll("instruction", "preference"))
        {
            return Form.AlpacaPreferences;
        }

        if (HasAll("instruction", "output", "generator"))
        {
            return Form.AlpacaOutputs;
        }

        if (HasAll("input", "output_1", "output_2", "label"))
        {
            // With results it is a judge's run over the data set, not the data set.
            return record.Has("results") ? null : Form.LlmBarPairs;
        }

        if (record.Has("idx"))
        {
            return HasAll("cmp_key", "response1", "response2") ? Form.PandaPairs
                : PandaLmReader.VerdictKey(record) is not null ? Form.PandaVerdicts
                : null;
        }

        if (IsBattle(record.Keys))
        {
            return Form.Battles;
        }

        if (ArenaReader.IsResponse(record))
        {
            return Form.ArenaResponses;
        }

        if (ArenaReader.IsPrompt(record))
        {
            return Form.ArenaPrompts;
        }

        if (record.Has("query_id"))
        {
            return HasAll("judge", "model_A", "model_B", "verdict") ? Form.MirageJudgments
                : record.HasObjects("outputs") ? Form.MirageOutputs
                : MirageReader.IsPrompt(record) ? Form.MiragePrompts
                : null;
        }

        if (!record.Has("question_id") && !record.Has("uid"))
        {
            return null;
        }

        if (record.Has("games"))
        {
            return Form.HardJudgments;
        }

        if (HasAll("g1_winner", "g2_winner"))
        {
            return Form.MtPairs;
        }

        if (HasAll("model", "judge", "score"))
        {
            return Form.MtSingles;
        }

        if (record.Has("messages"))
        {
            return Form.HardAnswers;
        }

        if (record.HasObjects("choices"))
        {
            return record.Objects("choices")[0]?.HasObjects("turns") == true ? Form.HardAnswers
                : IsReference(record.Source) ? Form.MtReferences
                : Form.MtAnswers;
        }

        return record.IsText("prompt") || record.HasObjects("turns") ? Form.HardQuestions
            : record.HasArray("turns") ? Form.MtQuestions
            : null;

        bool HasAll(params ReadOnlySpan<string> keys)
        {
            foreach (var key in keys)
            {
                if (!record.Has(key))
                {
                    return false;
                }
            }

            return true;
        }
    }

    private static ImportFormat FormatOf(Form form) => form switch
    {
        Form.Battles => ImportFormat.Battles,
        Form.AlpacaOutputs or Form.AlpacaPreferences => ImportFormat.AlpacaEval,
        Form.HardQuestions or Form.HardAnswers or Form.HardJudgments => ImportFormat.ArenaHard,
        Form.LlmBarPairs or Form.LlmBarVerdicts => ImportFormat.LlmBar,
        Form.PandaPairs or Form.PandaVerdicts => ImportFormat.PandaLm,
        Form.ArenaPrompts or Form.ArenaResponses => ImportFormat.Arena,
        Form.MiragePrompts or Form.MirageOutputs or Form.MirageJudgments => ImportFormat.Mirage,
        _ => ImportFormat.MtBench,
    };

    private static int StageOf(Form form) => form switch
    {
        Form.MtQuestions or Form.HardQuestions or Form.ArenaPrompts or Form.MiragePrompts => 0,
        Form.MtPairs or Form.MtSingles or Form.HardJudgments or Form.MirageJudgments or Form.LlmBarVerdicts or Form.PandaVerdicts or Form.Battles => 2,
        _ => 1,
    };

    // FastChat keeps answers and reference answers in the same form, and tells them apart by their folders.
    private static bool IsReference(string path) => Directory.GetParent(Path.GetFullPath(path))?.Name == "reference_answer";

    private static async Task<JsonRecord> FirstAsync(string path, CancellationToken cancellationToken)
    {
        await foreach (var record in JsonRecords.ReadAsync(path, cancellationToken).ConfigureAwait(false))
        {
            return record;
        }

        throw new InvalidOperationException("A file without records was not refused.");
    }

    private static string FirstLine(string path)
    {
        var line = "";
        InputFile.Guard(path, () =>
        {
            using var reader = InputFile.OpenText(path);
            Span<char> start = stackalloc char[4096];
            var text = start[..reader.ReadBlock(start)];
            line = text[..(text.IndexOf('\n') is >= 0 and var end ? end : text.Length)].TrimStart('\uFEFF').ToString();
        });
        return line;
    }

    private static Form? TableOf(string header) =>
        IsBattleHeader(header) ? Form.Battles : LlmBarVerdicts.IsHeader(header) ? Form.LlmBarVerdicts : null;

    private static bool IsVerdictTable(string path, ImportFormat format) =>
        InputFile.FormatExtension(path) == ".csv"
        && (format == ImportFormat.LlmBar || (format == ImportFormat.Auto && LlmBarVerdicts.IsHeader(FirstLine(path))));

    private static bool IsBattleHeader(string line) =>
        IsBattle(line.Split([',', ';', '\t']).Select(name => name.Trim(' ', '"', '\r')));

    private static bool IsBattle(IEnumerable<string> names)
    {
        var known = names.Select(n => n.ToLowerInvariant()).ToHashSet();
        return (known.IsSupersetOf(["model_a", "model_b"]) || known.IsSupersetOf(["left", "right"]))
            && (known.Contains("winner") || known.Contains("outcome"));
    }
}
