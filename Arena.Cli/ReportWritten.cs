namespace Arena.Cli;

/// <summary>What <c>report --json</c> prints.</summary>
internal sealed record ReportWritten(string Tournament, string Report, string Format, long Bytes, IReadOnlyList<string> Findings);
