namespace Arena.Core.Storage;

/// <summary>Numbers of things stored, or found to be there already.</summary>
/// <param name="Prompts">Prompts.</param>
/// <param name="Contestants">Contestants.</param>
/// <param name="Responses">Responses.</param>
/// <param name="Judgments">Judgments by recorded or asked judges.</param>
/// <param name="Battles">Votes: battles that were recorded as such.</param>
/// <param name="References">Reference answers that came apart from their prompts.</param>
public readonly record struct ImportCounts(
    int Prompts = 0, int Contestants = 0, int Responses = 0, int Judgments = 0, int Battles = 0, int References = 0)
{
    /// <summary>The sum, number by number.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static ImportCounts operator +(ImportCounts left, ImportCounts right) => Add(left, right);

    /// <summary>The sum, number by number.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static ImportCounts Add(ImportCounts left, ImportCounts right) => new(
        left.Prompts + right.Prompts,
        left.Contestants + right.Contestants,
        left.Responses + right.Responses,
        left.Judgments + right.Judgments,
        left.Battles + right.Battles,
        left.References + right.References);
}
