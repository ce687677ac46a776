namespace Arena.Judges.Models;

/// <summary>How far a download is.</summary>
/// <param name="Bytes">Bytes that are here.</param>
/// <param name="Total">Bytes of the whole file; null where the server does not say.</param>
public readonly record struct DownloadProgress(long Bytes, long? Total);
