namespace Arena.Cli;

/// <summary>What <c>doctor --json</c> prints.</summary>
internal sealed record DoctorDocument(IReadOnlyList<DoctorDocument.Check> Checks)
{
    /// <summary>One check: what was found, and what to do where it is not ok.</summary>
    internal sealed record Check(string Name, bool Ok, string Detail, string? Fix);
}
