namespace Arena.Core.Surrogate.Features;

/// <summary>Kinds of features; a user switches features by kind or by name.</summary>
public enum FeatureFamily
{
    /// <summary>Length, and what Markdown shows: lists, headings, code, tables.</summary>
    Structure = 0,

    /// <summary>Whether the response is in the prompt's language.</summary>
    Language = 1,

    /// <summary>How varied the words are, how hard they are to read, how much is said again.</summary>
    Wording = 2,

    /// <summary>Refusals, hedging, apologies and other set phrases, in English.</summary>
    Phrases = 3,

    /// <summary>Whether the response is empty or cut off.</summary>
    Completeness = 4,

    /// <summary>Overlap with the prompt, and what of its numbers and names was kept.</summary>
    Prompt = 5,

    /// <summary>Overlap with the reference answer.</summary>
    Reference = 6,

    /// <summary>Likeness to the other contestants' responses to the same prompt.</summary>
    Consensus = 7,

    /// <summary>Formatting and length that the prompt asks for, and whether they were given.</summary>
    Instruction = 8,

    /// <summary>Citations of the prompt's passages, and how far these support the sentences that cite them.</summary>
    Citation = 9,
}
