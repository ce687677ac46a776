namespace Arena.Cli;

/// <summary>What <c>models pull --json</c> prints: the file, and how much of it was fetched now.</summary>
internal sealed record PullDocument(string Path, long Bytes, string Sha256, long Fetched);
