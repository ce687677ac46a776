namespace Arena.Cli;

/// <summary>What <c>arena generate --json</c> prints.</summary>
/// <param name="Tournament">The tournament's name.</param>
/// <param name="Contestants">What was done for each contestant.</param>
internal sealed record GenerateDocument(string Tournament, IReadOnlyList<GenerateDocument.Contestant> Contestants)
{
    /// <summary>A contestant's part.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="File">The file of its responses.</param>
    /// <param name="Written">Responses written now.</param>
    /// <param name="Reused">Responses that were there.</param>
    /// <param name="Failed">Prompts that could not be answered.</param>
    /// <param name="Failures">Why, by reason.</param>
    internal sealed record Contestant(string Name, string File, int Written, int Reused, int Failed, IReadOnlyDictionary<string, int> Failures);
}
