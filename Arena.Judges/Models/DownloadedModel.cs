namespace Arena.Judges.Models;

/// <summary>A file that was fetched whole.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits.</param>
/// <param name="Fetched">Bytes that this download fetched; fewer than the size where it went on with a part, 0 where the file was there.</param>
public sealed record DownloadedModel(string Path, long Bytes, string Sha256, long Fetched);
