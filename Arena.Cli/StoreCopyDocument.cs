namespace Arena.Cli;

/// <summary>What <c>store copy --json</c> prints.</summary>
/// <param name="Copied">Rows of every table.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record StoreCopyDocument(IReadOnlyDictionary<string, long> Copied, double Seconds);
