using Arena.Core.Formats;

namespace Arena.Core.Bias.Distractors.Rewrites;

/// <summary>
/// The file of rewrites, a JSON object a line: written by a model once, reviewed by a person, and frozen. Only what was accepted is used, and only
/// where it keeps the guards and its response is still the one that was rewritten; everything else is told as not made, with the reason.
/// </summary>
public sealed class RewriteFile
{
    /// <summary>Without what broke, which differs from line to line: reports count equal reasons.</summary>
    private const string BrokeGuard = "The rewrite broke a guard: numbers, code or length.";

    private static readonly string[] Keys = ["prompt_id", "contestant", "rewrite", "original_hash", "text", "guard", "review"];

    private readonly ILookup<(string PromptId, string Contestant, RewriteKind Kind), Rewrite> _byResponse;

    /// <summary>Makes distractors of rewrites.</summary>
    /// <param name="all">The rewrites.</param>
    public RewriteFile(IReadOnlyList<Rewrite> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        All = all;
        _byResponse = all.ToLookup(rewrite => (rewrite.PromptId, rewrite.Contestant, rewrite.Kind));
        Paraphrase = Rewritten("paraphrase", RewriteKind.Paraphrase, "The response in other words of the same tone, written by a model.", "this project", null);
        Distractors =
        [
            Rewritten("assertive-rewritten", RewriteKind.Assertive, "The response in an assertive tone, written by a model."),
            Rewritten("prolix-rewritten", RewriteKind.Prolix, "The response in the dense words of an expert, written by a model."),
            Rewritten("sycophantic-rewritten", RewriteKind.Sycophantic, "The response in a flattering tone, written by a model."),
        ];
    }

    /// <summary>The lines of the file, in their order.</summary>
    public IReadOnlyList<Rewrite> All { get; }

    /// <summary>The distractors that the rewrites make.</summary>
    public IReadOnlyList<ResponseDistractor> Distractors { get; }

    /// <summary>Their placebo.</summary>
    public ResponseDistractor Paraphrase { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BadInputException">It is missing or empty, or a line is no rewrite or there twice; with line and key.</exception>
    public static async Task<RewriteFile> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (rewrites, ids) = (new List<Rewrite>(), new UniqueIds());
        await foreach (var record in JsonRecords.ReadAsync(path, cancellationToken).ConfigureAwait(false))
        {
            if (record.Keys.Except(Keys).FirstOrDefault() is { } unknown)
            {
                throw record.Refuse(unknown, $"there is no such key; there are {string.Join(", ", Keys)}.");
            }

            var rewrite = new Rewrite(
                record.Name("prompt_id"),
                record.Name("contestant"),
                Choice<RewriteKind>(record, "rewrite") ?? throw record.Refuse("rewrite", "which rewrite it is belongs here and is missing"),
                record.Name("original_hash"),
                record.Text("text"))
            {
                Guard = record.OptionalText("guard"),
                Review = Choice<RewriteReview>(record, "review"),
            };
            ids.Add(record, "prompt_id", rewrite.PromptId, rewrite.Contestant, rewrite.Kind.ToString(), rewrite.OriginalHash);
            rewrites.Add(rewrite);
        }

        return new(rewrites);
    }

    /// <summary>Writes a file as a whole.</summary>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="rewrites">Its lines.</param>
    /// <param name="cancellationToken">Cancels; the old file stays then.</param>
    /// <exception cref="BadInputException">It cannot be written.</exception>
    public static Task WriteAsync(string path, IEnumerable<Rewrite> rewrites, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(rewrites);
        return WholeFile.WriteAsync(path, string.Concat(rewrites.Select(rewrite => $"{RewriteJson.Write(rewrite)}\n")), cancellationToken);
    }

    private static T? Choice<T>(JsonRecord record, string key)
        where T : struct, Enum
    {
        if (record.OptionalText(key) is not { } text)
        {
            return null;
        }

        // Names as the file has them are those of the code in lower case.
        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant());
        return names.Contains(text) ? Enum.Parse<T>(text, ignoreCase: true) : throw record.Refuse(key, $"{record.Raw(key)} is not one of {string.Join(", ", names)}");
    }

    private ResponseDistractor Rewritten(
        string name, RewriteKind kind, string definition, string source = "arXiv 2504.14716", string? placebo = "paraphrase") => new(
            name,
            definition,
            source,
            (_, response, _) => ResponseEdit.LastTurn(response, text => Find(response, kind, text)))
        {
            Placebo = placebo,
        };

    private Distraction Find(Response response, RewriteKind kind, string text)
    {
        Rewrite[] rewrites = [.. _byResponse[(response.PromptId, response.Contestant, kind)]];
        if (rewrites.Length == 0)
        {
            return Distraction.Not("The response has not been rewritten.");
        }

        var hash = ContentHash.Of(response);
        return Array.Find(rewrites, rewrite => rewrite.OriginalHash == hash) switch
        {
            null => Distraction.Not("The response has changed since it was rewritten."),
            { Guard: not null } => Distraction.Not(BrokeGuard),
            { Review: null } => Distraction.Not("The rewrite has not been reviewed."),
            { Review: RewriteReview.Reject } => Distraction.Not("The rewrite was rejected in the review."),

            // People may mend a text when they review it, so the guard is asked again.
            var rewrite when DistractionGuard.Check(text, rewrite.Text) is not null => Distraction.Not(BrokeGuard),
            var rewrite when rewrite.Text == text => Distraction.Not("The rewrite is the response itself."),
            var rewrite => Distraction.Made([rewrite.Text]),
        };
    }
}
