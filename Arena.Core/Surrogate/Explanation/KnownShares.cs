namespace Arena.Core.Surrogate.Explanation;

/// <summary>Which features are of length, and which of style.</summary>
internal static class KnownShares
{
    /// <summary>Length by itself, and against the prompt, the reference and the other responses.</summary>
    public static readonly IReadOnlyList<string> Length =
    [
        "structure.characters", "structure.words", "structure.sentences", "structure.paragraphs", "structure.lines", "prompt.length_ratio", "reference.length_ratio",
        "consensus.length", "consensus.length_rank",
    ];

    /// <summary>What Markdown and punctuation show.</summary>
    public static readonly IReadOnlyList<string> Style =
    [
        "structure.paragraph_words", "structure.headers", "structure.lists", "structure.bold", "structure.numbered_share", "structure.bulleted_share", "structure.code_blocks",
        "structure.code_share", "structure.table_rows", "structure.quoted_share", "structure.questions", "structure.exclamations", "structure.uppercase_share",
        "structure.punctuation_share",
    ];
}
