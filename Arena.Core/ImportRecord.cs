namespace Arena.Core;

/// <summary>
/// What one record of a published file says in our words, and where the record stands. Formats make these, the store keeps them.
/// </summary>
/// <param name="Source">The file, as the user named it.</param>
/// <param name="Line">Line in the file, from 1; null where records are not lines.</param>
/// <param name="Key">JSON path of the record, such as <c>[12]</c>; null where the line says enough.</param>
public sealed record ImportRecord(string Source, long? Line = null, string? Key = null)
{
    /// <summary>The prompts that the record defines.</summary>
    public IReadOnlyList<Prompt> Prompts { get; init; } = [];

    /// <summary>Reference answers by prompt id, a text per turn, that replace what the prompt's own record gave.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> References { get; init; } = [];

    /// <summary>The responses.</summary>
    public IReadOnlyList<Response> Responses { get; init; } = [];

    /// <summary>Judgments by recorded judges.</summary>
    public IReadOnlyList<Judgment> Judgments { get; init; } = [];

    /// <summary>Votes by humans.</summary>
    public IReadOnlyList<Battle> Votes { get; init; } = [];

    /// <summary>Why a part of the record cannot be imported, though it is no error; null where all of it can.</summary>
    public string? Skipped { get; init; }

    /// <summary>An exception that names the place of this record.</summary>
    /// <param name="reason">What is wrong and what to do.</param>
    public BadInputException Refuse(string reason) => new(Source, reason, Line, Key);
}
