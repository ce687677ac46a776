namespace Arena.Judges.Models;

/// <summary>A tensor as a GGUF file's directory names it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions, the fastest first.</param>
/// <param name="Type">Name of its number format, such as F16 or Q4_K; "type 99" where the number is unknown here.</param>
/// <param name="Offset">Where it begins, in bytes from the start of the tensor data.</param>
/// <param name="Parameters">Number of its elements.</param>
/// <param name="Bytes">Its size in bytes; null where its number format is unknown here.</param>
public sealed record GgufTensor(string Name, IReadOnlyList<long> Shape, string Type, long Offset, long Parameters, long? Bytes);
