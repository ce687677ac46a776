using Arena.Core;
using Arena.Core.Formats;
using Arena.Core.Judging;
using Arena.Judges.Chat;
using Microsoft.SemanticKernel;

namespace Arena.Judges.Templates;

/// <summary>
/// How a judge is asked: a YAML file whose pieces Semantic Kernel's template engine renders. What contestants and prompts say enters as the
/// values of variables and is never parsed, whatever it holds.
/// </summary>
public sealed class PromptTemplate
{
    private static readonly string[] Variables =
    [
        "prompt", "system", "reference", "context", "first", "second", "response", "turn", "criterion",
        "label_first", "label_second", "label_tie", "label_kind", "worst", "best",
    ];

    private readonly (ChatRole Role, (SegmentTemplate Segment, IPromptTemplate Text)[] Segments)[] _messages;
    private readonly Kernel _kernel = new();

    private PromptTemplate(PromptTemplateFile file, string hash)
    {
        File = file;
        Hash = hash;
        var factory = new KernelPromptTemplateFactory { AllowDangerouslySetContent = true };

        // Encoding is for prompts that are parsed as markup afterwards. These are not: messages and pieces are apart already.
        _messages =
        [
            .. file.Messages.Select(message => (
                message.Role,
                message.Segments.Select(segment => (
                    segment,
                    factory.Create(new PromptTemplateConfig(segment.Text) { AllowDangerouslySetContent = true }))).ToArray())),
        ];
    }

    /// <summary>What the file says.</summary>
    public PromptTemplateFile File { get; }

    /// <summary>SHA-256 of the file's text, 64 lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>Whether the template shows the criterion to judge by, where there is one.</summary>
    public bool ShowsCriterion => Shows("criterion");

    /// <summary>Reads a template.</summary>
    /// <param name="path">The YAML file.</param>
    /// <exception cref="BadInputException">The file is missing, or is no template; line and column say where.</exception>
    public static PromptTemplate Read(string path)
    {
        try
        {
            var file = YamlTree.Read(path).Bind<PromptTemplateFile>();
            return Fault(file) is { } fault ? throw new BadInputException(path, fault) : new(file, ContentHash.Of(System.IO.File.ReadAllText(path)));
        }
        catch (KernelException e)
        {
            throw new BadInputException(path, $"a piece of text cannot be rendered: {e.Message}", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "the template cannot be read; name a file such as those in data/judges/templates.", inner: e);
        }
    }

    /// <summary>The conversation that asks for a verdict on a comparison.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="comparison">The response or responses.</param>
    /// <param name="criterion">What to judge by; null for what the template itself says.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<ChatMessage>> RenderAsync(
        Prompt prompt, Comparison comparison, string? criterion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(comparison);
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["prompt"] = Turns(prompt.Turns, comparison.Turn),
            ["system"] = prompt.System,
            ["reference"] = prompt.Reference.Count == 0 ? null : Turns(prompt.Reference, comparison.Turn),
            ["context"] = prompt.Context.Count == 0 ? null : string.Join("\n\n", prompt.Context.Select(passage => $"[{passage.Id}] {passage.Text}")),
            ["first"] = Turns(comparison.First.Turns, comparison.Turn),
            ["response"] = Turns(comparison.First.Turns, comparison.Turn),
            ["second"] = comparison.Second is null ? null : Turns(comparison.Second.Turns, comparison.Turn),
            ["turn"] = comparison.Turn == 0 ? null : $"{comparison.Turn}",
            ["criterion"] = criterion,
        };
        AddCandidates(values);
        var arguments = new KernelArguments(values.ToDictionary(pair => pair.Key, object? (pair) => pair.Value ?? ""));
        var messages = new List<ChatMessage>(_messages.Length);
        foreach (var (role, segments) in _messages)
        {
            var texts = new List<string>(segments.Length);
            foreach (var (segment, text) in segments)
            {
                if ((segment.When is null || values[segment.When] is not null) && (segment.Unless is null || values[segment.Unless] is null))
                {
                    texts.Add(await text.RenderAsync(_kernel, arguments, cancellationToken).ConfigureAwait(false));
                }
            }

            if (texts.Count > 0)
            {
                messages.Add(new(role, texts));
            }
        }

        return messages;
    }

    /// <summary>The template with other labels, or with its scale upside down; null where its text would not follow.</summary>
    /// <param name="variant">How to ask. Of its labels as many are taken as the template has candidates.</param>
    public PromptTemplate? Vary(JudgeVariant variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        var candidates = File.Protocol switch
        {
            Protocol.Pairwise when File.Candidates.Count <= 3 && variant.Labels.Count >= File.Candidates.Count => variant.Labels.Take(File.Candidates.Count),
            Protocol.Pointwise when variant.IsScaleInverted => File.Candidates.Reverse(),
            _ => null,
        };

        // A marker that is spelt out in the text would still ask for the old candidate.
        return candidates is not null && Shown().All(Shows) && File.Reasoning is var reasoning
            && (reasoning is null || !File.Candidates.Any(candidate => Says(VerdictMarkers.Of(reasoning, candidate))))
                ? new(File with { Candidates = [.. candidates] }, Hash)
                : null;

        IEnumerable<string> Shown() => File.Protocol == Protocol.Pointwise ? ["worst", "best"]
            : File.Candidates.Count == 3 ? ["label_first", "label_second", "label_tie"] : ["label_first", "label_second"];
    }

    /// <summary>What the candidates are called: labels of a pairwise template without levels, the ends of a pointwise one's scale.</summary>
    private void AddCandidates(Dictionary<string, string?> values)
    {
        string[] candidates = [.. File.Candidates];
        string[] labels = File.Protocol == Protocol.Pairwise && candidates.Length <= 3 ? candidates : [];
        values["label_first"] = labels.ElementAtOrDefault(0);
        values["label_second"] = labels.ElementAtOrDefault(1);
        values["label_tie"] = labels.ElementAtOrDefault(2);
        values["label_kind"] = labels.Length == 0 ? null
            : Array.TrueForAll(labels, label => label is [>= 'A' and <= 'Z' or >= 'a' and <= 'z']) ? "letter"
            : Array.TrueForAll(labels, label => label is [>= '0' and <= '9']) ? "digit" : "label";
        values["worst"] = File.Protocol == Protocol.Pointwise ? candidates[0] : null;
        values["best"] = File.Protocol == Protocol.Pointwise ? candidates[^1] : null;
    }

    private bool Shows(string name) => File.Messages.SelectMany(message => message.Segments).Any(segment => Uses(segment, name));

    private bool Says(string text) => File.Messages.SelectMany(message => message.Segments).Any(segment => segment.Text.Contains(text, StringComparison.Ordinal));

    private static string Turns(IReadOnlyList<string> turns, int upTo)
    {
        string[] seen = [.. upTo == 0 ? turns : turns.Take(upTo)];
        return seen is [var only] ? only : string.Join("\n\n", seen.Select((turn, i) => $"Turn {i + 1}:\n{turn}"));
    }

    private static string? Fault(PromptTemplateFile file)
    {
        var segments = file.Messages.SelectMany(message => message.Segments).ToArray();
        var conditions = segments.SelectMany(segment => new[] { segment.When, segment.Unless });
        return file switch
        {
            { Name: "" } => "the template has no name.",
            { Version: < 1 } => "the template has no version; count from 1.",
            { Protocol: Protocol.Pairwise, Candidates.Count: not (2 or 3 or 5) } =>
                "a pairwise template needs three candidates: for the first, for the second, and for a tie; or two without a tie, or five from much better to much worse.",
            { Protocol: Protocol.Pointwise, Candidates.Count: < 2 } => "a pointwise template needs two or more candidates, from the least score upwards.",
            { Reasoning.MaxTokens: < 1 } => "the reasoning has no room; give max_tokens of 1 or more.",
            { Reasoning: { } reasoning } when !reasoning.Marker.Contains("{candidate}", StringComparison.Ordinal) => "the reasoning's marker lacks {candidate}; write one such as [[{candidate}]].",
            _ when file.Candidates.Distinct(StringComparer.Ordinal).Count() < file.Candidates.Count => "two candidates are the same.",
            _ when Needed(file.Protocol).FirstOrDefault(name => !Array.Exists(segments, segment => Uses(segment, name))) is { } missing =>
                $"no piece shows {{{{${missing}}}}}.",
            _ when conditions.FirstOrDefault(name => name is not null && !Variables.Contains(name)) is { } unknown =>
                $"there is no variable {unknown}; there are {string.Join(", ", Variables)}.",
            _ => null,
        };
    }

    private static bool Uses(SegmentTemplate segment, string name) => segment.Text.Contains($"${name}", StringComparison.Ordinal);

    private static string[] Needed(Protocol protocol) =>
        protocol == Protocol.Pairwise ? ["prompt", "first", "second"] : ["prompt", "response"];
}
