namespace Arena.Judges.Chat;

/// <summary>How a family of models marks roles and turns. Turns a conversation into the prompt that the model was trained to continue.</summary>
public sealed class ChatFormat
{
    private readonly string _beginning;
    private readonly Func<ChatRole, (string Before, string After)> _mark;
    private readonly string _answer;
    private readonly bool _hasSystem;
    private readonly string[] _traces;

    private ChatFormat(
        string name,
        string beginning,
        Func<ChatRole, (string Before, string After)> mark,
        string answer,
        bool hasSystem,
        IReadOnlyList<string> stops,
        params string[] traces)
    {
        Name = name;
        Stops = stops;
        _beginning = beginning;
        _mark = mark;
        _answer = answer;
        _hasSystem = hasSystem;
        _traces = traces;
    }

    /// <summary>ChatML: Qwen, Yi, SmolLM, the bundled judges and many more.</summary>
    public static ChatFormat ChatMl { get; } = new(
        "chatml",
        "",
        role => ($"<|im_start|>{Word(role)}\n", "<|im_end|>\n"),
        "<|im_start|>assistant\n",
        hasSystem: true,
        ["<|im_end|>"],
        "<|im_start|>");

    /// <summary>Llama 3 and later.</summary>
    public static ChatFormat Llama3 { get; } = new(
        "llama3",
        "<|begin_of_text|>",
        role => ($"<|start_header_id|>{Word(role)}<|end_header_id|>\n\n", "<|eot_id|>"),
        "<|start_header_id|>assistant<|end_header_id|>\n\n",
        hasSystem: true,
        ["<|eot_id|>"],
        "<|start_header_id|>");

    /// <summary>Gemma, which has no system role: its text opens the first user message.</summary>
    public static ChatFormat Gemma { get; } = new(
        "gemma",
        "<bos>",
        role => ($"<start_of_turn>{(role == ChatRole.Assistant ? "model" : "user")}\n", "<end_of_turn>\n"),
        "<start_of_turn>model\n",
        hasSystem: false,
        ["<end_of_turn>"],
        "<start_of_turn>");

    /// <summary>Phi 3 and 3.5.</summary>
    public static ChatFormat Phi3 { get; } = new(
        "phi3",
        "",
        role => ($"<|{Word(role)}|>\n", "<|end|>\n"),
        "<|assistant|>\n",
        hasSystem: true,
        ["<|end|>"],
        "<|assistant|>",
        "<|end|>");

    /// <summary>Mistral's instruction models, whose system text opens the first user message.</summary>
    public static ChatFormat Mistral { get; } = new(
        "mistral",
        "<s>",
        role => role == ChatRole.Assistant ? ("", "</s>") : ("[INST] ", " [/INST]"),
        "",
        hasSystem: false,
        ["</s>"],
        "[INST]");

    /// <summary>No markup at all, for models without a chat format: messages end with a line break.</summary>
    public static ChatFormat Plain { get; } = new("plain", "", _ => ("", "\n"), "", hasSystem: true, []);

    /// <summary>All formats.</summary>
    public static IReadOnlyList<ChatFormat> All { get; } = [ChatMl, Llama3, Gemma, Phi3, Mistral, Plain];

    /// <summary>The format's name.</summary>
    public string Name { get; }

    /// <summary>Special tokens that end an answer, besides the model's own end of text.</summary>
    public IReadOnlyList<string> Stops { get; }

    /// <summary>The format of this name; null where there is none.</summary>
    /// <param name="name">The name.</param>
    public static ChatFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>The format that a model's own chat template (Jinja) belongs to; null where it is none of them.</summary>
    /// <param name="template">The template as the model's files give it.</param>
    public static ChatFormat? Recognise(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return All.FirstOrDefault(format =>
            format._traces.Length > 0 && Array.TrueForAll(format._traces, trace => template.Contains(trace, StringComparison.Ordinal)));
    }

    /// <summary>The prompt that asks the model to answer a conversation.</summary>
    /// <param name="messages">The conversation; a system message, if any, comes first.</param>
    /// <returns>Pieces, markup and text; none is empty, and no two pieces of markup follow each other.</returns>
    public IReadOnlyList<PromptPiece> Render(IReadOnlyList<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var pieces = new List<PromptPiece>();
        Mark(_beginning);
        ChatMessage? withheld = null;
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.System && !_hasSystem)
            {
                withheld = message;
                continue;
            }

            var (before, after) = _mark(message.Role);
            Mark(before);
            if (withheld is { } system && message.Role == ChatRole.User)
            {
                Add(system.Segments);
                Add(["\n\n"]);
                withheld = null;
            }

            Add(message.Segments);
            Mark(after);
        }

        if (withheld is { } alone)
        {
            var (before, after) = _mark(ChatRole.User);
            Mark(before);
            Add(alone.Segments);
            Mark(after);
        }

        Mark(_answer);
        return pieces;

        void Mark(string markup)
        {
            if (markup.Length == 0)
            {
                return;
            }

            if (pieces is [.., { IsMarkup: true } last])
            {
                pieces[^1] = new(last.Text + markup, IsMarkup: true);
            }
            else
            {
                pieces.Add(new(markup, IsMarkup: true));
            }
        }

        void Add(IReadOnlyList<string> segments)
        {
            foreach (var segment in segments.Where(segment => segment.Length > 0))
            {
                pieces.Add(new(segment, IsMarkup: false));
            }
        }
    }

    private static string Word(ChatRole role) => role switch
    {
        ChatRole.System => "system",
        ChatRole.User => "user",
        _ => "assistant",
    };
}
