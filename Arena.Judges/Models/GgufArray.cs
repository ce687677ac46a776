namespace Arena.Judges.Models;

/// <summary>An array in a GGUF file's metadata, of which only the length is kept: token lists are long, and a header is to be cheap.</summary>
/// <param name="Count">Number of elements.</param>
public sealed record GgufArray(long Count);
